"""Walk the whole reachable call: every key and silence at every place. For the call map and the tests."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ivr.flow import LANGUAGES_STEP
from ivr.flow import SILENCE
from ivr.flow import DialResult
from ivr.flow import Line
from ivr.flow import Turn

SINGLE_KEYS = (*"1234567890*#", SILENCE)
ERASURES = ("*", "**", "1*", "*5", "0", SILENCE)
# What callers type: right, wrong, incomplete, impossible, erased.
NUMBERS = {
    "day": ("05", "31", "5", "00", "32", *ERASURES),
    "month": ("02", "12", "4", "13", "00", *ERASURES),
    "year": ("2024", "2025", "2026", "2013", "2999", "25", *ERASURES),
    "postcode": ("4000", "4870", "7850", "7500", "1000", "9000", "1500", "4700", "4010", "0612", "40", "40##", "#", *ERASURES),
}


@dataclass(frozen=True, slots=True)
class Edge:
    """One key at one place, and what followed."""

    before: Turn
    key: str
    after: Turn


def walk(line: Line, now: datetime, start: Turn) -> Iterator[Edge]:
    """Every edge of the call from a turn on, each place visited once with everything a caller may do there.

    Two states are one place when the same step is heard in the same words, with the same tries behind it. The way
    back to the list of languages is shown but not walked on: behind it lies the same call in other words.
    """
    todo, seen = deque([start]), {_place(start)}
    while todo:
        here = todo.popleft()
        for key in keys_at(here):
            there = line.advance(here.state, key, now)
            yield Edge(here, key, there)
            if _place(there) not in seen and there.state.step != LANGUAGES_STEP:
                seen.add(_place(there))
                todo.append(there)


def keys_at(turn: Turn) -> tuple[str, ...]:
    """What can come from the caller or the carrier after this turn."""
    if turn.dial:
        return tuple(result.value for result in DialResult)
    if turn.listen is None:
        return ()
    return NUMBERS.get(turn.state.step, SINGLE_KEYS)


def _place(turn: Turn) -> tuple[object, ...]:
    state = turn.state
    return state.step, state.tries, state.typed, bool(state.centre), _standing(state.answers), turn.clips


def _standing(answers: str) -> tuple[bool, bool]:
    """What of the answers decides where a stage question leads: explained before, and everything done so far."""
    return answers.endswith("u"), "n" not in answers
