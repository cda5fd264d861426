"""Whether a recording can go on the line, and if not, what the speaker should do."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Self

from ivr.clips.recordings.lines import KitLine
from ivr.clips.recordings.measures import Measures
from ivr.clips.recordings.measures import measure
from ivr.clips.voices.sound import Sound

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


class FlawKind(StrEnum):
    """For pages that tell a speaker in another language what to do."""

    RATE = "rate"
    QUIET = "quiet"
    NO_VOICE = "no_voice"
    STEADY = "steady"
    LONG = "long"
    SHORT = "short"
    PAUSE = "pause"
    BEGINNING = "beginning"
    END = "end"
    CLIPPED = "clipped"
    NOISE = "noise"


class Flaw(str):
    """What is wrong, in words, and of which kind it is."""

    kind: FlawKind

    def __new__(cls, kind: FlawKind, words: str) -> Self:
        flaw = super().__new__(cls, words)
        flaw.kind = kind
        return flaw


def faults_of(sound: Sound, line: KitLine, lowest_rate: int = LOWEST_RATE) -> list[Flaw]:
    """What is wrong with the recording of this line; empty when it can be used."""
    if sound.rate < lowest_rate:
        return [Flaw(FlawKind.RATE, f"{sound.rate} samples a second; set the recorder to at least {lowest_rate}")]
    measures = measure(sound)
    if measures.voice < QUIETEST:
        return [Flaw(FlawKind.QUIET, "nothing can be heard, or far too quiet: come closer to the microphone")]
    if measures.above_noise < NO_VOICE or not measures.seconds:
        return [Flaw(FlawKind.NO_VOICE, "no voice stands out from the noise")]
    if measures.wavering < STEADY and measures.seconds > LONG_ENOUGH_TO_WAVER:
        return [Flaw(FlawKind.STEADY, "a steady sound, not a voice")]
    return [*_length(measures, line), *_ends(measures), *_quality(measures)]


def _length(measures: Measures, line: KitLine) -> Iterator[Flaw]:
    if measures.seconds > line.max_seconds:
        yield Flaw(FlawKind.LONG, f"too long: {measures.seconds:.1f} s, at most {line.max_seconds:g} s")
    if measures.seconds < line.min_seconds:
        yield Flaw(FlawKind.SHORT, f"too short for these words: {measures.seconds:.1f} s")
    if measures.longest_pause > LONGEST_PAUSE:
        yield Flaw(FlawKind.PAUSE, f"a pause of {measures.longest_pause:.1f} s in the middle")


def _ends(measures: Measures) -> Iterator[Flaw]:
    if measures.start < ROOM:
        yield Flaw(FlawKind.BEGINNING, "the beginning may be cut off: wait a second before speaking")
    if measures.whole - measures.end < ROOM:
        yield Flaw(FlawKind.END, "the end may be cut off: wait a second before stopping")


def _quality(measures: Measures) -> Iterator[Flaw]:
    if measures.cut_tops > max(CUT_TOPS, CUT_TOPS_A_SECOND * measures.seconds):
        yield Flaw(FlawKind.CLIPPED, "too loud for the microphone, the sound is clipped: move back or turn it down")
    if measures.above_noise < CLEAN:
        how_much = f"the voice is {measures.above_noise:.0f} dB above it, {CLEAN:.0f} are needed"
        yield Flaw(FlawKind.NOISE, f"too much noise: {how_much}")
