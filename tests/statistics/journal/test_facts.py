"""What one call counts as, whatever order its events come in."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from itertools import permutations

import pytest

from ivr.call.turns import DialResult
from ivr.call.turns import Key
from ivr.statistics.journal import facts
from ivr.statistics.journal.events import Event
from ivr.statistics.journal.events import EventKind
from ivr.statistics.journal.facts import Call
from ivr.statistics.journal.facts import call_facts
from ivr.statistics.journal.facts import event_facts
from ivr.statistics.journal.facts import fold
from ivr.statistics.journal.facts import milliseconds
from ivr.statistics.journal.facts import useful_class
from tests.support.journals import NOON

DAY = date(2026, 11, 24)


def folded(*events: Event) -> Call:
    call = Call("", started_at=milliseconds(events[0].at))
    for event in events:
        fold(call, event, milliseconds(event.at))
    return call


def counted(call: Call, measure: str) -> dict[tuple[str, str], int]:
    return {(a, b): n for (name, _, _, a, b), n in call_facts(call) if name == measure}


def step(seconds: int, to: str, key: Key = Key.CHOICE, **more: str | bool) -> Event:
    return Event(NOON + timedelta(seconds=seconds), "CA1", EventKind.STEP, "so", "main", to, key, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_in_which_events_come_changes_nothing(order: tuple[int, ...]) -> None:
    events = [step(0, "main"), step(31, "deadline", useful=True), step(40, "advice", Key.PERSON)]
    call = folded(*(events[n] for n in order))

    assert (call.last_step, call.useful_at) == ("advice", milliseconds(NOON) + 31_000)
    assert counted(call, facts.USEFUL) == {("30", ""): 1}
    assert counted(call, facts.LAST) == {("advice", "after"): 1}
    assert counted(call, facts.BRANCH) == {("person", ""): 1}


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ([Key.YES], "yes"),
        ([Key.NO, Key.YES], "no"),
        ([Key.YES, Key.UNKNOWN, Key.NO], "unknown"),
        ([Key.PERSON], None),
        ([Key.SILENCE], None),
    ],
)
def test_a_question_counts_once_a_call(given: list[Key], answer: str | None) -> None:
    call = folded(*(step(n, "s04", key, answered="s04", asks="s04") for n, key in enumerate(given)))

    assert counted(call, facts.ANSWER) == ({("s04", answer): 1} if answer else {})
    assert counted(call, facts.ASKED) == {("s04", ""): 1}


@pytest.mark.parametrize(("seconds", "first"), [(-3, 0), (0, 0), (4.999, 0), (5, 5), (899.9, 895), (900, 900), (86_400, 900)])
def test_a_duration_falls_into_its_class_of_five_seconds(seconds: float, first: int) -> None:
    assert useful_class(int(seconds * 1000)) == first


def test_the_day_of_a_call_is_that_of_brussels() -> None:
    call = folded(Event(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "CA1", EventKind.START, to="languages"))

    assert {day for (_, day, *_), _ in call_facts(call)} == {date(2026, 11, 25)}


@pytest.mark.parametrize(("key", "how"), [(Key.SILENCE, "silence"), (Key.WRONG, "wrong"), (Key.YES, "fine"), (Key.BACK, "fine")])
def test_each_hearing_of_a_step_is_fine_silent_or_wrong(key: Key, how: str) -> None:
    assert dict(event_facts(step(0, "main", key), DAY)) == {(facts.STEP, DAY, "so", "main", how): 1}


@pytest.mark.parametrize(("seconds", "talked"), [(61, 61), (0, None), (None, None)])
def test_a_transfer_counts_with_its_conversation(seconds: int | None, talked: int | None) -> None:
    event = Event(
        NOON, "CA1", EventKind.TRANSFER, "so", "call", "called", outcome=DialResult.ANSWERED, centre="liege", seconds=seconds
    )
    found = dict(event_facts(event, DAY))

    assert found[facts.TRANSFER, DAY, "so", "liege", "answered"] == 1
    assert found.get((facts.TALK, DAY, "so", "liege", "")) == talked
