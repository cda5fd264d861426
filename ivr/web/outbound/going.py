"""How many calls of ours are going on, for all workers and machines."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from ivr.statistics.together import counts
from ivr.statistics.together.together import Together
from ivr.web.outbound.memory import Memory

LONGEST_SECONDS = 4000  # a call whose end was never reported is over by then


class Going:
    """None of this is for the path of a call: the database may be asked."""

    def __init__(self, memory: Memory, together: Together) -> None:
        self._memory = memory
        self._together = together

    def enter(self, call: str, most: int) -> bool:
        """Whether there is room for one more."""
        if not self._enter_here(call, most):
            return False
        name = self._memory.name(call)
        if self._together.ask(lambda database: counts.enter(database, name, most, time.time(), LONGEST_SECONDS)) is not False:
            return True
        self._file(call).unlink(missing_ok=True)
        return False

    def _enter_here(self, call: str, most: int) -> bool:
        with self._memory.alone():
            if self._count() >= most:
                return False
            self._file(call).touch()
        return True

    def becomes(self, call: str, made: str) -> None:
        """It is known by another id from now on."""
        with suppress(FileNotFoundError):
            self._file(call).rename(self._file(made))
        self._together.ask(lambda database: counts.becomes(database, self._memory.name(call), self._memory.name(made)))

    def leave(self, call: str) -> None:
        self._file(call).unlink(missing_ok=True)
        self._together.ask(lambda database: counts.leave(database, self._memory.name(call)))

    def _count(self) -> int:
        before, count = time.time() - LONGEST_SECONDS, 0
        for entry in os.scandir(self._memory.folder):
            if entry.name.startswith("g-"):
                with suppress(FileNotFoundError):
                    if entry.stat().st_mtime < before:
                        os.unlink(entry.path)
                    else:
                        count += 1
        return count

    def _file(self, call: str) -> Path:
        return self._memory.folder / f"g-{self._memory.name(call)}"
