"""INSERT, and INSERT ... ON CONFLICT, in the words that SQLite and PostgreSQL share.

Rows go to the driver as they are, days as ISO text: three times as fast as through SQLAlchemy's types, and this is the one place
where the journal could slow the line down.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Table

Rows = Sequence[dict[str, Any]]


def insert_plain(connection: Connection, table: Table, rows: Rows) -> None:
    _run(connection, table, rows, "")


def insert_missing(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert the rows whose key is not there yet."""
    _run(connection, table, rows, " ON CONFLICT DO NOTHING")


def insert_or_replace(connection: Connection, table: Table, rows: Rows) -> None:
    _run(connection, table, rows, _on_conflict(table, "{name} = excluded.{name}"))


def insert_or_add(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert the rows, or add what they hold beside the key to the row that is there."""
    _run(connection, table, rows, _on_conflict(table, "{name} = {table}.{name} + excluded.{name}"))


@lru_cache(maxsize=16)
def _on_conflict(table: Table, change: str) -> str:
    keys = [f'"{column.name}"' for column in table.primary_key]
    changes = [change.format(table=table.name, name=f'"{column.name}"') for column in table.columns if not column.primary_key]
    return f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {', '.join(changes)}"


def _run(connection: Connection, table: Table, rows: Rows, on_conflict: str) -> None:
    placeholder = ":{}" if connection.dialect.name == "sqlite" else "%({})s"
    columns = ", ".join(f'"{name}"' for name in rows[0])
    values = ", ".join(placeholder.format(name) for name in rows[0])
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({values}){on_conflict}", list(rows))
