"""What all machines count together: how often something was done, and how many calls are going on."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from ivr.statistics.together.counts import AtMost
from ivr.statistics.together.counts import becomes
from ivr.statistics.together.counts import enter
from ivr.statistics.together.counts import give_back
from ivr.statistics.together.counts import leave
from ivr.statistics.together.counts import take

NOW, DAY = 1_800_000_000.0, 86_400.0
TWICE = {"number": [AtMost(2, DAY)]}
OFTEN = {"number": [AtMost(1, 600), AtMost(3, DAY)]}
LONGEST = 4000.0


def test_it_is_done_as_often_as_it_may_be(connection: Connection) -> None:
    assert [take(connection, TWICE, NOW) for _ in range(3)] == [True, True, False]
    assert take(connection, {"another": [AtMost(2, DAY)]}, NOW)


@pytest.mark.parametrize(("later", "again"), [(DAY - 0.001, False), (DAY, True), (DAY + 1, True)])
def test_what_was_done_counts_for_a_day_to_the_millisecond(connection: Connection, later: float, again: bool) -> None:
    assert take(connection, {"number": [AtMost(1, DAY)]}, NOW)
    assert take(connection, {"number": [AtMost(1, DAY)]}, NOW + later) is again


def test_every_limit_of_a_name_holds(connection: Connection) -> None:
    found = [take(connection, OFTEN, NOW + seconds) for seconds in (0, 599, 600, 1200, 1800)]
    assert found == [True, False, True, True, False]


def test_what_is_refused_for_one_name_is_counted_for_none(connection: Connection) -> None:
    both = {"one": [AtMost(5, DAY)], "other": [AtMost(1, DAY)]}
    assert take(connection, both, NOW)
    assert not take(connection, both, NOW)
    assert [take(connection, {"one": [AtMost(5, DAY)]}, NOW) for _ in range(5)] == [True, True, True, True, False]


def test_the_last_one_can_be_given_back_and_only_that_of_its_name(connection: Connection) -> None:
    assert take(connection, TWICE, NOW - DAY + 60)
    assert take(connection, {"another": [AtMost(1, DAY)]}, NOW)
    assert take(connection, TWICE, NOW)
    give_back(connection, "number")
    assert not take(connection, {"another": [AtMost(1, DAY)]}, NOW)
    assert [take(connection, TWICE, NOW + 61) for _ in range(3)] == [True, True, False], "the one of yesterday stood, and is over"


def test_giving_back_what_was_never_taken_changes_nothing(connection: Connection) -> None:
    assert take(connection, TWICE, NOW)
    give_back(connection, "nobody")
    assert [take(connection, TWICE, NOW) for _ in range(2)] == [True, False]


# --- calls that are going on --------------------------------------------------------------------------


def test_there_is_room_for_as_many_calls_as_are_allowed(connection: Connection) -> None:
    assert [enter(connection, call, 2, NOW, LONGEST) for call in ("a", "b", "c")] == [True, True, False]
    leave(connection, "a")
    leave(connection, "never-there")
    assert [enter(connection, call, 2, NOW, LONGEST) for call in ("c", "d")] == [True, False]


def test_the_same_call_takes_the_room_of_one(connection: Connection) -> None:
    assert [enter(connection, call, 2, NOW, LONGEST) for call in ("a", "a", "b")] == [True, True, True]
    assert not enter(connection, "c", 2, NOW, LONGEST)


@pytest.mark.parametrize(("later", "room"), [(LONGEST, False), (LONGEST + 0.001, True)])
def test_a_call_that_began_long_ago_is_over(connection: Connection, later: float, room: bool) -> None:
    assert enter(connection, "a", 1, NOW, LONGEST)
    assert enter(connection, "b", 1, NOW + later, LONGEST) is room


def test_a_call_that_has_another_name_is_one_call(connection: Connection) -> None:
    assert enter(connection, "ring", 1, NOW, LONGEST)
    becomes(connection, "ring", "made")
    leave(connection, "ring")
    assert not enter(connection, "other", 1, NOW, LONGEST)
    leave(connection, "made")
    assert enter(connection, "other", 1, NOW, LONGEST)
