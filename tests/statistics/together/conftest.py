"""One PostgreSQL with its tables for this folder; what a test does in it is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from ivr.statistics.journal.database import Database
from ivr.statistics.journal.migrate import migrate
from tests.support.postgres import Postgres


@pytest.fixture(scope="package")
def shared() -> Iterator[Database]:
    with Postgres.create() as server:
        database = Database(server.database("together"), writes=True, keeps=True)
        migrate(database)
        yield database
        database.close()


@pytest.fixture
def connection(shared: Database) -> Iterator[Connection]:
    """A transaction that nobody else sees."""
    with shared.engine.connect() as connection:
        yield connection
        connection.rollback()
