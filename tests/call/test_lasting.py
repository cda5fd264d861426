"""How long a call has lasted, by clocks that may be set in the middle of it."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.call.lasting import LONGEST_TURN_MINUTES
from ivr.call.lasting import counted
from ivr.call.lasting import is_too_long
from ivr.call.lasting import minutes
from ivr.call.state import CallState

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOW = minutes(NOON)

# How long ago the call began, how long it had lasted at the key before, the talk that has just ended; the same two afterwards.
TURNS = [
    pytest.param(10, 10, 0, (10, 10), id="in the same minute"),
    pytest.param(11, 10, 0, (11, 11), id="a minute later"),
    pytest.param(15, 10, 0, (15, 15), id="the longest turn"),
    pytest.param(16, 10, 0, (10, 10), id="longer than a turn can take: the clock was put forward"),
    pytest.param(190, 10, 0, (10, 10), id="hours forward"),
    pytest.param(5, 10, 0, (5, 5), id="as far back as two clocks may differ"),
    pytest.param(4, 10, 0, (10, 10), id="further back: the clock was put back"),
    pytest.param(-200, 10, 0, (10, 10), id="hours back"),
    pytest.param(-3, 0, 0, (-3, 0), id="the clock of the second machine is behind that of the first"),
    pytest.param(75, 10, 60, (75, 75), id="a talk of an hour, and a turn"),
    pytest.param(76, 10, 60, (10, 10), id="longer than such a talk can have been"),
    pytest.param(4, 10, 60, (10, 10), id="a talk puts no clock back"),
]


@pytest.mark.parametrize(("began_before", "lasted", "talk", "after"), TURNS)
def test_a_turn_is_counted_and_the_setting_of_a_clock_is_not(
    began_before: int, lasted: int, talk: int, after: tuple[int, int]
) -> None:
    state = counted(CallState("fr", "main", opened=NOW - began_before, lasted=lasted), NOON, talk_minutes=talk)
    assert (NOW - state.opened, state.lasted) == after


def test_a_call_whose_beginning_is_not_known_begins_now() -> None:
    state = counted(CallState("fr", "main", lasted=30), NOON)
    assert (state.opened, state.lasted) == (NOW, 0)


def test_a_clock_that_is_set_to_1970_leaves_the_beginning_of_the_call_known() -> None:
    state = counted(CallState("fr", "main", opened=NOW - 20, lasted=20), datetime(1970, 1, 1, tzinfo=UTC))
    assert (state.opened, state.lasted) == (1, 0)


@pytest.mark.parametrize(("lasted", "too_long"), [(0, False), (59, False), (60, True), (61, True)])
def test_a_call_may_last_less_than_an_hour(lasted: int, too_long: bool) -> None:
    assert is_too_long(CallState("fr", "main", opened=NOW, lasted=lasted)) is too_long


@pytest.mark.parametrize(
    ("moment", "counts_as"),
    [
        (datetime(1970, 1, 1, 0, 1, tzinfo=UTC), 1),
        (datetime(1970, 1, 1, 0, 1, 59, 999_999, tzinfo=UTC), 1),
        (datetime(1970, 1, 1, 0, 2, tzinfo=UTC), 2),
        (datetime(1969, 12, 31, tzinfo=UTC), 0),
    ],
)
def test_a_minute_counts_once_it_is_over_and_none_before_1970(moment: datetime, counts_as: int) -> None:
    assert minutes(moment) == counts_as


@given(st.lists(st.integers(-10_000, 10_000), max_size=30), st.integers(0, 60))
def test_however_a_clock_is_set_a_turn_adds_no_more_than_it_can_have_taken(jumps: list[int], talk: int) -> None:
    state = CallState("fr", "main", opened=NOW)
    moment = NOON
    for jump in jumps:
        moment += timedelta(minutes=jump)
        after = counted(state, moment, talk_minutes=talk)
        assert -LONGEST_TURN_MINUTES <= after.lasted - state.lasted <= LONGEST_TURN_MINUTES + talk
        assert counted(after, moment, talk_minutes=talk) == after, "a request that is sent again counts once"
        state = after
