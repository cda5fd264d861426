"""How often something may be done for one number, for all workers and machines: by a keyed hash, gone after a day."""

from __future__ import annotations

import time
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ivr.statistics.together import counts
from ivr.statistics.together.counts import AtMost
from ivr.statistics.together.together import Together
from ivr.web.outbound.memory import Memory

DAY_SECONDS = 86_400
EVERYBODY = ""  # instead of a number


@dataclass(frozen=True)
class Limit:
    what: str
    most: int
    seconds: float = DAY_SECONDS


class Limits:
    """`together`: all machines count as one; without an answer of the database each knows what it did itself."""

    def __init__(self, memory: Memory, together: Together, now: Callable[[], float] = time.time) -> None:
        self._memory = memory
        self._together = together
        self._now = now

    def take(self, number: str, limits: Sequence[Limit]) -> bool:
        """Count one more, unless any of the limits is reached; they share what they count when they have the same name."""
        if not self._take_here(number, limits):
            return False
        names = {self._memory.name(limit.what, number): limit.what for limit in limits}
        wanted = {
            name: [AtMost(limit.most, limit.seconds) for limit in limits if limit.what == what] for name, what in names.items()
        }
        if self._together.ask(lambda database: counts.take(database, wanted, self._now())) is not False:
            return True
        for what in names.values():
            self._give_back_here(number, what)
        return False

    def give_back(self, number: str, what: str) -> None:
        """The last one did not happen."""
        self._give_back_here(number, what)
        self._together.ask(lambda database: counts.give_back(database, self._memory.name(what, number)))

    def _take_here(self, number: str, limits: Sequence[Limit]) -> bool:
        with self._memory.alone():
            times = {limit.what: self._times(limit.what, number) for limit in limits}
            now = self._now()
            if any(sum(at > now - limit.seconds for at in times[limit.what]) >= limit.most for limit in limits):
                return False
            for what, past in times.items():
                self._write(what, number, [*past, now])
        return True

    def _give_back_here(self, number: str, what: str) -> None:
        with self._memory.alone():
            self._write(what, number, self._times(what, number)[:-1])

    def tidy(self) -> None:
        """Forget what is older than a day."""
        self._memory.forget("n-", DAY_SECONDS)

    def _times(self, what: str, number: str) -> list[float]:
        try:
            kept = [float(line) for line in self._file(what, number).read_text().split()]
        except FileNotFoundError:
            return []
        return [at for at in kept if abs(at - self._now()) < DAY_SECONDS]  # later ones are of a clock that was wrong

    def _write(self, what: str, number: str, times: list[float]) -> None:
        """All or nothing: memory that is full does not forget what was done."""
        new = self._file(what, number).with_suffix(".new")
        new.write_text(" ".join(map(str, times)))
        new.replace(self._file(what, number))

    def _file(self, what: str, number: str) -> Path:
        return self._memory.folder / f"n-{self._memory.name(what, number)}"
