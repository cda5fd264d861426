"""What became of each errand, for all workers and machines.

At this machine: a file in memory that is renamed as the errand goes on. Its name is a keyed hash of the call's id; it holds
nothing. A rename is done by one alone, so that an errand that was given up is never begun, and one that was begun is never told
to have been given up. With a database the same holds between machines: whoever inserts its row does it, or gives it up.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from ivr.call.reach import Errand
from ivr.call.reach import Outcome
from ivr.call.steps import MOST_LOOKS
from ivr.statistics.together import errands
from ivr.statistics.together.together import Together
from ivr.web.outbound.memory import Memory

KEPT_SECONDS = 3600
LOOKS_AT_OTHERS = 2  # before the last: an answer about another machine's errand is there at the next look

Later = Callable[[Callable[[], object]], bool]


class Ledger:
    def __init__(self, memory: Memory, together: Together, later: Later = lambda job: False) -> None:
        """`later`: where the database is asked in the name of a call that does not wait for it."""
        self._memory = memory
        self._together = together
        self._later = later

    def open(self, call: str, errand: Errand | str) -> bool:
        """Whether this is the first time: a carrier may send the same request twice."""
        name = self._name(call, errand)
        try:
            self._file(name, "asked").touch(exist_ok=False)
        except FileExistsError:
            return False
        self._file(name, "waiting").touch()
        return True

    def begin(self, call: str, errand: Errand | str) -> bool:
        """Whether it may be done; no longer when it was given up, or when another machine does it. Asks the database."""
        name = self._name(call, errand)
        found = self._together.ask(lambda database: errands.claim(database, name, time.time()))
        if found:  # another machine has it, or the caller was told there that it would not be done
            self._move(name, "waiting", _END.get(found, "away"))
            return False
        if self._move(name, "waiting", "begun"):
            return True
        self._finish(name, done=False)
        return False

    def is_away(self, call: str, errand: Errand | str) -> bool:
        """Whether another machine does it, or has done it."""
        name = self._name(call, errand)
        return self._file(name, "away").exists() or self._file(name, "done").exists()

    def refuse(self, call: str, errand: Errand | str) -> None:
        """It never will be begun; told at once, without the database."""
        self._move(self._name(call, errand), "waiting", "failed")

    def close(self, call: str, errand: Errand | str, *, done: bool) -> None:
        """What was begun is over. Asks the database."""
        name, end = self._name(call, errand), "done" if done else "failed"
        self._move(name, "begun", end)
        self._finish(name, done=done)

    def look(self, call: str, errand: Errand | str, looks: int) -> Outcome:
        """What is known of it, for the call that waits: at once. What nobody has begun at its last look never will be."""
        name = self._name(call, errand)
        if looks >= MOST_LOOKS:
            self._move(name, "waiting", "failed")
        if self._file(name, "done").exists():
            return Outcome.DONE
        if self._file(name, "failed").exists():
            return Outcome.NOT_DONE
        if self._together.asked and not self._is_here(name):
            self._later(lambda: self._look_at_others(name, give_up=looks >= MOST_LOOKS - LOOKS_AT_OTHERS))
        return Outcome.UNKNOWN

    def tidy(self) -> None:
        """Forget what is over."""
        self._memory.forget("e-", KEPT_SECONDS)

    def _look_at_others(self, name: str, *, give_up: bool) -> None:
        found = self._together.ask(lambda database: errands.look(database, name, give_up=give_up, now=time.time()))
        if end := _END.get(found or ""):
            self._file(name, end).touch()

    def _finish(self, name: str, *, done: bool) -> None:
        self._together.ask(lambda database: errands.finish(database, name, done=done))

    def _is_here(self, name: str) -> bool:
        return any(self._file(name, state).exists() for state in ("waiting", "begun"))

    def _name(self, call: str, errand: Errand | str) -> str:
        return self._memory.name(errand, call)

    def _file(self, name: str, state: str) -> Path:
        return self._memory.folder / f"e-{name}.{state}"

    def _move(self, name: str, state: str, to: str) -> bool:
        try:
            self._file(name, state).rename(self._file(name, to))
        except FileNotFoundError:
            return False
        return True


_END = {errands.DONE: "done", errands.FAILED: "failed"}
