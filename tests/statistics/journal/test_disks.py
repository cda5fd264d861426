"""A disk that is full, can only be read or is gone costs statistics and nothing else, and all comes back by itself."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextlib import closing
from pathlib import Path

import pytest

from ivr.statistics.journal.migrate import prepare
from ivr.statistics.journal.settings import JournalSettings
from ivr.statistics.journal.status import Health
from ivr.statistics.journal.writer import Journal
from tests.support.disks import Disk
from tests.support.disks import small_disk
from tests.support.disks import small_ext4
from tests.support.journals import NOON
from tests.support.journals import lost
from tests.support.journals import store_at
from tests.support.journals import stories
from tests.support.journals import story
from tests.support.waiting import AT_ONCE_SECONDS
from tests.support.waiting import eventually


@pytest.fixture(params=["tmpfs", "ext4"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    made = small_disk(folder, "8m") if request.param == "tmpfs" else small_ext4(tmp_path / "image", folder)
    with made as disk:
        yield disk


@pytest.fixture
def file(disk: Disk) -> Path:
    return disk.folder / "journal.sqlite3"


@pytest.fixture
def journal(file: Path) -> Iterator[Journal]:
    store = store_at(f"sqlite:///{file}")
    journal = Journal(store, retention_days=400, capacity=400, interval=0.01, longest_pause=0.1, now=lambda: NOON)
    yield journal
    journal.close()


def record(journal: Journal, calls: int, name: str) -> float:
    """The longest that the journal kept a call waiting."""
    longest = 0.0
    for event in (event for n in range(calls) for event in story(f"{name}{n}", NOON)):
        before = time.perf_counter()
        journal.record(event)
        longest = max(longest, time.perf_counter() - before)
    return longest


def written(file: Path) -> int:
    with closing(sqlite3.connect(file)) as journal:
        number: int = journal.execute("SELECT count(*) FROM events").fetchone()[0]
        return number


Trouble = Callable[[Disk], AbstractContextManager[None]]


@pytest.mark.parametrize(("trouble", "why"), [(Disk.full, "the disk is full"), (Disk.read_only, "can only be read")])
def test_trouble_at_the_start_stops_nothing_and_passes(
    disk: Disk, file: Path, journal: Journal, trouble: Trouble, why: str
) -> None:
    with trouble(disk):
        problem = prepare(JournalSettings(f"sqlite:///{file}"))
        record(journal, 1, "CA-first")
        eventually(lambda: journal.status().health is Health.WAITING)
        longest = record(journal, 30, "CA")
        status = journal.status()
    assert journal.flush(20)
    record(journal, 1, "CA-later")
    assert journal.flush(20)

    assert str(file) in problem
    assert status.dropped > 0
    assert status.reason
    assert longest < AT_ONCE_SECONDS
    assert written(file) == 32 * 16 - status.dropped
    assert lost(store_at(f"sqlite:///{file}")) == status.dropped
    assert journal.status().health is Health.FINE
    assert why in problem or "cannot be opened" in problem


def test_a_disk_that_fills_up_while_the_line_runs_costs_what_does_not_fit_in_memory(
    disk: Disk, file: Path, journal: Journal
) -> None:
    record(journal, 1, "CA")
    assert journal.flush(20)
    with disk.full():
        longest = 0.0
        while journal.status().health is not Health.WAITING:  # what the files have room for is still written
            longest = max(longest, record(journal, 5, f"CA{time.monotonic()}-"))
        longest = max(longest, record(journal, 60, "CA-full"))
        status = journal.status()
    assert journal.flush(20)

    assert status.reason == "the disk is full"
    assert status.dropped > 0
    assert longest < AT_ONCE_SECONDS
    assert lost(store_at(f"sqlite:///{file}")) == journal.status().dropped


def test_a_folder_deleted_while_the_line_runs_is_made_again(disk: Disk) -> None:
    file = disk.folder / "data" / "journal.sqlite3"
    file.parent.mkdir()
    journal = Journal(store_at(f"sqlite:///{file}"), retention_days=400, interval=0.01, longest_pause=0.1, now=lambda: NOON)
    for event in stories(3, NOON):
        journal.record(event)
    assert journal.flush(20)
    shutil.rmtree(file.parent)
    record(journal, 2, "CA-after")
    assert journal.flush(20)
    journal.close()

    assert written(file) == 2 * 16


def test_a_damaged_file_is_named_and_one_put_in_its_place_is_taken(file: Path, journal: Journal) -> None:
    file.write_bytes(b"SQLite format 3\0" + b"\xff" * 8192)
    record(journal, 1, "CA")
    eventually(lambda: journal.status().health is Health.WAITING)
    reason = journal.status().reason
    file.unlink()
    assert journal.flush(20)

    assert reason in ("the file is not an SQLite database", "the file is damaged; move it away and a new one is begun")
    assert written(file) == 16
