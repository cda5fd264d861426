"""Journals on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.statistics.journal.store import JournalStore
from tests.support.journals import store_at
from tests.support.postgres import Postgres


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres.create() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'journal.sqlite3'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.database("journal")


@pytest.fixture
def store(url: str) -> Iterator[JournalStore]:
    store = store_at(url)
    yield store
    store.database.close()
