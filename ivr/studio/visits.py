"""How often callers were at each step of the call, from the journal, when there is one and enough was counted."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta

from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from ivr.statistics.journal.database import Database
from ivr.statistics.journal.facts import STEP
from ivr.statistics.journal.schema import counts

log = logging.getLogger("ivr.studio")

DAYS = 90  # that are looked back on
ENOUGH = 1000  # steps; with fewer, one caller's way would decide
PATIENCE_SECONDS = 1.0


@dataclass
class Visits:
    """Looked up once a day, so that the order does not change under a reviewer's hands; without an answer, the next hour."""

    database_url: str | None
    _until: datetime | None = None
    _known: Mapping[str, int] | None = None

    def of(self, now: datetime) -> Mapping[str, int] | None:
        """By step; None when too little is known."""
        if self.database_url is None:
            return None
        if self._until is None or now >= self._until:
            self._known, self._until = self._look(self.database_url, now)
        return self._known

    def _look(self, url: str, now: datetime) -> tuple[Mapping[str, int] | None, datetime]:
        try:
            found = _counted(Database(url, writes=False, patience=PATIENCE_SECONDS), now.date())
        except (SQLAlchemyError, OSError) as fault:
            log.warning("the journal's figures could not be read: %s", type(fault).__name__)
            return self._known, now + timedelta(hours=1)
        return (found if sum(found.values()) >= ENOUGH else None), now + timedelta(days=1)


def _counted(database: Database, today: date) -> dict[str, int]:
    reach = (counts.c.measure == STEP, counts.c.day.between(today - timedelta(days=DAYS), today))
    with database.engine.connect() as connection:
        rows = connection.execute(select(counts.c.a, func.sum(counts.c.n)).where(*reach).group_by(counts.c.a))
        return {step: int(n) for step, n in rows}
