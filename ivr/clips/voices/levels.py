"""From what an engine says to what a telephone carries: ends trimmed, band limited, level and peaks set."""

from __future__ import annotations

from fractions import Fraction

import av.filter
import numpy as np
import pyloudnorm

from ivr.clips.voices.sound import Samples
from ivr.clips.voices.sound import Sound
from ivr.clips.voices.sound import to_frame

RATE = 8000  # what the telephone network carries
BAND = 300, 3400  # Hz, ITU-T G.712
LOUDNESS = -19.0  # LUFS, ITU-R BS.1770: the level of all clips, so that none of them startles
ENCODER_LOSS = 0.5  # LU that the MP3 encoder takes away
TOLERANCE = 0.3  # LU off the mark that nobody hears
CORRECTIONS = 4  # of the gain: each gives back what the limiter took, and the limiter takes some of it again
PEAK = 0.8  # -2 dBFS between the samples too: the MP3 encoder overshoots a little and must stay below -1
LEAD = 0.03  # seconds of silence before the first sound
SILENCE = 10 ** (-45 / 20)  # a part of the sound this much quieter than its loudest moment is not speech
WINDOW = 0.01  # seconds in which loudness is looked at when the ends are trimmed
FADE = 0.004  # seconds, against a click where the sound was cut
MEASURED = 4.0  # seconds at least that the loudness meter needs to settle


class SilentError(Exception):
    """The engine gave nothing that can be heard."""


def finish(sound: Sound, tail: float) -> Sound:
    """A clip of 8 kHz at the common loudness, with `tail` seconds of silence after it. Raises SilentError."""
    return pad(level(trim(telephone_band(sound))), LEAD, tail)


def telephone_band(sound: Sound) -> Sound:
    """What of a sound a telephone carries: 300 to 3,400 Hz."""
    return _filtered(sound, f"highpass=f={BAND[0]},lowpass=f={BAND[1]},{_resample(RATE)}", RATE)


def trim(sound: Sound) -> Sound:
    """Cut the silence at both ends. Raises SilentError when there is nothing else."""
    window = max(1, round(sound.rate * WINDOW))
    whole = len(sound.samples) // window
    loudness = np.sqrt(np.mean(sound.samples[: whole * window].reshape(whole, window) ** 2, axis=1)) if whole else np.zeros(0)
    heard = np.flatnonzero(loudness > max(loudness.max(initial=0.0) * SILENCE, 1e-5))
    if not heard.size:
        raise SilentError("nothing can be heard")
    samples = sound.samples[heard[0] * window : (heard[-1] + 1) * window].copy()
    ramp = np.linspace(0, 1, round(sound.rate * FADE), dtype=np.float32)
    samples[: len(ramp)] *= ramp
    samples[-len(ramp) :] *= ramp[::-1]
    return Sound(samples, sound.rate)


def loudness(sound: Sound) -> float:
    """In LUFS; a short clip is measured as if it were said again and again."""
    times = max(1, round(np.ceil(MEASURED * sound.rate / len(sound.samples))))
    meter = pyloudnorm.Meter(sound.rate)
    return float(meter.integrated_loudness(np.tile(sound.samples, times).astype(np.float64)))


def level(sound: Sound) -> Sound:
    """Bring to the common loudness; single peaks above the limit are turned down, never clipped."""
    target = LOUDNESS + ENCODER_LOSS
    gain = target - loudness(sound)
    levelled = _louder(sound, gain)
    for _ in range(CORRECTIONS):
        lost = target - loudness(levelled)  # what the limiter took away
        if abs(lost) <= TOLERANCE:
            break
        gain += lost
        levelled = _louder(sound, gain)
    return levelled


def _louder(sound: Sound, decibels: float) -> Sound:
    limiter = f"alimiter=limit={PEAK}:level=disabled:attack=3:release=60:latency=1"
    return _filtered(sound, f"volume={decibels}dB,{_resample(RATE * 4)},{limiter},{_resample(RATE)}", RATE)


def pad(sound: Sound, lead: float, tail: float) -> Sound:
    before, after = (np.zeros(round(seconds * sound.rate), np.float32) for seconds in (lead, tail))
    return Sound(np.concatenate([before, sound.samples, after]), sound.rate)


def _resample(rate: int) -> str:
    return f"aresample={rate}:filter_size=64:cutoff=0.95"


def _filtered(sound: Sound, filters: str, rate: int) -> Sound:
    """Send a sound through a chain of FFmpeg filters that ends at `rate`."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=sound.rate, format="fltp", layout="mono", time_base=Fraction(1, sound.rate))
    last = source
    for part in (*filters.split(","), "aformat=sample_fmts=fltp:channel_layouts=mono", "abuffersink"):
        name, _, options = part.partition("=")
        step = graph.add(name, options or None)
        last.link_to(step)
        last = step
    graph.configure()
    source.push(to_frame(sound))
    source.push(None)
    return Sound(_drain(graph), rate)


def _drain(graph: av.filter.Graph) -> Samples:
    parts = []
    while True:
        try:
            parts.append(graph.pull().to_ndarray()[0])
        except (av.EOFError, av.BlockingIOError):
            return np.concatenate(parts) if parts else np.zeros(0, np.float32)  # of a sound shorter than the filters
