"""Forget by hand, for a line that is switched off."""

from __future__ import annotations

from datetime import datetime

from ivr.statistics.journal.database import Database
from ivr.statistics.journal.forgetting import forget
from ivr.statistics.journal.migrate import migrate


def purge(url: str, now: datetime, retention_days: int) -> int:
    """Delete what is older than the retention, and say how many calls that were; whoever asks for it has looked at the clock."""
    database = Database(url, writes=True)
    try:
        migrate(database)
        return forget(database, now, retention_days, clock_is_right=True)
    finally:
        database.close()
