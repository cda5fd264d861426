"""Which troubles there are now, for all workers and machines: each is told at most once an hour, and that it is over."""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ivr.paths import own_folder
from ivr.statistics.alerts.kinds import Trouble
from ivr.statistics.together import troubles
from ivr.statistics.together.together import Together

QUIET_SECONDS = 3600


class News(NamedTuple):
    trouble: Trouble
    detail: str
    over: bool = False


class Board:
    """What one worker meets. Without an answer of the database, each machine tells what it meets itself."""

    def __init__(
        self,
        folder: Path,
        together: Together,
        tell: Callable[[News], object],
        now: Callable[[], float] = time.time,
        worker: int | None = None,
    ) -> None:
        """`folder`: of all workers of this machine; `worker`: the process, this one unless named."""
        self._folder = folder
        self._worker = worker or os.getpid()
        self._together = together
        self._tell = tell
        self._now = now

    def is_there(self, trouble: Trouble, detail: str) -> None:
        """Tell it, unless that was done within the hour."""
        with self._alone():
            self._there(trouble).touch()
            if self._now() < self._told_at(trouble) + QUIET_SECONDS:
                return
            self._told(trouble).write_text(str(self._now()))
            self._open(trouble).touch()  # told, and not yet told to be over
        machine, now = self._machine, self._now()
        if self._together.ask(lambda at: troubles.is_there(at, trouble, machine, now, QUIET_SECONDS)) is not False:
            self._tell(News(trouble, detail))

    def is_over(self, trouble: Trouble, detail: str = "", *, everywhere: bool = False) -> None:
        """Tell it if the trouble was told and no other worker has it any longer. `everywhere`: none of them can have it."""
        if not any(self._having(trouble)):
            return
        with self._alone():
            for having in self._having(trouble):
                worker = int(having.suffix[1:])
                if everywhere or worker == self._worker or not _lives(worker):
                    having.unlink()
            if any(self._having(trouble)):
                return
            was_told = self._open(trouble).exists()
            self._open(trouble).unlink(missing_ok=True)
        mine = self._together.ask(lambda at: troubles.is_over(at, trouble, self._machine, self._now()))
        if was_told if mine is None else mine:
            self._tell(News(trouble, detail, over=True))

    @cached_property
    def _machine(self) -> str:
        """Of this machine, until it starts again; the same for all its workers."""
        with self._alone():
            name = self._folder / "machine"
            if not name.exists():
                name.write_text(secrets.token_hex(12))
            return name.read_text()

    def _told_at(self, trouble: Trouble) -> float:
        try:
            return float(self._told(trouble).read_text() or 0)
        except FileNotFoundError:
            return 0.0

    def _there(self, trouble: Trouble) -> Path:
        return self._folder / f"there-{trouble}.{self._worker}"

    def _having(self, trouble: Trouble) -> Iterator[Path]:
        """A file for each worker that has it."""
        return self._folder.glob(f"there-{trouble}.*")

    def _told(self, trouble: Trouble) -> Path:
        return self._folder / f"told-{trouble}"

    def _open(self, trouble: Trouble) -> Path:
        return self._folder / f"open-{trouble}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One worker at a time. The folder is made as soon as there is room for it."""
        with (own_folder(self._folder) / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _lives(worker: int) -> bool:
    try:
        os.kill(worker, 0)
    except OSError:
        return False
    return True
