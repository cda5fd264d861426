"""What is written, counted, blurred and forgotten; on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from ivr.hours import Timetable
from ivr.journal import facts
from ivr.journal.events import Event
from ivr.journal.events import Kind
from ivr.journal.keys import Key
from ivr.journal.migrate import MIGRATIONS
from ivr.journal.migrate import REVISION
from ivr.journal.migrate import configuration
from ivr.journal.migrate import migrate
from ivr.journal.outside import outside_hours
from ivr.journal.schema import calls
from ivr.journal.schema import counts
from ivr.journal.schema import events
from ivr.journal.schema import metadata
from ivr.journal.store import Batch
from ivr.journal.store import Store
from ivr.journal.store import salts_kept
from tests.journals import rows
from tests.journals import store_at
from tests.journals import stories
from tests.journals import story
from tests.postgres import Postgres

NOON = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)  # 12:30 in Brussels
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres.create() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres) -> str:
    return f"sqlite:///{tmp_path / 'journal.sqlite3'}" if request.param == "sqlite" else postgres.database("journal")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = store_at(url)
    yield store
    store.database.close()


def counted(store: Store, measure: str) -> dict[tuple[str, str], int]:
    return {(a, b): n for name, a, b, n in rows(store, counts, "measure", "a", "b", "n") if name == measure and n}


def test_a_call_is_counted_once_for_each_thing_it_did(store: Store) -> None:
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


def test_events_in_any_order_and_any_batches_give_the_same_counts(store: Store, tmp_path: Path) -> None:
    written = list(stories(20, NOON))
    store.write(Batch(written), NOON)
    shuffled = store_at(f"sqlite:///{tmp_path / 'shuffled.sqlite3'}")
    random.Random(5).shuffle(written)
    for start in range(0, len(written), 17):
        shuffled.write(Batch(written[start : start + 17]), NOON)

    assert [row for row in rows(shuffled, counts) if row[-1]] == rows(store, counts)


def test_a_call_without_a_status_callback_is_counted_as_unreported_until_it_comes(store: Store) -> None:
    *call, end = story("CA1", NOON)
    store.write(Batch(call), NOON)
    before = counted(store, facts.ENDING)
    store.write(Batch([end]), NOON)

    assert (before, counted(store, facts.ENDING)) == ({("unreported", ""): 1}, {("completed", ""): 1})


def test_a_batch_whose_confirmation_was_lost_is_not_counted_twice(store: Store) -> None:
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


def test_nothing_of_the_carriers_id_is_stored(store: Store) -> None:
    store.write(Batch(story("CA0123456789abcdef", NOON)), NOON)
    stored = " ".join(str(row) for table in metadata.sorted_tables for row in rows(store, table))

    assert "CA0123456789abcdef" not in stored
    assert "0123456789abcdef" not in stored


def test_the_same_id_has_another_hash_on_another_day(store: Store) -> None:
    for days in range(3):
        at = NOON + timedelta(days=days)
        store.write(Batch(story("CA1", at)), at)

    assert len(rows(store, calls, "call")) == 3


def test_a_call_over_midnight_is_one_call_of_the_day_it_began(store: Store) -> None:
    evening = datetime(2026, 11, 24, 23, 58, 30, tzinfo=UTC)
    before, after = story("CA1", evening)[:8], story("CA1", evening)[8:]
    store.write(Batch(before), evening)
    store.write(Batch(after), evening)

    assert len(rows(store, calls)) == 1
    assert len({call for (call,) in rows(store, events, "call")}) == 1


def test_the_day_and_hour_are_those_of_brussels(store: Store) -> None:
    store.write(Batch(story("CA1", datetime(2026, 7, 1, 22, 30, tzinfo=UTC))), NOON)

    assert rows(store, calls, "day", "hour") == [(date(2026, 7, 2), 0)]


def test_old_salts_are_forgotten_so_that_no_hash_can_be_made_again(store: Store) -> None:
    store.write(Batch(story("CA1", NOON)), NOON)
    later = NOON + timedelta(days=2)
    store.forget(later, retention_days=400)
    store.write(Batch(story("CA1", later)), later)

    with store.database.engine.connect() as connection:
        assert salts_kept(connection) == [later.date()]


def test_a_day_later_the_times_of_a_call_start_on_the_hour_and_keep_their_distances(store: Store) -> None:
    store.write(Batch(story("CA1", NOON)), NOON)
    exact = [at for (at,) in rows(store, events, "at")]
    counted_before = rows(store, counts)
    store.forget(NOON + timedelta(days=1, minutes=5), retention_days=400)
    blurred = [at for (at,) in rows(store, events, "at")]

    assert blurred[0] % 3_600_000 == 0
    assert [at - blurred[0] for at in blurred] == [at - exact[0] for at in exact]
    assert rows(store, counts) == counted_before


def test_an_end_reported_after_the_times_were_moved_is_still_counted_right(store: Store) -> None:
    *call, end = story("CA1", NOON)
    store.write(Batch(call), NOON)
    with store.database.engine.begin() as connection:
        connection.execute(calls.update().values(blurred=True))
    store.write(Batch([end]), NOON)

    assert counted(store, facts.ENDING) == {("completed", ""): 1}


def test_what_is_older_than_the_retention_is_deleted_everywhere(store: Store) -> None:
    for days in (0, 10, 11):
        at = NOON - timedelta(days=days)
        store.write(Batch(story("CA1", at)), at)
    deleted = store.forget(NOON, retention_days=10)

    assert deleted == 1
    assert {day for (day,) in rows(store, calls, "day")} == {DAY, DAY - timedelta(days=10)}
    assert {day for (day,) in rows(store, counts, "day")} == {DAY, DAY - timedelta(days=10)}
    assert len(rows(store, events)) == 32


def test_the_migrations_make_the_tables_the_program_expects(store: Store) -> None:
    migrate(store.database.engine)
    with store.database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_program_expects_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == REVISION


def test_a_worker_does_not_carry_the_migrations_along(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from tests.journals import store_at\n"
        f"store_at('sqlite:///{tmp_path / 'journal.sqlite3'}').forget(__import__('datetime').datetime.now("
        "__import__('datetime').timezone.utc), 400)\n"
        "sys.exit('alembic' in sys.modules)\n"
    )
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0
    assert (tmp_path / "journal.sqlite3").exists()


def test_the_migrations_can_be_taken_back(store: Store) -> None:
    migrate(store.database.engine)
    with store.database.engine.begin() as connection:
        command.downgrade(configuration(connection), "base")
        assert not connection.dialect.has_table(connection, "events")


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


def test_a_failed_write_leaves_nothing_behind(store: Store) -> None:
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


@pytest.mark.parametrize(
    ("centre", "at", "outside"),
    [
        ("", datetime(2026, 11, 24, 8, 0, tzinfo=UTC), False),
        ("", datetime(2026, 11, 24, 7, 59, tzinfo=UTC), True),
        ("", datetime(2026, 11, 28, 10, 0, tzinfo=UTC), True),  # Saturday
        ("", datetime(2026, 12, 25, 10, 0, tzinfo=UTC), True),  # Christmas
        ("late", datetime(2026, 11, 24, 18, 0, tzinfo=UTC), False),
        ("late", datetime(2026, 11, 24, 10, 0, tzinfo=UTC), True),
        ("unknown-hours", datetime(2026, 11, 24, 10, 0, tzinfo=UTC), False),
        ("no-such-centre", datetime(2026, 11, 24, 22, 0, tzinfo=UTC), True),
    ],
)
def test_a_call_is_outside_the_hours_of_its_centre_or_of_an_office(centre: str, at: datetime, outside: bool) -> None:
    evenings = Timetable.model_validate({"hours": {"tuesday": ["18:00-21:00"]}})
    asked = outside_hours({"late": evenings, "unknown-hours": Timetable(hours=None)})

    assert asked(centre, facts.milliseconds(at)) is outside


@pytest.mark.parametrize(
    ("step", "useful"),
    [
        ("languages", False),
        ("main", False),
        ("s01", False),
        ("s04-about", True),
        ("deadline", True),
        ("faq-must", True),
        ("call", True),
    ],
)
def test_useful_is_what_speaks_of_the_callers_own_case(step: str, useful: bool) -> None:
    assert facts.is_useful(step) is useful


def test_a_question_counts_as_not_known_whatever_is_answered_later(store: Store) -> None:
    answers = [Key.YES, Key.UNKNOWN, Key.NO, Key.YES]
    steps = [Event(NOON, "CA1", Kind.STEP, "fr", "s04", "s04", key) for key in answers]
    store.write(Batch(steps), NOON)

    assert counted(store, facts.ANSWER) == {("s04", "unknown"): 1}


def test_the_purge_script_says_what_it_deleted(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'journal.sqlite3'}"
    old = datetime.now(UTC) - timedelta(days=40)
    store_at(url).write(Batch(story("CA1", old)), old)
    script = [sys.executable, "scripts/purge_journal.py"]
    result = subprocess.run(
        script, env={"DATABASE_URL": url, "RETENTION_DAYS": "30"}, capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stdout) == (0, "Deleted 1 calls older than 30 days.\n"), result.stderr
