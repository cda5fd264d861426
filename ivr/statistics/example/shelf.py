"""Where the invented year lies: a file for all workers, made when somebody first looks at it in an hour."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ivr.call.line import Line
from ivr.content.hours import BRUSSELS
from ivr.paths import own_folder
from ivr.statistics.example.habits import habits
from ivr.statistics.example.year import Year
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.schema import counts
from ivr.statistics.journal.store import add_counts


class ExampleYear:
    def __init__(self, line: Callable[[], Line], folder: str, length: int, calls_a_day: int = 0) -> None:
        """`folder`: "" for one of its own. `length`: in days. `calls_a_day`: another number than the habits have."""
        self._line = line
        self._folder = Path(folder) if folder else None
        self.length = length
        self._calls_a_day = calls_a_day
        self._making = threading.Lock()

    def database(self, now: datetime) -> Database:
        """The counts up to the hour that began last, made now if nobody has yet: some seconds."""
        now = now.astimezone(BRUSSELS)
        with self._making:
            file = self._place() / f"example-{now:%Y-%m-%dT%H}.sqlite3"
            if not file.exists():
                self._make(file, now)
        return Database(f"sqlite:///{file}", writes=False)

    def _place(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="line-example-"))
        return own_folder(self._folder)

    def _make(self, file: Path, now: datetime) -> None:
        """A day at a time, so that a worker needs no more memory for it than for a day. Another worker may do the same."""
        for older in file.parent.glob("example-*.sqlite3"):
            older.unlink(missing_ok=True)
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.unlink(missing_ok=True)
        database = Database(f"sqlite:///{unfinished}", writes=True)
        try:
            with database.engine.begin() as connection:
                counts.create(connection)
                for day in Year(self._line(), habits(), self._calls_a_day).days(self.length, now):
                    add_counts(connection, day)
            database.close()
            unfinished.replace(file)
        finally:
            database.close()
            unfinished.unlink(missing_ok=True)
