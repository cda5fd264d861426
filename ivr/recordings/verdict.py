"""Whether a recording can go on the line, and if not, what the speaker should do."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.recordings.lines import Line
from ivr.recordings.measures import Measures
from ivr.recordings.measures import measure
from ivr.voices.sound import Sound

LOWEST_RATE = 16_000  # samples a second
NO_VOICE = 10.0  # dB above the noise: less is no voice at all
CLEAN = 20.0  # dB above the noise that a voice on the line must be
QUIETEST = -45.0  # dBFS of the voice
LONGEST_PAUSE = 2.0  # seconds after which a caller believes the line is dead
STEADY = 1.5  # dB that the level of a hum or a whistle varies by at most
LONG_ENOUGH_TO_WAVER = 0.5  # seconds; a short word may be steady
ROOM = 0.04  # seconds of quiet at each end, without which a word may be cut
CUT_TOPS = 5  # waves: a clean voice has fewer at its very peak
CUT_TOPS_A_SECOND = 2.0


def faults_of(sound: Sound, line: Line) -> list[str]:
    """What is wrong with the recording of this line; empty when it can be used."""
    if sound.rate < LOWEST_RATE:
        return [f"{sound.rate} samples a second; set the recorder to at least {LOWEST_RATE}"]
    measures = measure(sound)
    if measures.voice < QUIETEST:
        return ["nothing can be heard, or far too quiet: come closer to the microphone"]
    if measures.above_noise < NO_VOICE or not measures.seconds:
        return ["no voice stands out from the noise"]
    if measures.wavering < STEADY and measures.seconds > LONG_ENOUGH_TO_WAVER:
        return ["a steady sound, not a voice"]
    return [*_length(measures, line), *_ends(measures), *_quality(measures)]


def _length(measures: Measures, line: Line) -> Iterator[str]:
    if measures.seconds > line.max_seconds:
        yield f"too long: {measures.seconds:.1f} s, at most {line.max_seconds:g} s"
    if measures.seconds < line.min_seconds:
        yield f"too short for these words: {measures.seconds:.1f} s"
    if measures.longest_pause > LONGEST_PAUSE:
        yield f"a pause of {measures.longest_pause:.1f} s in the middle"


def _ends(measures: Measures) -> Iterator[str]:
    if measures.start < ROOM:
        yield "the beginning may be cut off: wait a second before speaking"
    if measures.whole - measures.end < ROOM:
        yield "the end may be cut off: wait a second before stopping"


def _quality(measures: Measures) -> Iterator[str]:
    if measures.cut_tops > max(CUT_TOPS, CUT_TOPS_A_SECOND * measures.seconds):
        yield "too loud for the microphone, the sound is clipped: move back or turn it down"
    if measures.above_noise < CLEAN:
        yield f"too much noise: the voice is {measures.above_noise:.0f} dB above it, {CLEAN:.0f} are needed"
