"""The journal that the settings ask for."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from ivr.call.line import Line
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.outside import OutsideHours
from ivr.statistics.journal.outside import outside_hours
from ivr.statistics.journal.settings import JournalSettings
from ivr.statistics.journal.store import JournalStore
from ivr.statistics.journal.writer import Journal


def open_journal(settings: JournalSettings, line: Callable[[], Line]) -> Journal:
    """`line`: what callers hear now, whose hours count."""
    if settings.database_url is None:
        return Journal(None, retention_days=settings.retention_days)
    database = Database(settings.database_url, writes=True, keeps=True)

    def outside(centre: str, at: int) -> bool:
        return _hours_of(line())(centre, at)

    return Journal(JournalStore(database, outside), retention_days=settings.retention_days)


@lru_cache(maxsize=1)
def _hours_of(line: Line) -> OutsideHours:
    return outside_hours(line.content.centre_by_id)
