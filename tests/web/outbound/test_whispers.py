"""Who accepted a transfer is known to every worker of a machine, and where it cannot be the carrier's word counts."""

from __future__ import annotations

from pathlib import Path

from ivr.web.outbound.memory import Memory
from ivr.web.outbound.whispers import Whispers

CALL, OTHER = "CA" + "1" * 32, "CA" + "2" * 32


def whispers(folder: Path) -> Whispers:
    """Of one worker."""
    return Whispers(Memory(str(folder), b"key"))


def test_another_worker_knows_that_nobody_accepted_and_that_somebody_did(tmp_path: Path) -> None:
    one, other = whispers(tmp_path), whispers(tmp_path)
    mark = one.mark(CALL, 1)
    one.heard(mark)
    assert other.was_refused(mark)
    other.accepted(mark)
    assert not one.was_refused(mark)


def test_each_transfer_of_each_call_has_a_mark_of_its_own_that_names_neither(tmp_path: Path) -> None:
    marks = {whispers(tmp_path).mark(call, transfers) for call in (CALL, OTHER) for transfers in (1, 2)}
    assert len(marks) == 4
    assert not any("1" * 32 in mark for mark in marks)


def test_where_nothing_can_be_written_or_nobody_was_asked_the_carriers_word_counts(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    blocked = whispers(tmp_path / "taken")
    blocked.heard(blocked.mark(CALL, 1))
    assert not blocked.was_refused(blocked.mark(CALL, 1))
    assert not whispers(tmp_path).was_refused("0" * 24)


def test_a_mark_that_is_none_writes_nothing(tmp_path: Path) -> None:
    whispers(tmp_path).heard("../../elsewhere")
    assert not list(tmp_path.iterdir())
