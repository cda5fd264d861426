"""The day of the order, typed by a caller: what is accepted, on the boundary and around midnight."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime

import pytest

from ivr.call.build import build_line
from ivr.call.state import CallState
from ivr.call.turns import Turn
from tests.support.lines import pinned

CONTENT = pinned()
LINE = build_line(CONTENT)
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


def typed(step: str, keys: str, *ordered: int, now: datetime = NOON) -> Turn:
    """And nothing more."""
    turn = LINE.advance(CallState("fr", step, ordered=ordered), keys, now)
    return LINE.advance(turn.state, "", now) if turn.state.going_on else turn


def words(turn: Turn) -> list[str]:
    return [clip.split("/")[1] for clip in turn.clips]


@pytest.mark.parametrize("day", ["01", "1", "9", "15", "31"])
def test_a_day_is_accepted(day: str) -> None:
    turn = typed("day", day)
    assert (turn.state.step, turn.state.ordered) == ("month", (int(day),))


@pytest.mark.parametrize("day", ["00", "32", "99", "#5"])
def test_no_such_day(day: str) -> None:
    turn = typed("day", day)
    assert (turn.state.step, turn.state.ordered, words(turn)) == ("day", (), ["bad_day", "ask_day"])


@pytest.mark.parametrize(("day", "month"), [(31, "01"), (29, "02"), (30, "4"), (31, "12"), (1, "1")])
def test_a_month_is_accepted(day: int, month: str) -> None:
    turn = typed("month", month, day)
    assert (turn.state.step, turn.state.ordered) == ("year", (day, int(month)))


@pytest.mark.parametrize(
    ("day", "month", "why"),
    [(31, "04", "no_such_day"), (30, "02", "no_such_day"), (1, "00", "bad_month"), (1, "13", "bad_month")],
)
def test_a_month_is_refused(day: int, month: str, why: str) -> None:
    assert words(typed("month", month, day)) == [why, "ask_month"]


YEARS = [
    ((27, 3), "2014", None),  # the programme's first day
    ((26, 3), "2014", "date_too_old"),
    ((31, 12), "2013", "date_too_old"),
    ((24, 11), "2026", None),  # today
    ((25, 11), "2026", "date_future"),
    ((1, 1), "2027", "date_future"),
    ((29, 2), "2024", None),
    ((29, 2), "2025", "no_leap_day"),
    ((29, 2), "2027", "date_future"),  # neither is there, and the year is what is wrong
    ((1, 1), "25", "bad_year"),
    ((1, 1), "202", "bad_year"),
    ((1, 1), "20#5", "bad_year"),
    ((1, 1), "0000", "date_too_old"),
]


@pytest.mark.parametrize(("order", "year", "why"), YEARS)
def test_a_year_is_accepted_or_refused_with_its_reason(order: tuple[int, int], year: str, why: str | None) -> None:
    turn = typed("year", year, *order)
    if why:
        assert words(turn) == [why, "ask_year"]
        assert turn.state.ordered == order, "day and month are kept"
    else:
        assert (turn.state.step, turn.state.ordered) == ("read-back", (*order, int(year)))


# Half past eleven in the evening in London and in universal time is tomorrow in Brussels, in winter; in summer from ten on.
MIDNIGHTS = [
    (datetime(2026, 11, 24, 22, 59, tzinfo=UTC), (25, 11), "date_future"),
    (datetime(2026, 11, 24, 23, 0, tzinfo=UTC), (25, 11), None),
    (datetime(2026, 7, 14, 21, 59, tzinfo=UTC), (15, 7), "date_future"),
    (datetime(2026, 7, 14, 22, 0, tzinfo=UTC), (15, 7), None),
    (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), (1, 1), None),
]


@pytest.mark.parametrize(("now", "order", "why"), MIDNIGHTS)
def test_today_is_the_day_in_brussels(now: datetime, order: tuple[int, int], why: str | None) -> None:
    year = "2027" if order == (1, 1) else "2026"
    turn = typed("year", year, *order, now=now)
    assert (words(turn)[0] if why else None) == why
    assert (turn.state.step == "read-back") is (why is None)


@pytest.mark.parametrize(
    ("now", "distance"),
    [
        (datetime(2025, 9, 5, 21, 59, tzinfo=UTC), "left_month"),  # the last day, until midnight in Brussels
        (datetime(2025, 9, 5, 22, 0, tzinfo=UTC), "left_passed"),
        (datetime(2025, 8, 5, 21, 59, tzinfo=UTC), "left_3_months"),
        (datetime(2025, 8, 5, 22, 0, tzinfo=UTC), "left_month"),
    ],
)
def test_how_far_away_the_end_is_counts_from_the_day_in_brussels(now: datetime, distance: str) -> None:
    turn = LINE.advance(CallState("fr", "read-back", ordered=(5, 3, 2024)), "1", now)
    assert words(turn)[:5] == ["date_end", "day_5", "month_9", "year_2025", distance]


def test_the_rule_is_that_of_the_day_of_the_order() -> None:
    last, first = ((31, 12, 2024), (1, 1, 2025))
    assert "deadline_18_months" in words(LINE.advance(CallState("fr", "read-back", ordered=last), "1", NOON))
    turn = LINE.advance(CallState("fr", "read-back", ordered=first), "1", NOON)
    assert words(turn)[:4] == ["date_end", "day_1", "month_1", "year_2028"]
    assert words(turn)[-1] == "deadline_3_years"


def test_another_date_begins_from_nothing() -> None:
    assert LINE.advance(CallState("fr", "main", ordered=(5, 3, 2024)), "2", NOON).state.ordered == ()
    assert LINE.advance(CallState("fr", "read-back", ordered=(5, 3, 2024)), "2", NOON).state.ordered == ()


@pytest.mark.parametrize("ordered", [(5, 3, 1999), (31, 2, 2025), (5, 3, 9999), (32,), (31, 2)])
def test_a_date_that_cannot_be_said_is_no_state_of_a_call(ordered: tuple[int, ...]) -> None:
    turn = LINE.advance(CallState("fr", {1: "month", 2: "year", 3: "read-back"}[len(ordered)], ordered=ordered), "1", NOON)
    assert words(turn)[0] == "sorry"
