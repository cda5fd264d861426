"""Which trouble is told, by which machine: once, and as over only when no machine has it any longer."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from ivr.statistics.together.troubles import SILENT_SECONDS
from ivr.statistics.together.troubles import is_over
from ivr.statistics.together.troubles import is_there

NOW, QUIET = 1_800_000_000.0, 3600.0


def test_one_machine_tells_it_and_the_others_are_quiet(connection: Connection) -> None:
    assert is_there(connection, "disk", "a", NOW, QUIET)
    assert not is_there(connection, "disk", "b", NOW, QUIET)
    assert is_there(connection, "mail", "b", NOW, QUIET), "another trouble is told all the same"


@pytest.mark.parametrize(("later", "told"), [(0, False), (QUIET - 0.001, False), (QUIET, True)])
def test_it_is_told_again_after_a_while_by_whoever_looks_first(connection: Connection, later: float, told: bool) -> None:
    is_there(connection, "disk", "a", NOW, QUIET)
    assert is_there(connection, "disk", "b", NOW + later, QUIET) is told
    assert not is_there(connection, "disk", "a", NOW + later, QUIET)


def test_it_is_over_when_the_last_machine_says_so(connection: Connection) -> None:
    is_there(connection, "disk", "a", NOW, QUIET)
    is_there(connection, "disk", "b", NOW, QUIET)
    is_there(connection, "mail", "c", NOW, QUIET)
    assert not is_over(connection, "disk", "a", NOW)
    assert not is_over(connection, "disk", "a", NOW), "said twice by one machine"
    assert is_over(connection, "disk", "b", NOW)
    assert not is_over(connection, "disk", "b", NOW), "told once"


def test_one_trouble_that_is_over_leaves_another_of_the_same_machine(connection: Connection) -> None:
    for trouble, machine in (("disk", "a"), ("mail", "a"), ("mail", "b")):
        is_there(connection, trouble, machine, NOW, QUIET)
    assert is_over(connection, "disk", "a", NOW)
    assert not is_over(connection, "mail", "b", NOW), "the first machine still has it"
    assert is_over(connection, "mail", "a", NOW)


def test_what_was_never_told_is_never_told_to_be_over(connection: Connection) -> None:
    assert not is_over(connection, "disk", "a", NOW)


@pytest.mark.parametrize(("later", "over"), [(SILENT_SECONDS, False), (SILENT_SECONDS + 0.001, True)])
def test_a_machine_that_has_gone_keeps_no_trouble_open(connection: Connection, later: float, over: bool) -> None:
    is_there(connection, "disk", "gone", NOW, QUIET)
    is_there(connection, "disk", "a", NOW, QUIET)
    assert is_over(connection, "disk", "a", NOW + later) is over


def test_a_machine_that_still_says_so_has_not_gone(connection: Connection) -> None:
    is_there(connection, "disk", "b", NOW, QUIET)
    is_there(connection, "disk", "a", NOW, QUIET)
    is_there(connection, "disk", "b", NOW + SILENT_SECONDS, QUIET)
    assert not is_over(connection, "disk", "a", NOW + SILENT_SECONDS + 1)


def test_what_comes_again_after_it_was_over_is_quiet_for_as_long_as_before(connection: Connection) -> None:
    is_there(connection, "disk", "a", NOW, QUIET)
    assert is_over(connection, "disk", "a", NOW + 1)
    assert not is_there(connection, "disk", "a", NOW + 2, QUIET)
    assert not is_over(connection, "disk", "a", NOW + 3), "it was not told to be there again"
    assert is_there(connection, "disk", "a", NOW + QUIET, QUIET)
    assert is_over(connection, "disk", "a", NOW + QUIET + 1)
