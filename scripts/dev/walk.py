"""Walk the whole reachable call: every key and silence at every place. For the call map and the tests."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ivr.call.keys import SILENCE
from ivr.call.line import Line
from ivr.call.reach import NOTHING_AROUND
from ivr.call.reach import RECORDED
from ivr.call.reach import Around
from ivr.call.steps import LANGUAGES_STEP
from ivr.call.tour import NUMBERS
from ivr.call.tour import calm
from ivr.call.turns import DialResult
from ivr.call.turns import Turn

SINGLE_KEYS = (*"1234567890*#", SILENCE)
ERASURES = ("*", "**", "1*", "*5", "0", SILENCE)
FIRST_DIGITS = {"month": "01", "year": "02"}  # one is as good as another there, and each month is said in words of its own
REST = ("000", "01", "5#", "0*4")  # of a number whose first digit was typed by itself
AFTER_THE_SUMMARY = ("what-next", "each")  # what is told next depends on every answer
TYPING = {*NUMBERS, "read-back"}  # nothing that was answered before is heard here, or decides what follows


@dataclass(frozen=True, slots=True)
class Arrow:
    """One key at one place, and what followed."""

    before: Turn
    key: str
    after: Turn


def walk(line: Line, now: datetime, start: Turn, around: Around = NOTHING_AROUND) -> Iterator[Arrow]:
    """Every edge of the call from a turn on, each place visited once with everything a caller may do there.

    Two states are one place when the same step is heard in the same words, with the same tries behind it. The way
    back to the list of languages is shown but not walked on: behind it lies the same call in other words.
    """
    todo, seen = deque([start]), {place(start)}
    while todo:
        here = todo.popleft()
        for key in keys_at(here):
            there = line.advance(calm(here.state), key, now, around)
            yield Arrow(here, key, there)
            if place(there) not in seen and there.state.step != LANGUAGES_STEP:
                seen.add(place(there))
                todo.append(there)


def keys_at(turn: Turn) -> tuple[str, ...]:
    """What can come from the caller or the carrier after this turn."""
    if turn.dial:
        return tuple(result.value for result in DialResult)
    if turn.record:
        return (RECORDED, SILENCE)
    if turn.listen is None:
        return ()
    if turn.state.going_on:
        return (*REST, *ERASURES)
    numbers, first = NUMBERS.get(turn.state.step, ()), FIRST_DIGITS.get(turn.state.step, "1234567890")
    singles = (key for key in SINGLE_KEYS if not key.isdecimal() or key in first)
    return (*numbers, *(singles if turn.listen.digits == 1 else ERASURES))


def place(turn: Turn) -> tuple[object, ...]:
    """What makes two turns the same place."""
    state = turn.state
    known = () if state.step in TYPING else (bool(state.centre), _standing(state.answers), state.errands)
    answers = state.answers if state.step in AFTER_THE_SUMMARY else ""
    return state.step, state.tries, state.mistakes, state.typed, *known, answers, turn.clips


def _standing(answers: str) -> tuple[bool, ...]:
    """What of the answers decides where a stage question leads: explained before, all done so far, been at the centre."""
    return answers.endswith("u"), set(answers.removesuffix("u")) <= {"y", "-"}, answers[2:3] == "n"
