"""What became of what callers asked for: done by one machine alone, and told alike by all."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from ivr.statistics.together.errands import BEGUN
from ivr.statistics.together.errands import DONE
from ivr.statistics.together.errands import FAILED
from ivr.statistics.together.errands import NOT_BEGUN
from ivr.statistics.together.errands import claim
from ivr.statistics.together.errands import finish
from ivr.statistics.together.errands import look

NOW = 1_800_000_000.0


def test_whoever_comes_first_does_it_and_the_others_are_told(connection: Connection) -> None:
    assert claim(connection, "text", NOW) == NOT_BEGUN
    assert claim(connection, "text", NOW + 1) == BEGUN
    assert claim(connection, "other", NOW) == NOT_BEGUN


@pytest.mark.parametrize(("done", "state"), [(True, DONE), (False, FAILED)])
@pytest.mark.parametrize("give_up", [True, False])
def test_what_is_over_is_told_as_it_ended(connection: Connection, done: bool, state: str, give_up: bool) -> None:
    claim(connection, "text", NOW)
    claim(connection, "other", NOW)
    finish(connection, "text", done=done)
    assert look(connection, "text", give_up=give_up, now=NOW) == state
    assert claim(connection, "text", NOW) == state
    assert look(connection, "other", give_up=give_up, now=NOW) == BEGUN


def test_looking_begins_nothing(connection: Connection) -> None:
    assert look(connection, "text", give_up=False, now=NOW) == NOT_BEGUN
    assert claim(connection, "text", NOW) == NOT_BEGUN


def test_what_a_caller_gave_up_is_never_begun(connection: Connection) -> None:
    assert look(connection, "text", give_up=True, now=NOW) == FAILED
    assert claim(connection, "text", NOW) == FAILED
    assert look(connection, "text", give_up=False, now=NOW) == FAILED


def test_what_was_begun_cannot_be_given_up(connection: Connection) -> None:
    claim(connection, "text", NOW)
    assert look(connection, "text", give_up=True, now=NOW) == BEGUN
    finish(connection, "text", done=True)
    assert look(connection, "text", give_up=True, now=NOW) == DONE
