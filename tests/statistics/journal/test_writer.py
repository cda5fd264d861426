"""The journal never delays or fails a key press, whatever the database does, and says what it could not keep."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.event import listens_for
from sqlalchemy.exc import DataError

from ivr.paths import ROOT
from ivr.statistics.journal.events import Event
from ivr.statistics.journal.schema import calls
from ivr.statistics.journal.schema import events
from ivr.statistics.journal.status import Health
from ivr.statistics.journal.store import Batch
from ivr.statistics.journal.store import JournalStore
from ivr.statistics.journal.writer import RESTART_SECONDS
from ivr.statistics.journal.writer import Journal
from tests.support.journals import NOON
from tests.support.journals import lost
from tests.support.journals import rows
from tests.support.journals import store_at
from tests.support.journals import stories
from tests.support.journals import story
from tests.support.postgres import Postgres
from tests.support.waiting import AT_ONCE_SECONDS
from tests.support.waiting import eventually


def journal_of(store: JournalStore, capacity: int = 20_000) -> Journal:
    return Journal(store, retention_days=400, capacity=capacity, interval=0.01, longest_pause=0.1, now=lambda: NOON)


def slowest(journal: Journal, recorded: list[Event]) -> float:
    """The longest that one `record` takes, in seconds."""
    longest = 0.0
    for event in recorded:
        before = time.perf_counter()
        journal.record(event)
        longest = max(longest, time.perf_counter() - before)
    return longest


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JournalStore]:
    store = store_at(f"sqlite:///{tmp_path / 'journal.sqlite3'}")
    yield store
    store.database.close()


def test_events_are_written_soon_after_they_are_recorded(store: JournalStore) -> None:
    journal = journal_of(store)
    slowest(journal, story("CA1", NOON))

    assert journal.flush()
    assert len(rows(store, events)) == len(story("CA1", NOON))
    journal.close()


def test_closing_writes_what_is_waiting(store: JournalStore) -> None:
    journal = Journal(store, retention_days=400, interval=60, now=lambda: NOON)
    slowest(journal, story("CA1", NOON))
    journal.close()

    assert len(rows(store, events)) == len(story("CA1", NOON))
    assert journal.status().waiting == 0


def test_an_event_after_closing_is_counted_as_dropped(store: JournalStore) -> None:
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
    eventually(lambda: journal.status().failing)
    dropped = journal.status().dropped
    postgres.start()
    eventually(lambda: not journal.status().failing)
    assert journal.flush()
    slowest(journal, story("CA-later", NOON))
    assert journal.flush()
    journal.close()

    assert while_stopped < AT_ONCE_SECONDS
    assert dropped > 0
    assert lost(store) == dropped
    assert len(rows(store, events)) == 400 - dropped + len(story("CA-later", NOON))
    store.database.close()


def test_a_locked_database_delays_no_key_press_and_loses_nothing(store: JournalStore, tmp_path: Path) -> None:
    journal = journal_of(store)
    slowest(journal, story("CA-first", NOON))
    assert journal.flush()
    other = sqlite3.connect(tmp_path / "journal.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    longest = slowest(journal, list(stories(30, NOON)))
    time.sleep(0.2)
    waiting = journal.status().waiting
    other.execute("COMMIT")
    other.close()

    assert longest < AT_ONCE_SECONDS
    assert waiting == 30 * 16
    assert journal.flush(20)
    assert len(rows(store, events)) == 31 * 16
    journal.close()


def test_a_full_disk_fills_the_queue_and_nothing_else(store: JournalStore) -> None:
    pages = [1_000_000]

    @listens_for(store.database.engine, "checkout")
    def limit_the_file(connection: Any, record: Any, proxy: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages[0]}")  # past it, SQLite answers as on a full disk

    journal = journal_of(store, capacity=300)
    slowest(journal, story("CA-first", NOON))
    assert journal.flush()
    pages[0] = 1  # taken as the size the file has
    longest = slowest(journal, list(stories(200, NOON)))
    eventually(lambda: journal.status().failing)
    dropped = journal.status().dropped
    pages[0] = 1_000_000
    assert journal.flush(20)
    journal.close()

    assert longest < AT_ONCE_SECONDS
    assert 0 < dropped == lost(store)


class Faulty(JournalStore):
    """A program with an error, or a database that is there and refuses one event."""

    def __init__(self, store: JournalStore, error: Exception) -> None:
        super().__init__(store.database, lambda centre, at: False)
        self.error = error

    def write(self, batch: Batch, now: datetime) -> None:
        if any(event.call == "CA-bad" for event in batch.events):
            raise self.error
        super().write(batch, now)


@pytest.mark.parametrize("error", [KeyError("CA-bad"), DataError("", {}, Exception("CA-bad")), RecursionError()])
def test_only_what_can_never_be_written_is_set_aside_and_counted(
    store: JournalStore, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    journal = journal_of(Faulty(store, error))
    bad = replace(story("CA-bad", NOON)[0], request="bad")
    slowest(journal, [*story("CA1", NOON), bad, *story("CA2", NOON)])
    assert journal.flush()
    slowest(journal, story("CA3", NOON))
    assert journal.flush()
    journal.close()

    assert (journal.status().written, journal.status().dropped) == (3 * 16, 1)
    assert lost(store) == 1
    assert len(rows(store, calls)) == 3
    assert type(error).__name__ in caplog.text
    assert "CA-bad" not in caplog.text


class Deadly(JournalStore):
    """Ends the thread that calls it, as nothing should."""

    deaths = 1

    def write(self, batch: Batch, now: datetime) -> None:
        if self.deaths:
            self.deaths -= 1
            raise SystemExit
        super().write(batch, now)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # the death is the test
def test_a_thread_that_ended_is_told_and_started_again_by_the_next_event(store: JournalStore) -> None:
    journal = journal_of(Deadly(store.database, lambda centre, at: False))
    slowest(journal, story("CA1", NOON))
    eventually(lambda: journal.status().health is Health.DEAD)
    assert journal.status().warning
    time.sleep(RESTART_SECONDS)
    slowest(journal, story("CA2", NOON))
    assert journal.flush()
    status = journal.status()
    journal.close()

    assert (status.health, status.written, status.dropped) == (Health.FINE, 16, 16)
    assert lost(store) == 16


class Silent(JournalStore):
    """A database that does not answer."""

    answer = threading.Event()

    def write(self, batch: Batch, now: datetime) -> None:
        self.answer.wait(30)
        super().write(batch, now)


def test_a_database_that_does_not_answer_is_told(store: JournalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.statistics.journal.persistence.STUCK_SECONDS", 0.1)
    silent = Silent(store.database, lambda centre, at: False)
    journal = journal_of(silent)
    longest = slowest(journal, story("CA1", NOON))
    eventually(lambda: journal.status().health is Health.STUCK)
    silent.answer.set()
    assert journal.flush()
    health = journal.status().health
    journal.close()

    assert longest < AT_ONCE_SECONDS
    assert health is Health.FINE


def test_why_it_waits_is_named_once_with_the_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "missing" / "journal.sqlite3"
    journal = journal_of(store_at(f"sqlite:///{file}"))
    slowest(journal, story("CA1", NOON))
    eventually(lambda: journal.status().failing)
    reason = journal.status().reason
    time.sleep(0.3)
    file.parent.mkdir()
    assert journal.flush()
    journal.close()

    assert reason == "the file cannot be opened: its folder is missing or may not be written"
    assert [record.message for record in caplog.records] == [
        f"the journal cannot be written, and waits. {file}: {reason}",
        "the journal can be written again",
    ]


def test_housekeeping_that_fails_is_told_and_stops_nothing(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*args: object) -> int:
        raise KeyError("CA-secret")

    monkeypatch.setattr("ivr.statistics.journal.writer.forget", fails)
    journal = journal_of(store)
    slowest(journal, story("CA1", NOON))
    assert journal.flush()
    eventually(lambda: "cannot be tidied" in caplog.text)
    slowest(journal, story("CA2", NOON))
    assert journal.flush()
    journal.close()

    assert "CA-secret" not in caplog.text
    assert len(rows(store, calls)) == 2


def test_a_database_gone_for_good_holds_up_the_shutdown_no_longer_than_the_grace() -> None:
    journal = journal_of(store_at("postgresql+psycopg://tests@127.0.0.1:9/nothing"))
    slowest(journal, story("CA1", NOON))
    before = time.monotonic()
    journal.close(grace=0.5)

    assert time.monotonic() - before < 1.5
    assert journal.status().dropped == 16


_PROGRAM = """
import sys
from datetime import UTC, datetime
from ivr.statistics.journal.writer import Journal
from tests.support.journals import store_at, story
journal = Journal(store_at(sys.argv[1]), retention_days=400, interval=60)
for event in story("CA1", datetime(2026, 11, 24, tzinfo=UTC)):
    journal.record(event)
"""


def test_a_program_that_ends_without_closing_has_its_events_written(store: JournalStore) -> None:
    result = subprocess.run([sys.executable, "-c", _PROGRAM, store.database.url], cwd=ROOT, capture_output=True, check=False)

    assert result.returncode == 0, result.stderr
    assert len(rows(store, events)) == 16
