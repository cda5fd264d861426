"""The file itself."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection

from ivr.statistics.journal.database import Database
from ivr.statistics.journal.schema import login_failures
from ivr.statistics.journal.schema import login_sessions
from ivr.studio.store.schema import metadata

PATIENCE_SECONDS = 2.0  # for another worker's write


class Store:
    """Made by whoever uses it first: a folder that cannot be written at the start keeps no line from starting."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'studio.sqlite3'}"
        self._folder = folder
        self._writing = Database(self.url, writes=True, patience=PATIENCE_SECONDS)
        self._reading = Database(self.url, writes=False, patience=PATIENCE_SECONDS)
        self._ready = False

    def prepare(self) -> None:
        """Make what is missing. Raises OSError, or what the database raises, when that cannot be."""
        if self._ready:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._writing.engine.begin() as connection:
            metadata.create_all(connection)
            for table in (login_failures, login_sessions):
                table.create(connection, checkfirst=True)
        self._ready = True

    def read(self) -> AbstractContextManager[Connection]:
        self.prepare()
        return self._reading.engine.connect()

    def write(self) -> AbstractContextManager[Connection]:
        """A transaction of its own, written whole or not at all."""
        self.prepare()
        return self._writing.engine.begin()
