"""A whole call as one sound, for a reviewer: what is heard, the keys as tones, the waiting as silence."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np

from ivr.audio import Clips
from ivr.flow import Line
from ivr.flow import Turn
from ivr.voices.sound import Samples
from ivr.voices.sound import Sound
from ivr.voices.sound import decode

RATE = 8000
BETWEEN_CLIPS = 0.1  # seconds a carrier takes from one clip to the next
WAIT = "_"  # in a list of keys: nothing pressed
# ITU-T Q.23: a key is the sum of the tone of its row and that of its column.
_ROWS, _COLUMNS = (697, 770, 852, 941), (1209, 1336, 1477)
_KEYPAD = ("123", "456", "789", "*0#")


@dataclass(frozen=True)
class Scene:
    """One turn of the call and the key that answered it ("" for silence)."""

    turn: Turn
    key: str


def play(line: Line, keys: Sequence[str], now: datetime) -> Iterator[Scene]:
    """The turns of a call with these keys; a number is one entry ("2025"), silence "_", a transfer's end "busy"."""
    turns = [line.open("", now)]
    pressed = ["" if key == WAIT else key for key in keys]
    for key in pressed:
        turns.append(line.advance(turns[-1].state, key, now))
    yield from (Scene(before, key) for (before, _), key in zip(pairwise(turns), pressed, strict=True))
    yield Scene(turns[-1], "")


def render(scenes: Sequence[Scene], clips: Clips) -> Sound:
    """The call as one sound at 8 kHz; a clip without a file is left out."""
    parts: list[Samples] = []
    for scene in scenes:
        for clip in scene.turn.clips:
            if clip in clips.files:
                parts += [decode((clips.folder / clips.files[clip]).read_bytes()).samples, _silence(BETWEEN_CLIPS)]
        if scene.key and scene.turn.listen:
            parts += [tone(key) for key in scene.key]
        elif scene.turn.listen:
            parts.append(_silence(scene.turn.listen.seconds))
    return Sound(np.concatenate([*parts, _silence(0.2)]), RATE)


def tone(key: str) -> Samples:
    """A key as the caller hears it, with the rest after it."""
    row = next(index for index, keys in enumerate(_KEYPAD) if key in keys)
    seconds = np.arange(int(0.12 * RATE)) / RATE
    wave = np.sin(2 * np.pi * _ROWS[row] * seconds) + np.sin(2 * np.pi * _COLUMNS[_KEYPAD[row].index(key)] * seconds)
    return np.concatenate([(0.1 * wave).astype(np.float32), _silence(0.1)])


def _silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE), np.float32)
