"""A whole call as one sound, for a reviewer: what is heard, the keys as tones, the waiting as silence."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta

import numpy as np

from ivr import Fault
from ivr.call.line import Line
from ivr.call.turns import DialResult
from ivr.call.turns import Turn
from ivr.clips.manifest import Clips
from ivr.clips.player import BETWEEN_CLIPS
from ivr.clips.voices.sound import Samples
from ivr.clips.voices.sound import Sound
from ivr.clips.voices.sound import decode

RATE = 8000
WAIT = "_"  # in a list of keys: nothing pressed
RINGS_SECONDS = 5.0
RING_HERTZ, RING_SECONDS = 425, 1.0  # in Belgium: a second of it, three of silence
# ITU-T Q.23: a key is the sum of the tone of its row and that of its column.
_ROWS, _COLUMNS = (697, 770, 852, 941), (1209, 1336, 1477)
_KEYPAD = ("123", "456", "789", "*0#")
_OUTCOMES = tuple(result.value for result in DialResult)


class RenderFault(Fault):
    """There is no such call."""


@dataclass(frozen=True)
class Moment:
    """One turn of the call and what answered it: keys, "" for silence, or how a transfer ended."""

    turn: Turn
    key: str


def play(line: Line, entries: Sequence[str], now: datetime, seconds: Mapping[str, float]) -> Iterator[Moment]:
    """The turns of a call that these entries answer, heard to the end: "_" is silence, "2025" a number, "busy" a transfer's end.

    `seconds` is how long each clip lasts. Raises RenderFault for an entry that nobody could give there.
    """
    turn = line.open("", now)
    for place, entry in enumerate(entries, start=1):
        if fault := _fault(turn, entry):
            raise RenderFault(f"entry {place}, {entry!r}: {fault} (at the step {turn.state.step})")
        key = "" if entry == WAIT else entry
        yield Moment(turn, key)
        now += timedelta(seconds=1 + sum(seconds.get(clip, 0.0) + BETWEEN_CLIPS for clip in turn.clips))
        if not key and turn.listen:
            now += timedelta(seconds=turn.listen.seconds)
        turn = line.advance(turn.state, key, now)
    yield Moment(turn, "")


def _fault(turn: Turn, entry: str) -> str:
    """Why this cannot be what comes next; "" when it can."""
    if turn.dial:
        return "" if entry in _OUTCOMES else f"a transfer is being made; expected how it ends: {', '.join(_OUTCOMES)}"
    if turn.listen is None:
        return "the call has ended before"
    if entry in _OUTCOMES:
        return "no transfer is being made here"
    return "" if entry == WAIT or (entry and set(entry) <= set("".join(_KEYPAD))) else "expected keys, or _ for silence"


def render(moments: Iterable[Moment], clips: Clips) -> Sound:
    """The call as one sound at 8 kHz; a clip without a file is left out."""
    sounds: dict[str, Samples] = {}
    parts: list[Samples] = []
    for moment in moments:
        for clip in moment.turn.clips:
            if clip in clips.files:
                if clip not in sounds:
                    sounds[clip] = decode((clips.folder / clips.files[clip]).read_bytes()).samples
                parts += [sounds[clip], _silence(BETWEEN_CLIPS)]
        if moment.turn.dial:
            parts.append(_ringing())
        elif moment.key:
            parts += [tone(key) for key in moment.key]
        elif moment.turn.listen:
            parts.append(_silence(moment.turn.listen.seconds))
    return Sound(np.concatenate([*parts, _silence(0.2)]), RATE)


def _ringing() -> Samples:
    """What a caller hears while a telephone rings elsewhere."""
    seconds = np.arange(int(RING_SECONDS * RATE)) / RATE
    ring = (0.1 * np.sin(2 * np.pi * RING_HERTZ * seconds)).astype(np.float32)
    return np.concatenate([ring, _silence(RINGS_SECONDS - 2 * RING_SECONDS), ring])


def tone(key: str) -> Samples:
    """A key as the caller hears it, with the rest after it."""
    row = next(index for index, keys in enumerate(_KEYPAD) if key in keys)
    seconds = np.arange(int(0.12 * RATE)) / RATE
    wave = np.sin(2 * np.pi * _ROWS[row] * seconds) + np.sin(2 * np.pi * _COLUMNS[_KEYPAD[row].index(key)] * seconds)
    return np.concatenate([(0.1 * wave).astype(np.float32), _silence(0.1)])


def _silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE), np.float32)
