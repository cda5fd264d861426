"""How the journal of a worker does."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Health(enum.StrEnum):
    OFF = "off"  # nobody asked for a journal
    FINE = "fine"
    WAITING = "waiting"  # the database cannot be written at the moment
    STUCK = "stuck"  # the database has not answered for long
    DEAD = "dead"  # the thread ended; the next event starts it again
    CLOSED = "closed"  # the worker ends


@dataclass(frozen=True)
class JournalStatus:
    waiting: int  # events not written yet
    written: int
    dropped: int  # events that could not be kept
    health: Health
    reason: str = ""  # why it waits, for the operator only

    @property
    def failing(self) -> bool:
        return self.health in (Health.WAITING, Health.STUCK, Health.DEAD)

    @property
    def warning(self) -> str:
        """What anybody may read of it; "" when all is well."""
        return _WARNINGS.get(self.health, "")


_WARNINGS = {
    Health.WAITING: "statistics cannot be written at the moment; calls go on",
    Health.STUCK: "the database of the statistics does not answer; calls go on",
    Health.DEAD: "statistics had stopped and begin again with the next call",
}
