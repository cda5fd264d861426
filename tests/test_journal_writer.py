"""The journal never delays or fails a key press, whatever the database does, and says what it could not keep."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.event import listens_for
from sqlalchemy.exc import DataError

from ivr.journal import facts
from ivr.journal.events import Event
from ivr.journal.schema import calls
from ivr.journal.schema import counts
from ivr.journal.schema import events
from ivr.journal.store import Batch
from ivr.journal.store import Store
from ivr.journal.writer import Journal
from tests.journals import rows
from tests.journals import store_at
from tests.journals import stories
from tests.journals import story
from tests.postgres import Postgres

NOON = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres.create() as server:
        yield server


def journal_of(store: Store, capacity: int = 20_000) -> Journal:
    return Journal(store, retention_days=400, capacity=capacity, interval=0.01, longest_pause=0.1, now=lambda: NOON)


def slowest(journal: Journal, recorded: list[Event]) -> float:
    """The longest that one `record` takes, in seconds."""
    longest = 0.0
    for event in recorded:
        before = time.perf_counter()
        journal.record(event)
        longest = max(longest, time.perf_counter() - before)
    return longest


def until(happened: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def lost(store: Store) -> int:
    return sum(n for measure, n in rows(store, counts, "measure", "n") if measure == facts.LOST)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = store_at(f"sqlite:///{tmp_path / 'journal.sqlite3'}")
    yield store
    store.database.close()


def test_events_are_written_soon_after_they_are_recorded(store: Store) -> None:
    journal = journal_of(store)
    slowest(journal, story("CA1", NOON))

    assert journal.flush()
    assert len(rows(store, events)) == len(story("CA1", NOON))
    journal.close()


def test_closing_writes_what_is_waiting(store: Store) -> None:
    journal = Journal(store, retention_days=400, interval=60, now=lambda: NOON)
    slowest(journal, story("CA1", NOON))
    journal.close()

    assert len(rows(store, events)) == len(story("CA1", NOON))
    assert journal.status().waiting == 0


def test_an_event_after_closing_is_counted_as_dropped(store: Store) -> None:
    journal = journal_of(store)
    first, second, *_ = story("CA1", NOON)
    journal.record(first)
    journal.close()
    journal.record(second)

    assert journal.status().dropped == 1


def test_without_a_database_nothing_is_kept_and_no_thread_runs() -> None:
    journal = Journal(None, retention_days=400)
    before = threading.active_count()
    slowest(journal, story("CA1", NOON))

    assert threading.active_count() == before
    assert journal.status().waiting == 0
    journal.close()


def test_the_database_stopped_in_the_middle_of_calls_delays_none_and_drops_are_counted(postgres: Postgres) -> None:
    store = store_at(postgres.database("stopped"))
    journal = journal_of(store, capacity=100)
    recorded = list(stories(30, NOON))
    slowest(journal, recorded[:50])
    assert journal.flush()

    postgres.stop()
    while_stopped = slowest(journal, recorded[50:400])
    until(lambda: journal.status().failing)
    dropped = journal.status().dropped
    postgres.start()
    until(lambda: not journal.status().failing)
    assert journal.flush()
    slowest(journal, story("CA-later", NOON))
    assert journal.flush()
    journal.close()

    assert while_stopped < 0.1
    assert dropped > 0
    assert lost(store) == dropped
    assert len(rows(store, events)) == 400 - dropped + len(story("CA-later", NOON))
    store.database.close()


def test_a_locked_database_delays_no_key_press_and_loses_nothing(store: Store, tmp_path: Path) -> None:
    journal = journal_of(store)
    slowest(journal, story("CA0", NOON))
    assert journal.flush()
    other = sqlite3.connect(tmp_path / "journal.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    longest = slowest(journal, list(stories(30, NOON)))
    time.sleep(0.2)
    waiting = journal.status().waiting
    other.execute("COMMIT")
    other.close()

    assert longest < 0.1
    assert waiting == 30 * 16
    assert journal.flush(20)
    assert len(rows(store, events)) == 31 * 16
    journal.close()


def test_a_full_disk_fills_the_queue_and_nothing_else(store: Store) -> None:
    pages = [1_000_000]

    @listens_for(store.database.engine, "checkout")
    def limit_the_file(connection: Any, record: Any, proxy: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages[0]}")  # past it, SQLite answers as on a full disk

    journal = journal_of(store, capacity=300)
    slowest(journal, story("CA0", NOON))
    assert journal.flush()
    pages[0] = 1  # taken as the size the file has
    longest = slowest(journal, list(stories(200, NOON)))
    until(lambda: journal.status().failing)
    dropped = journal.status().dropped
    pages[0] = 1_000_000
    assert journal.flush(20)
    journal.close()

    assert longest < 0.1
    assert 0 < dropped == lost(store)


class _Refusing(Store):
    """A database that is there and refuses one call's events."""

    def write(self, batch: Batch, now: datetime) -> None:
        if any(event.call == "CA-bad" for event in batch.events):
            raise DataError("", {}, Exception("refused"))
        super().write(batch, now)


def test_events_that_a_working_database_refuses_do_not_hold_up_the_others(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    journal = journal_of(_Refusing(store.database, frozenset(), lambda centre, at: False))
    slowest(journal, story("CA-bad", NOON))
    assert journal.flush()
    slowest(journal, story("CA1", NOON))
    assert journal.flush()
    journal.close()

    assert journal.status().dropped == 16
    assert lost(store) == 16
    assert "CA-bad" not in caplog.text


def test_a_database_gone_for_good_holds_up_the_shutdown_no_longer_than_the_grace() -> None:
    journal = journal_of(store_at("postgresql+psycopg://tests@127.0.0.1:9/nothing"))
    slowest(journal, story("CA1", NOON))
    before = time.monotonic()
    journal.close(grace=0.5)

    assert time.monotonic() - before < 1.5
    assert journal.status().dropped == 16


def _record_in_a_child(journal: Journal) -> None:
    slowest(journal, story(f"CA{os.getpid()}", NOON))
    journal.close()


def test_workers_forked_from_one_program_each_write_their_own_events_once(store: Store) -> None:
    journal = Journal(store, retention_days=400, interval=60, now=lambda: NOON)
    slowest(journal, story("CA-parent", NOON))
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_record_in_a_child, args=(journal,)) for _ in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join(30)
    journal.close()

    assert [child.exitcode for child in children] == [0, 0, 0]
    assert len(rows(store, calls)) == 4
    assert len(rows(store, events)) == 4 * 16


_PROGRAM = """
import sys
from datetime import UTC, datetime
from ivr.journal.writer import Journal
from tests.journals import store_at, story
journal = Journal(store_at(sys.argv[1]), retention_days=400, interval=60)
for event in story("CA1", datetime(2026, 11, 24, tzinfo=UTC)):
    journal.record(event)
"""


def test_a_program_that_ends_without_closing_has_its_events_written(store: Store) -> None:
    result = subprocess.run(
        [sys.executable, "-c", _PROGRAM, store.database.url], cwd=Path(__file__).parents[1], capture_output=True, check=False
    )

    assert result.returncode == 0, result.stderr
    assert len(rows(store, events)) == 16


def test_recording_takes_microseconds(store: Store) -> None:
    journal = Journal(store, retention_days=400, capacity=200_000, interval=60, now=lambda: NOON)
    event = story("CA1", NOON)[0]
    journal.record(event)
    before = time.process_time()
    for _ in range(100_000):
        journal.record(event)
    each = (time.process_time() - before) / 100_000
    journal.close(grace=0)

    assert each < 20e-6
