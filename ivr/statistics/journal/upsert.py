"""INSERT ... ON CONFLICT for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from operator import add
from typing import TYPE_CHECKING
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Rows = Sequence[dict[str, Any]]


def insert_missing(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert the rows whose key is not there yet."""
    connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def insert_or_replace(connection: Connection, table: Table, rows: Rows) -> None:
    _upsert(connection, table, rows, lambda there, new: new)


def insert_or_add(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert the rows, or add what they hold beside the key to the row that is there."""
    _upsert(connection, table, rows, add)


def _upsert(connection: Connection, table: Table, rows: Rows, put: Callable[[Any, Any], Any]) -> None:
    statement = _insert(connection, table)
    values = {column.name: put(column, statement.excluded[column.name]) for column in table.columns if not column.primary_key}
    connection.execute(statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=values), rows)


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - megabytes that only a journal in PostgreSQL needs

    return postgresql.insert(table)
