"""Every step of the call as a caller first hears it: the keys pressed as they are meant, no mistakes, no silence."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from ivr.call.keys import SILENCE
from ivr.call.leads import Scene
from ivr.call.line import Line
from ivr.call.state import CallState
from ivr.call.steps import LANGUAGES_STEP
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import NumberEntry
from ivr.call.turns import DialResult
from ivr.call.turns import Turn
from ivr.content.hours import BRUSSELS
from ivr.content.phones import EXAMPLE

# For calls that are made up: a working morning and a night, so that people are there and are not, and a number of the desk.
MORNING, NIGHT = datetime(2026, 11, 24, 10, tzinfo=BRUSSELS), datetime(2026, 11, 24, 22, tzinfo=BRUSSELS)
SOMEBODY = EXAMPLE
# What callers type: right, wrong, incomplete, impossible.
NUMBERS: Mapping[str, tuple[str, ...]] = {
    "day": ("05", "31", "00", "32"),
    "month": ("02", "12", "4", "13", "00"),
    "year": ("2024", "2025", "2026", "2013", "2999", "25"),
    "postcode": ("4000", "4870", "7850", "7500", "1000", "9000", "1500", "4700", "4010", "0612"),
}
UNKNOWN_NUMBER, A_PERSON = "#", "0"


def tour(line: Line, language: str, now: datetime) -> Mapping[str, Turn]:
    """By the name of the step: the first turn that says it, in a language that has a key."""
    start = line.advance(line.open("", now).state, line.content.languages.by_key_of(language), now)
    heard, seen, todo = {start.state.step: start}, {_place(start)}, deque([start])
    while todo:
        here = todo.popleft()
        for key in _keys(line, here, now):
            there = line.advance(calm(here.state), key, now)
            heard.setdefault(there.state.step, there)
            if _place(there) not in seen and there.state.step != LANGUAGES_STEP:
                seen.add(_place(there))
                todo.append(there)
    return heard


def calm(state: CallState) -> CallState:
    """As it is a while after the key was pressed that led here."""
    return replace(state, pressed="", pressed_at=0)


def _keys(line: Line, turn: Turn, now: datetime) -> Iterator[str]:
    if turn.dial:
        yield from (result.value for result in DialResult)
        return
    match line.steps[turn.state.step]:
        case Message():
            yield SILENCE
        case Choice() as choice:
            yield from choice.keys(Scene(line.content, line.desk, turn.state, now))
            yield A_PERSON
        case NumberEntry():
            yield from (*NUMBERS.get(turn.state.step, ()), UNKNOWN_NUMBER, A_PERSON)


def _place(turn: Turn) -> tuple[object, ...]:
    """What decides where a step leads: explained before, all done so far, a centre chosen."""
    state = turn.state
    return state.step, state.answers.endswith("u"), "n" not in state.answers, bool(state.centre)
