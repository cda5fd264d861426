"""What one release says otherwise than another, as whoever publishes it reads it."""

from __future__ import annotations

import pytest

from ivr.clips.releases.compare import Change
from ivr.clips.releases.compare import Changes
from ivr.clips.releases.compare import Waiting

PHONE = Change("centres.yaml", "centres.liege.phone", None, "+3242223344")
WORDS = Change("so", "welcome", "Salaan", "Soo dhawow")
DAY = Change("programme.yaml", "deadlines.review_by", "2026-12-01", None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (PHONE, "centres.yaml centres.liege.phone: nothing -> '+3242223344'"),
        (WORDS, "so welcome: 'Salaan' -> 'Soo dhawow'"),
        (DAY, "programme.yaml deadlines.review_by: '2026-12-01' -> nothing"),
        (Change("so", "praise", "", "x"), "so praise: '' -> 'x'"),
    ],
)
def test_a_change_is_told_with_what_was_there_and_what_is(change: Change, said: str) -> None:
    assert str(change) == said


def test_whom_a_caller_reaches_is_told_apart_from_other_facts() -> None:
    changes = Changes((), (), (), (PHONE, DAY))
    assert changes.numbers == (PHONE,)


@pytest.mark.parametrize(
    ("changes", "something"),
    [
        (Changes((), (), (), ()), False),
        (Changes((WORDS,), (), (), ()), True),
        (Changes((), (WORDS,), (), ()), True),
        (Changes((), (), (), (DAY,)), True),
        (Changes((), (), (Waiting("fr", "date", 1, 2),), ()), False),  # nothing but what follows from other changes
    ],
)
def test_something_is_said_otherwise_or_nothing(changes: Changes, something: bool) -> None:
    assert bool(changes) is something


@pytest.mark.parametrize(
    ("language", "after", "over"),
    [("fr", 65, False), ("fr", 65.1, True), ("en", 65.1, True), ("so", 90, False), ("so", 90.1, True), ("so", None, False)],
)
def test_a_way_may_take_as_long_as_its_goal_in_its_language(language: str, after: float | None, over: bool) -> None:
    assert Waiting(language, "date", 60, after).is_over is over


def test_a_way_that_is_not_there_is_told_as_never() -> None:
    assert str(Waiting("so", "date", None, 61.4)).endswith("never -> 61 s, at most 90 s")
    assert str(Waiting("fr", "date", 59.6, None)).endswith("60 s -> never, at most 65 s")
