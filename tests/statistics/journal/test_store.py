"""What is written, and what is counted of it; on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import OperationalError

from ivr.call.turns import Key
from ivr.statistics.journal import facts
from ivr.statistics.journal.events import Event
from ivr.statistics.journal.events import EventKind
from ivr.statistics.journal.reasons import reason
from ivr.statistics.journal.schema import calls
from ivr.statistics.journal.schema import counts
from ivr.statistics.journal.schema import events
from ivr.statistics.journal.schema import metadata
from ivr.statistics.journal.store import Batch
from ivr.statistics.journal.store import JournalStore
from tests.support.journals import NOON
from tests.support.journals import rows
from tests.support.journals import store_at
from tests.support.journals import stories
from tests.support.journals import story


def counted(store: JournalStore, measure: str) -> dict[tuple[str, str], int]:
    return {(a, b): n for name, a, b, n in rows(store, counts, "measure", "a", "b", "n") if name == measure and n}


def test_a_call_is_counted_once_for_each_thing_it_did(store: JournalStore) -> None:
    store.write(Batch(story("CA1", NOON)), NOON)

    assert counted(store, facts.CALLS) == {("12", ""): 1}
    assert counted(store, facts.BRANCH) == {(name, ""): 1 for name in ("steps", "person", "centre", "transfer")}
    assert counted(store, facts.ASKED) == {("s01", ""): 1, ("s04", ""): 1}
    assert counted(store, facts.ANSWER) == {("s01", "yes"): 1, ("s04", "unknown"): 1}
    assert counted(store, facts.LAST) == {("called", "after"): 1}
    assert counted(store, facts.USEFUL) == {("40", ""): 1}
    assert counted(store, facts.ENDING) == {("completed", ""): 1}
    assert counted(store, facts.LENGTH) == {("", ""): 240}
    assert counted(store, facts.TRANSFER) == {("liege", "answered"): 1}
    assert counted(store, facts.TALK) == {("liege", ""): 110}
    assert counted(store, facts.STEP)["main", "silence"] == 1


def test_events_in_any_order_and_any_batches_give_the_same_counts(store: JournalStore, tmp_path: Path) -> None:
    written = list(stories(20, NOON))
    store.write(Batch(written), NOON)
    shuffled = store_at(f"sqlite:///{tmp_path / 'shuffled.sqlite3'}")
    random.Random(5).shuffle(written)
    for start in range(0, len(written), 17):
        shuffled.write(Batch(written[start : start + 17]), NOON)

    assert [row for row in rows(shuffled, counts) if row[-1]] == rows(store, counts)


def test_a_call_without_a_status_callback_is_counted_as_unreported_until_it_comes(store: JournalStore) -> None:
    *call, end = story("CA1", NOON)
    store.write(Batch(call), NOON)
    before = counted(store, facts.ENDING)
    store.write(Batch([end]), NOON)

    assert (before, counted(store, facts.ENDING)) == ({("unreported", ""): 1}, {("completed", ""): 1})


def test_a_batch_whose_confirmation_was_lost_is_not_counted_twice(store: JournalStore) -> None:
    batch = Batch(story("CA1", NOON), lost=3)
    store.write(batch, NOON)
    store.write(batch, NOON)

    assert counted(store, facts.CALLS) == {("12", ""): 1}
    assert counted(store, facts.LOST) == {("", ""): 3}


def test_workers_that_write_events_of_the_same_calls_at_once_lose_none(url: str) -> None:
    workers = [store_at(url) for _ in range(4)]
    written = list(stories(40, NOON))

    def work(number: int) -> None:
        for start in range(number * 20, len(written), 80):
            workers[number].write(Batch(written[start : start + 20]), NOON)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert counted(workers[0], facts.CALLS) == {("12", ""): 40}
    assert counted(workers[0], facts.LAST) == {("called", "after"): 40}
    assert len(rows(workers[0], events)) == len(written)
    for worker in workers:
        worker.database.close()


def test_nothing_of_the_carriers_id_is_stored(store: JournalStore) -> None:
    store.write(Batch(story("CA0123456789abcdef", NOON)), NOON)
    stored = " ".join(str(row) for table in metadata.sorted_tables for row in rows(store, table))

    assert "CA0123456789abcdef" not in stored
    assert "0123456789abcdef" not in stored


def test_the_same_id_has_another_hash_on_another_day(store: JournalStore) -> None:
    for days in range(3):
        at = NOON + timedelta(days=days)
        store.write(Batch(story("CA1", at)), at)

    assert len(rows(store, calls, "call")) == 3


def test_a_call_over_midnight_is_one_call_of_the_day_it_began(store: JournalStore) -> None:
    evening = datetime(2026, 11, 24, 23, 58, 30, tzinfo=UTC)
    before, after = story("CA1", evening)[:8], story("CA1", evening)[8:]
    store.write(Batch(before), evening)
    store.write(Batch(after), evening)

    assert len(rows(store, calls)) == 1
    assert len({call for (call,) in rows(store, events, "call")}) == 1


def test_the_day_and_hour_are_those_of_brussels(store: JournalStore) -> None:
    store.write(Batch(story("CA1", datetime(2026, 7, 1, 22, 30, tzinfo=UTC))), NOON)

    assert rows(store, calls, "day", "hour") == [(date(2026, 7, 2), 0)]


def test_an_end_reported_after_the_times_were_moved_is_still_counted_right(store: JournalStore) -> None:
    *call, end = story("CA1", NOON)
    store.write(Batch(call), NOON)
    with store.database.engine.begin() as connection:
        connection.execute(calls.update().values(blurred=True))
    store.write(Batch([end]), NOON)

    assert counted(store, facts.ENDING) == {("completed", ""): 1}


def test_another_worker_may_hold_the_file_for_a_moment(tmp_path: Path) -> None:
    store = store_at(f"sqlite:///{tmp_path / 'journal.sqlite3'}")
    store.write(Batch(story("CA1", NOON)), NOON)
    other = sqlite3.connect(tmp_path / "journal.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(store.write, Batch(story("CA2", NOON)), NOON)
        assert not writing.done()
        other.execute("COMMIT")
        writing.result(timeout=10)
    other.close()

    assert counted(store, facts.CALLS) == {("12", ""): 2}


def test_a_failed_write_leaves_nothing_behind(store: JournalStore) -> None:
    store.write(Batch(story("CA1", NOON)), NOON)
    before = rows(store, counts)
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE events RENAME TO away")
    with pytest.raises(Exception, match="events"):
        store.write(Batch(story("CA2", NOON)), NOON)

    assert rows(store, counts) == before


def test_a_folder_that_cannot_be_written_is_an_error_of_the_database(tmp_path: Path) -> None:
    with pytest.raises(OperationalError):
        store_at(f"sqlite:///{tmp_path / 'missing' / 'journal.sqlite3'}").write(Batch(story("CA1", NOON)), NOON)


def test_a_question_counts_as_not_known_whatever_is_answered_later(store: JournalStore) -> None:
    answers = [Key.YES, Key.UNKNOWN, Key.NO, Key.YES]
    steps = [
        Event(NOON, "CA1", EventKind.STEP, "fr", "s04", "s04", key, answered="s04", request=str(n))
        for n, key in enumerate(answers)
    ]
    store.write(Batch(steps), NOON)

    assert counted(store, facts.ANSWER) == {("s04", "unknown"): 1}


def test_a_request_that_is_sent_again_counts_once(store: JournalStore) -> None:
    call = story("CA1", NOON)
    store.write(Batch(call), NOON)
    replayed = [replace(event, at=event.at + timedelta(minutes=n)) for n in range(100) for event in call]
    store.write(Batch(replayed), NOON)

    assert counted(store, facts.TRANSFER) == {("liege", "answered"): 1}
    assert counted(store, facts.TALK) == {("liege", ""): 110}
    assert counted(store, facts.STEP)["main", "silence"] == 1
    assert len(rows(store, events)) == len(call)


def test_a_new_request_of_the_same_kind_counts_again(store: JournalStore) -> None:
    silence = Event(NOON, "CA1", EventKind.STEP, "so", "main", "main", Key.SILENCE, request="first")
    store.write(Batch([silence, replace(silence, request="second")]), NOON)

    assert counted(store, facts.STEP) == {("main", "silence"): 2}


def test_the_file_deleted_while_the_line_runs_is_begun_anew(tmp_path: Path) -> None:
    file = tmp_path / "data" / "journal.sqlite3"
    file.parent.mkdir()
    store = store_at(f"sqlite:///{file}")
    store.write(Batch(story("CA1", NOON)), NOON)
    shutil.rmtree(file.parent)
    store.write(Batch(story("CA2", NOON)), NOON)

    with closing(sqlite3.connect(file)) as written:
        assert written.execute("SELECT count(*) FROM calls").fetchone() == (1,)


@pytest.mark.parametrize(
    ("content", "why"), [(b"not a database at all, but long enough to be read as one" * 20, "the file is not an SQLite database")]
)
def test_a_file_that_is_no_journal_is_refused_with_the_reason(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "journal.sqlite3"
    file.write_bytes(content)
    with pytest.raises(DatabaseError) as refused:
        store_at(f"sqlite:///{file}").write(Batch(story("CA1", NOON)), NOON)

    assert reason(refused.value) == why
    assert file.read_bytes() == content


def test_an_error_of_the_database_shows_nothing_of_what_was_to_be_written(store: JournalStore) -> None:
    store.write(Batch([]), NOON)
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE events RENAME TO away")
    with pytest.raises(DatabaseError) as failed:
        store.write(Batch(story("CA1", NOON)), NOON)

    assert "liege" not in str(failed.value)
    assert str(facts.milliseconds(NOON)) not in str(failed.value)
