"""From events to one summary a call, and from the summary to what is counted.

Both are order-blind: events of one call that reach the database out of order, from several workers, give the same counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from functools import lru_cache

from ivr.call.turns import DialResult
from ivr.call.turns import Key
from ivr.content.hours import BRUSSELS
from ivr.statistics.journal.events import Event
from ivr.statistics.journal.events import EventKind

PERSON_BRANCH = "person"  # asked for a person, with 0
USEFUL_CLASS_SECONDS = 5
USEFUL_LONGEST_SECONDS = 900  # anything longer counts as this
UNREPORTED = "unreported"  # the status callback never came

# Measures, with what their a and b are.
CALLS = "calls"  # hour of the start, "00" to "23"
OUTSIDE = "outside"  # hour of the start, of calls that came outside opening hours
BRANCH = "branch"  # branch
ASKED = "asked"  # question
ANSWER = "answer"  # question, answer
LAST = "last"  # the last step heard, "before" or "after" the first useful message
USEFUL = "useful"  # seconds to the first useful message, in classes
ENDING = "ending"  # how the call ended
LENGTH = "length"  # n is the sum of the seconds of the calls whose end was reported
STEP = "step"  # step, "fine", "silence" or "wrong"
TRANSFER = "transfer"  # centre, outcome
TALK = "talk"  # centre; n is the sum of the seconds of conversation
LOST = "lost"  # events the journal could not keep

FactKey = tuple[str, date, str, str, str]  # measure, day, language, a, b
_HOUR_MS = 3_600_000
# Each call counts once for a question: as "don't know" when that was ever said, else as "no" when that was, else as "yes".
_ANSWERS = (Key.UNKNOWN, Key.NO, Key.YES)


@dataclass(slots=True)
class Call:
    """What is known of one call. Times are in milliseconds since 1970."""

    call: str
    started_at: int
    last_at: int = 0  # of the last step; 0 when only the end is known so far
    last_step: str = ""
    language: str = ""
    centre: str = ""
    outside: bool = False
    ending: str = ""
    seconds: int | None = None
    useful_at: int | None = None
    marks: frozenset[str] = frozenset()  # branches entered, questions asked ("?s01") and answers given ("s01=yes")
    blurred: bool = False

    @property
    def start(self) -> datetime:
        """When it started, in Brussels, to the hour."""
        return _hour(self.started_at // _HOUR_MS)


@lru_cache(maxsize=64)
def _hour(hours_since_1970: int) -> datetime:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=hours_since_1970)).astimezone(BRUSSELS)


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def fold(call: Call, event: Event, at: int) -> None:
    """Add what an event at `at` tells to its call."""
    if event.kind is EventKind.END:
        call.ending, call.seconds = event.ending or "", event.seconds
        return
    call.started_at = min(call.started_at, at)
    if at >= call.last_at:
        call.last_at, call.last_step = at, event.to
        call.language = event.language or call.language
        call.centre = event.centre or call.centre
    else:
        call.language = call.language or event.language
        call.centre = call.centre or event.centre
    if event.useful and (call.useful_at is None or at < call.useful_at):
        call.useful_at = at
    call.marks |= _marks(event)


def _marks(event: Event) -> frozenset[str]:
    marks = {event.opens} if event.opens else set()
    if event.key is Key.PERSON:
        marks.add(PERSON_BRANCH)
    if event.asks:
        marks.add(f"?{event.asks}")
    if event.answered and event.key in _ANSWERS:
        marks.add(f"{event.answered}={event.key}")
    return frozenset(marks)


def call_facts(call: Call) -> Iterator[tuple[FactKey, int]]:
    """Everything counted of a call as it stands."""
    start = call.start
    day, language = start.date(), call.language

    def one(measure: str, a: str = "", b: str = "") -> tuple[FactKey, int]:
        return (measure, day, language, a, b), 1

    yield one(CALLS, f"{start.hour:02}")
    if call.outside:
        yield one(OUTSIDE, f"{start.hour:02}")
    yield one(LAST, call.last_step, "before" if call.useful_at is None else "after")
    yield one(ENDING, call.ending or UNREPORTED)
    if call.useful_at is not None:
        yield one(USEFUL, str(useful_class(call.useful_at - call.started_at)))
    if call.seconds is not None:
        yield (LENGTH, day, language, "", ""), call.seconds
    for mark in call.marks:
        question, given, _ = mark.partition("=")
        if mark.startswith("?"):
            yield one(ASKED, mark[1:])
        elif not given:
            yield one(BRANCH, mark)
        elif (answer := _answer(call.marks, question)) and mark == f"{question}={answer}":
            yield one(ANSWER, question, answer)


def _answer(marks: frozenset[str], question: str) -> Key | None:
    return next((answer for answer in _ANSWERS if f"{question}={answer}" in marks), None)


def useful_class(elapsed_ms: int) -> int:
    """The first second of the class of five that a duration falls in."""
    seconds = min(max(elapsed_ms, 0) // 1000, USEFUL_LONGEST_SECONDS)
    return seconds - seconds % USEFUL_CLASS_SECONDS


def event_facts(event: Event, day: date) -> Iterator[tuple[FactKey, int]]:
    """What is counted of an event whatever else its call brings."""
    if event.kind is EventKind.STEP:
        how = event.key if event.key in (Key.SILENCE, Key.WRONG) else "fine"
        yield (STEP, day, event.language, event.step, str(how)), 1
    if event.kind is EventKind.TRANSFER:
        yield (TRANSFER, day, event.language, event.centre, (event.outcome or DialResult.FAILED).value), 1
        if event.seconds:
            yield (TALK, day, event.language, event.centre, ""), event.seconds
