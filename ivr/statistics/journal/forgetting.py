"""Forget in time: blur the times of calls, drop salts, delete what is older than the retention."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import select
from sqlalchemy import update

from ivr.content.hours import BRUSSELS
from ivr.statistics.journal import facts
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.database import take_turns
from ivr.statistics.journal.facts import milliseconds
from ivr.statistics.journal.salts import forget_salts
from ivr.statistics.journal.schema import batches
from ivr.statistics.journal.schema import calls
from ivr.statistics.journal.schema import counts
from ivr.statistics.journal.schema import errands
from ivr.statistics.journal.schema import events
from ivr.statistics.journal.schema import outgoing
from ivr.statistics.journal.schema import requests
from ivr.statistics.journal.schema import takings

BLUR_AFTER = timedelta(days=1)
SUSPECT_GAP = timedelta(days=31)  # so long without any call: the clock may be wrong
PROOF = timedelta(days=7)  # calls over so many days since then: it is right
_HOUR_MS = 3_600_000


def forget(database: Database, now: datetime, retention_days: int, *, clock_is_right: bool = False) -> int:
    """Forget what is due, and say how many calls were deleted. A day a transaction, so that no other writer waits long.

    A clock that jumped ahead makes everything look old. So after a month without a call nothing is deleted until
    calls have come for a week, or somebody says that `clock_is_right`.
    """
    today = now.astimezone(BRUSSELS).date()
    with database.engine.begin() as connection:
        take_turns(connection)
        forget_salts(connection, now.astimezone(UTC).date())
        before = milliseconds(now - BLUR_AFTER)
        for table in (batches, requests, takings, outgoing, errands):
            connection.execute(delete(table).where(table.c.at < before))
        _blur(connection, before)
        if not clock_is_right and _clock_may_be_wrong(connection, today):
            return 0
    return _purge(database, today - timedelta(days=retention_days))


def _blur(connection: Connection, before: int) -> None:
    """Move all times of the calls that started before, each by as much as makes it start on the hour.

    Order and durations stay; but a call can no longer be found in the carrier's own list by its time.
    """
    fresh = select(calls.c.call, calls.c.started_at).where(calls.c.blurred.is_(False), calls.c.started_at < before)
    for name, started_at in connection.execute(fresh).all():
        shift = started_at % _HOUR_MS
        moved = {"last_at": calls.c.last_at - shift, "useful_at": calls.c.useful_at - shift, "started_at": started_at - shift}
        connection.execute(update(calls).where(calls.c.call == name).values(**moved, blurred=True))
        connection.execute(update(events).where(events.c.call == name).values(at=events.c.at - shift))


def _clock_may_be_wrong(connection: Connection, today: date) -> bool:
    """Whether the days with calls up to today begin, after a long gap, only now."""
    with_calls = select(counts.c.day).where(counts.c.measure == facts.CALLS, counts.c.n > 0, counts.c.day <= today)
    later = today
    for day in connection.execute(with_calls.distinct().order_by(counts.c.day.desc())).scalars():
        if later - day > SUSPECT_GAP:
            return today - later < PROOF
        later = day
    return False


def _purge(database: Database, first_kept: date) -> int:
    deleted = 0
    with database.engine.begin() as connection:
        connection.execute(delete(counts).where(counts.c.day < first_kept))
    while True:
        with database.engine.begin() as connection:
            oldest = connection.execute(select(calls.c.day).order_by(calls.c.day).limit(1)).scalar()
            if oldest is None or oldest >= first_kept:
                return deleted
            of_that_day = select(calls.c.call).where(calls.c.day == oldest)
            connection.execute(delete(events).where(events.c.call.in_(of_that_day)))
            deleted += connection.execute(delete(calls).where(calls.c.day == oldest)).rowcount
