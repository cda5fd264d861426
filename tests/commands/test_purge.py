"""scripts/line purge: for a line that is switched off."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path

from ivr.statistics.journal.store import Batch
from tests.support.commands import run_line
from tests.support.journals import store_at
from tests.support.journals import story


def test_it_says_what_it_deleted(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'journal.sqlite3'}"
    old = datetime.now(UTC) - timedelta(days=40)
    store_at(url).write(Batch(story("CA1", old)), old)
    done = run_line("purge", env={"DATABASE_URL": url, "RETENTION_DAYS": "30"})
    assert (done.returncode, done.stdout) == (0, "Deleted 1 calls older than 30 days.\n"), done.stderr


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite3").write_text("no database at all, and long enough to look like one" * 20, encoding="utf-8")
    done = run_line("purge", env={"DATABASE_URL": f"sqlite:///{tmp_path / 'journal.sqlite3'}"})
    assert done.returncode == 1
    assert "DATABASE_URL: nothing can be deleted: the file is not an SQLite database" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_journal_there_is_nothing_to_delete() -> None:
    done = run_line("purge", env={"DATABASE_URL": "none"})
    assert done.returncode == 1
    assert "there is no journal" in done.stderr
