"""The tables are those the program expects, or it is said why not."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ivr.paths import ROOT
from ivr.statistics.journal.migrate import MIGRATIONS
from ivr.statistics.journal.migrate import REVISION
from ivr.statistics.journal.migrate import configuration
from ivr.statistics.journal.migrate import migrate
from ivr.statistics.journal.migrate import prepare
from ivr.statistics.journal.schema import metadata
from ivr.statistics.journal.settings import JournalSettings
from ivr.statistics.journal.store import JournalStore


def test_the_migrations_make_the_tables_the_program_expects(store: JournalStore) -> None:
    migrate(store.database)
    with store.database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_program_expects_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == REVISION


def test_the_migrations_can_be_taken_back(store: JournalStore) -> None:
    migrate(store.database)
    with store.database.engine.begin() as connection:
        command.downgrade(configuration(connection), "base")
        assert not connection.dialect.has_table(connection, "events")


def test_a_journal_of_the_first_version_is_brought_up_to_date_and_keeps_its_calls(store: JournalStore) -> None:
    migrate(store.database)
    with store.database.engine.begin() as connection:
        command.downgrade(configuration(connection), "0001")
    migrate(store.database)
    with store.database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        command.check(configuration(connection))


def test_tables_of_a_newer_program_are_left_alone_and_named(store: JournalStore) -> None:
    migrate(store.database)
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")

    assert "another version" in prepare(JournalSettings(store.database.url))


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("sqlite:////nowhere/journal.sqlite3", "/nowhere/journal.sqlite3: the file cannot be opened: its folder is missing"),
        ("sqlite:////proc/journal.sqlite3", "/proc/journal.sqlite3: the file cannot be opened"),
        ("postgresql+psycopg://user:hush@127.0.0.1:9/journal", "127.0.0.1/journal: connection "),
    ],
)
def test_a_journal_that_cannot_be_made_is_named_with_the_reason_and_stops_nothing(address: str, why: str) -> None:
    problem = prepare(JournalSettings(address))

    assert why in problem
    assert "hush" not in problem


def test_without_a_journal_there_is_nothing_to_prepare() -> None:
    assert prepare(JournalSettings(None)) == ""


def test_a_prepared_journal_needs_nothing_more_of_a_worker(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'journal.sqlite3'}"
    environment = {**os.environ, "DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "ivr.statistics.journal.migrate"], cwd=ROOT, env=environment, check=True)
    program = (
        "import sys\n"
        "from tests.support.journals import NOON, store_at, story\n"
        "from ivr.statistics.journal.store import Batch\n"
        f"store_at('{url}').write(Batch(story('CA1', NOON)), NOON)\n"
        "sys.exit('alembic' in sys.modules)\n"
    )

    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_several_at_once_in_one_process_do_not_disturb_each_other(tmp_path: Path) -> None:
    addresses = [f"sqlite:///{tmp_path / str(n % 3)}.sqlite3" for n in range(12)]
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(lambda address: prepare(JournalSettings(address)), addresses)) == {""}
