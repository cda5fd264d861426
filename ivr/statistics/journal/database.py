"""Connections to the journal's database: SQLite beside the program, or PostgreSQL for several machines."""

from __future__ import annotations

import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import create_engine
from sqlalchemy import event
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

LOCK_SECONDS = 5.0  # how long a write waits for another worker's
STATEMENT_SECONDS = 10.0
CACHE_KILOBYTES = 400  # of pages; the system keeps the file in memory, too
STATEMENTS_KEPT = 8  # each batch asks for another number of rows, in statements that are as long and never come again
CONNECT_SECONDS = 3
_WRITERS_LOCK = 0x70617263  # any number, the same for every writer of the journal


class Database:
    """One address, and the engine to it once it is needed."""

    def __init__(self, url: str, *, writes: bool, keeps: bool = False, patience: float = LOCK_SECONDS) -> None:
        """`keeps`: connections stay open. `patience`: the seconds to wait for a lock that somebody else holds."""
        self.url = url
        self._connect = partial(connect, url, writes=writes, keeps=keeps, patience=patience)
        self._engine: Engine | None = None
        self._inode: int | None = None  # of the file, once it was opened

    @property
    def name(self) -> str:
        """What an operator calls it, without user and password."""
        address = make_url(self.url)
        return f"{address.host}/{address.database}" if self.file is None else str(self.file)

    @property
    def file(self) -> Path | None:
        address = make_url(self.url)
        return Path(address.database or "") if address.drivername.startswith("sqlite") else None

    @property
    def engine(self) -> Engine:
        if self._engine is None:
            self._engine = self._connect()
        return self._engine

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
        self._engine = None

    def lost_its_file(self) -> bool:
        """Whether the file was deleted or replaced since the last look; what is open then would be written into nothing."""
        if self.file is None:
            return False
        inode = self.file.stat().st_ino if self.file.exists() else None
        lost = self._inode is not None and inode != self._inode
        if lost:
            self.close()
            self.file.parent.mkdir(exist_ok=True)
        self._inode = inode
        return lost


def connect(url: str, *, writes: bool, keeps: bool, patience: float) -> Engine:
    pool = None if keeps else NullPool
    # An error must not print what was to be written, hence hide_parameters.
    if not url.startswith("sqlite"):
        return create_engine(url, connect_args=_postgresql(patience), poolclass=pool, hide_parameters=True)
    arguments = {"timeout": patience, "check_same_thread": False, "cached_statements": STATEMENTS_KEPT}
    engine = create_engine(url, connect_args=arguments, poolclass=pool, hide_parameters=True)
    _prepare_sqlite(engine, Path(make_url(url).database or ""), writes=writes, patience=patience)
    return engine


def _postgresql(patience: float) -> dict[str, Any]:
    lock, statement = int(patience * 1000), int(min(STATEMENT_SECONDS, 2 * patience) * 1000)
    return {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "parcours-line",
        "options": f"-c statement_timeout={statement} -c lock_timeout={lock}",
        "keepalives_idle": 10,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        "tcp_user_timeout": int(STATEMENT_SECONDS * 1000),
    }


def _prepare_sqlite(engine: Engine, path: Path, *, writes: bool, patience: float) -> None:
    @event.listens_for(engine, "do_connect")
    def only_where_a_reader_finds_a_file(dialect: Any, record: Any, arguments: Any, keywords: Any) -> None:
        if not writes and not path.exists():
            raise FileNotFoundError(path.name)  # a reader must not leave an empty database behind

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late to be IMMEDIATE
        connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        if writes:
            _write_ahead(connection, patience)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
            connection.execute("PRAGMA secure_delete = ON")  # a forgotten salt must not stay in a free page
        else:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Let readers and a writer work at once. SQLite does not wait here by itself when another worker does the same."""
    end = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() >= end:
                raise
            time.sleep(0.02)
        else:
            return


def take_turns(connection: Connection) -> None:
    """Let one writer in at a time until this transaction ends; SQLite's BEGIN IMMEDIATE has done so already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITERS_LOCK})
