"""Connections to the journal's database: SQLite beside the program, or PostgreSQL for several machines."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import create_engine
from sqlalchemy import event
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

LOCK_SECONDS = 5  # how long a write waits for another worker's
STATEMENT_SECONDS = 10
CONNECT_SECONDS = 3
_WRITERS_LOCK = 0x70617263  # any number, the same for every writer of the journal

_POSTGRESQL = {
    "connect_timeout": CONNECT_SECONDS,
    "application_name": "parcours-line",
    "options": f"-c statement_timeout={STATEMENT_SECONDS}s -c lock_timeout={LOCK_SECONDS}s",
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": STATEMENT_SECONDS * 1000,
}


class Database:
    """One address and, in each process, one engine of its own: connections must not be shared after a fork."""

    def __init__(self, url: str, *, writes: bool) -> None:
        self.url = url
        self.writes = writes
        self._engine: Engine | None = None
        self._process = 0

    @property
    def engine(self) -> Engine:
        if self._engine is None or self._process != os.getpid():
            self._engine, self._process = connect(self.url, writes=self.writes), os.getpid()
        return self._engine

    def close(self) -> None:
        if self._engine is not None and self._process == os.getpid():
            self._engine.dispose()
        self._engine = None


def connect(url: str, *, writes: bool) -> Engine:
    pool = None if writes else NullPool  # a page is read now and then: no connection is held for it
    if not url.startswith("sqlite"):
        return create_engine(url, connect_args=_POSTGRESQL, poolclass=pool)
    engine = create_engine(url, connect_args={"timeout": LOCK_SECONDS, "check_same_thread": False}, poolclass=pool)
    path = Path(make_url(url).database or "")
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "do_connect")
    def only_where_a_reader_finds_a_file(dialect: Any, record: Any, arguments: Any, keywords: Any) -> None:
        if not writes and not path.exists():
            raise FileNotFoundError(path.name)  # a reader must not leave an empty database behind

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late to be IMMEDIATE
        connection.execute(f"PRAGMA busy_timeout = {LOCK_SECONDS * 1000}")
        if writes:
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA secure_delete = ON")  # a forgotten salt must not stay in a free page
        else:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work at once. SQLite does not wait here by itself when another worker does the same."""
    end = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() >= end:
                raise
            time.sleep(0.02)
        else:
            return


def take_turns(connection: Connection) -> None:
    """Let one writer in at a time until this transaction ends; SQLite's BEGIN IMMEDIATE has done so already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITERS_LOCK})
