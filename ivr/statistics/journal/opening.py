"""The journal that the settings ask for."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.content.hours import Timetable
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.outside import outside_hours
from ivr.statistics.journal.settings import JournalSettings
from ivr.statistics.journal.store import JournalStore
from ivr.statistics.journal.writer import Journal


def open_journal(settings: JournalSettings, centres: Mapping[str, Timetable]) -> Journal:
    if settings.database_url is None:
        return Journal(None, retention_days=settings.retention_days)
    database = Database(settings.database_url, writes=True, keeps=True)
    return Journal(JournalStore(database, outside_hours(centres)), retention_days=settings.retention_days)
