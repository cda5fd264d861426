"""How many call-backs are going on: counted by all workers of a machine, and not for ever."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ivr.statistics.together.together import Together
from ivr.web.outbound.going import LONGEST_SECONDS
from ivr.web.outbound.going import Going
from ivr.web.outbound.memory import Memory


@pytest.fixture
def going(tmp_path: Path) -> Going:
    return Going(Memory(str(tmp_path), b"key"), Together(None))


def test_there_is_room_for_as_many_as_are_allowed_and_none_more(going: Going) -> None:
    assert [going.enter(call, 2) for call in ("a", "b", "c")] == [True, True, False]
    assert going.enter("c", 3)


def test_whoever_leaves_makes_room_for_one(going: Going) -> None:
    assert all(going.enter(call, 2) for call in ("a", "b"))
    going.leave("a")
    going.leave("never-there")
    assert [going.enter(call, 2) for call in ("c", "d")] == [True, False]


def test_a_call_that_has_another_name_now_is_one_call_and_leaves_under_it(going: Going) -> None:
    assert going.enter("ring", 1)
    going.becomes("ring", "made")
    assert not going.enter("other", 1)
    going.leave("ring")
    assert not going.enter("other", 1)
    going.leave("made")
    assert going.enter("other", 1)


def test_a_call_that_was_over_before_it_had_its_name_leaves_nothing(going: Going) -> None:
    assert going.enter("ring", 1)
    going.leave("ring")
    going.becomes("ring", "made")
    assert going.enter("other", 1)


@pytest.mark.parametrize(("ago", "still_there"), [(LONGEST_SECONDS - 120, True), (LONGEST_SECONDS + 120, False)])
def test_a_call_whose_end_was_never_told_is_over_after_an_hour_and_a_bit(
    going: Going, tmp_path: Path, ago: float, still_there: bool
) -> None:
    assert going.enter("a", 1)
    for file in tmp_path.glob("g-*"):
        os.utime(file, (time.time() - ago,) * 2)
    assert going.enter("b", 1) is not still_there


def test_the_workers_of_a_machine_count_together_and_other_files_are_no_calls(going: Going, tmp_path: Path) -> None:
    (tmp_path / "e-errand.waiting").touch()
    (tmp_path / "n-number").touch()
    assert going.enter("a", 1)
    assert not Going(Memory(str(tmp_path), b"key"), Together(None)).enter("b", 1)


def test_no_name_of_a_call_can_be_read_in_memory(going: Going, tmp_path: Path) -> None:
    going.enter("CA123", 1)
    going.becomes("CA123", "CA456")
    assert not [file.name for file in tmp_path.iterdir() if "CA" in file.name]
