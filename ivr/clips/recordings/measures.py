"""What can be measured of a recording: where the voice is, how loud, how clean, and whether the microphone was overdriven."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ivr.clips.voices.levels import telephone_band
from ivr.clips.voices.sound import Samples
from ivr.clips.voices.sound import Sound

WINDOW = 0.02  # seconds
NOTHING = -90.0  # dBFS: digital silence
VOICE_RANGE = 20.0  # dB below its loudest moment, in which a voice is when it is not pausing
ABOVE_NOISE = 8.0  # dB above the noise that the voice must be to count as heard
SOFTEST = 35.0  # dB below the voice that its softest sounds are
BREATH = 0.25  # seconds: a shorter gap belongs to the voice
CLICK = 0.06  # seconds: a shorter sound apart, at an end, is a finger on the button
FULL_SCALE = 0.97  # of the largest sample a file can hold
FLAT = 0.995  # of the peak: samples in a row above this are a wave whose top was cut
FLAT_SAMPLES = 3


@dataclass(frozen=True)
class Measures:
    """`start` and `end` say where the voice is, in seconds; levels are in dB below full scale."""

    start: float
    end: float
    whole: float  # seconds of the file
    longest_pause: float  # seconds
    voice: float
    noise: float
    wavering: float  # dB, standard deviation of the level while something is heard: a voice rises and falls
    cut_tops: int  # waves whose top is flat

    @property
    def seconds(self) -> float:
        return self.end - self.start

    @property
    def above_noise(self) -> float:
        return self.voice - self.noise


def measure(sound: Sound) -> Measures:
    """Level and noise are those of the telephone band: a hum that no telephone carries disturbs nobody."""
    levels = _levels(telephone_band(sound))
    voice, noise, heard = _heard(levels)
    parts = _without_clicks(_parts(heard))
    pauses = [(after[0] - before[1]) * WINDOW for before, after in pairwise(parts)]
    return Measures(
        start=parts[0][0] * WINDOW if parts else 0.0,
        end=parts[-1][1] * WINDOW if parts else 0.0,
        whole=sound.seconds,
        longest_pause=max(pauses, default=0.0),
        voice=voice,
        noise=noise,
        wavering=float(levels[heard[1:-1]].std()) if heard.size > 2 else 0.0,
        cut_tops=_cut_tops(sound.samples),
    )


def stretches(sound: Sound, gap: float) -> list[tuple[float, float]]:
    """Start and end, in seconds, of what is spoken between pauses of at least `gap` seconds."""
    _, _, heard = _heard(_levels(telephone_band(sound)))
    parts = [part for part in _parts(heard, gap) if not _is_click(part)]
    return [(start * WINDOW, end * WINDOW) for start, end in parts]


def _heard(levels: NDArray[np.float64]) -> tuple[float, float, NDArray[np.intp]]:
    """The level of the voice, that of the noise, and the windows in which something is heard."""
    voice, noise = _voice_level(levels), float(np.percentile(levels, 10)) if levels.size else NOTHING
    return voice, noise, np.flatnonzero(levels > max(noise + ABOVE_NOISE, voice - SOFTEST, NOTHING))


def _levels(sound: Sound) -> NDArray[np.float64]:
    """The loudness of each window in dBFS."""
    window = round(sound.rate * WINDOW)
    count = len(sound.samples) // window
    power = np.mean(sound.samples[: count * window].reshape(count, window).astype(np.float64) ** 2, axis=1)
    levels: NDArray[np.float64] = np.maximum(10 * np.log10(np.maximum(power, 1e-12)), NOTHING)
    return levels


def _voice_level(levels: NDArray[np.float64]) -> float:
    """The mean of the windows near the loudest; the two loudest themselves may be a knock."""
    if not levels.size:
        return NOTHING
    loudest = np.sort(levels)[-min(3, levels.size)]
    near = levels[(levels <= loudest) & (levels > loudest - VOICE_RANGE)]
    return float(10 * np.log10(np.mean(10 ** (near / 10))))


def _parts(heard: NDArray[np.intp], gap: float = BREATH) -> list[tuple[int, int]]:
    """First window and window after the last of every stretch of sound without a long gap."""
    if not heard.size:
        return []
    breaks = np.flatnonzero(np.diff(heard) * WINDOW > gap) + 1
    return [(int(part[0]), int(part[-1]) + 1) for part in np.split(heard, breaks)]


def _without_clicks(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    while len(parts) > 1 and _is_click(parts[0]):
        parts = parts[1:]
    while len(parts) > 1 and _is_click(parts[-1]):
        parts = parts[:-1]
    return parts


def _is_click(part: tuple[int, int]) -> bool:
    return (part[1] - part[0]) * WINDOW <= CLICK


def _cut_tops(samples: Samples) -> int:
    """Waves with a flat top, at whatever height: the file may have been turned down since."""
    heights = np.abs(samples)
    peak = float(heights.max(initial=0.0))
    flat = heights >= min(peak * FLAT, FULL_SCALE) if peak else np.zeros(0, bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flat, [False]]).astype(np.int8)))
    return int(np.count_nonzero(edges[1::2] - edges[::2] >= FLAT_SAMPLES))
