"""What becomes of a row whose key is there already: kept, replaced or added to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Column
from sqlalchemy import Connection
from sqlalchemy import Integer
from sqlalchemy import MetaData
from sqlalchemy import String
from sqlalchemy import Table
from sqlalchemy import create_engine
from sqlalchemy import select

from ivr.statistics.journal.upsert import insert_missing
from ivr.statistics.journal.upsert import insert_or_add
from ivr.statistics.journal.upsert import insert_or_replace

METADATA = MetaData()
COUNTED = Table(
    "counted",
    METADATA,
    Column("day", Integer, primary_key=True),
    Column("what", String, primary_key=True),
    Column("times", Integer),
    Column("seconds", Integer),
)


def row(day: int, what: str, times: int, seconds: int) -> dict[str, object]:
    return {"day": day, "what": what, "times": times, "seconds": seconds}


@pytest.fixture
def connection() -> Iterator[Connection]:
    """To a table with two rows."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        METADATA.create_all(connection)
        insert_missing(connection, COUNTED, [row(1, "calls", 5, 60), row(2, "calls", 7, 80)])
        yield connection
    engine.dispose()


def rows(connection: Connection) -> list[tuple[object, ...]]:
    return [tuple(found) for found in connection.execute(select(COUNTED).order_by(COUNTED.c.day, COUNTED.c.what))]


NEW = [row(1, "calls", 2, 30), row(1, "keys", 1, 1)]


def test_what_is_there_stays_and_what_is_missing_comes(connection: Connection) -> None:
    insert_missing(connection, COUNTED, NEW)
    assert rows(connection) == [(1, "calls", 5, 60), (1, "keys", 1, 1), (2, "calls", 7, 80)]


def test_what_is_there_is_replaced_by_its_whole_key(connection: Connection) -> None:
    insert_or_replace(connection, COUNTED, NEW)
    assert rows(connection) == [(1, "calls", 2, 30), (1, "keys", 1, 1), (2, "calls", 7, 80)]


def test_numbers_are_added_to_what_is_there_and_a_row_twice_counts_twice(connection: Connection) -> None:
    insert_or_add(connection, COUNTED, [*NEW, row(1, "keys", 10, 100)])
    assert rows(connection) == [(1, "calls", 7, 90), (1, "keys", 11, 101), (2, "calls", 7, 80)]
