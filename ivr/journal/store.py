"""Write events and keep what is counted of them; forget in time."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from ivr.hours import BRUSSELS
from ivr.journal import facts
from ivr.journal.database import Database
from ivr.journal.database import take_turns
from ivr.journal.events import Event
from ivr.journal.facts import Call
from ivr.journal.facts import FactKey
from ivr.journal.facts import milliseconds
from ivr.journal.migrate import migrate
from ivr.journal.outside import Outside
from ivr.journal.salts import Salts
from ivr.journal.schema import batches
from ivr.journal.schema import calls
from ivr.journal.schema import counts
from ivr.journal.schema import events
from ivr.journal.schema import monthly
from ivr.journal.schema import salts
from ivr.journal.upsert import insert_or_add
from ivr.journal.upsert import insert_or_replace
from ivr.journal.upsert import insert_plain

LONGEST_CALL = timedelta(hours=6)  # after midnight for so long, a call may have begun the day before
BLUR_AFTER = timedelta(days=1)
_HOUR_MS = 3_600_000


@dataclass(frozen=True)
class Batch:
    """Events written together, at most once; `lost` events could not be kept since the batch before."""

    events: Sequence[Event]
    lost: int = 0
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


class Store:
    """The journal's tables. Not for several threads at once; several processes may have one each."""

    def __init__(self, database: Database, questions: frozenset[str], outside: Outside) -> None:
        self.database = database
        self._questions = questions
        self._outside = outside
        self._salts = Salts()
        self._ready = False

    def write(self, batch: Batch, now: datetime) -> None:
        """Write a batch. Raises what the database raises, and then nothing of the batch is kept."""
        self._prepare()
        try:
            with self.database.engine.begin() as connection:
                take_turns(connection)
                if connection.scalar(select(batches.c.id).where(batches.c.id == batch.id)) is None:
                    connection.execute(insert(batches), {"id": batch.id, "at": milliseconds(now)})
                    self._write(connection, batch, now)
        except Exception:
            self._salts.clear()
            raise

    def forget(self, now: datetime, retention_days: int) -> int:
        """Blur the times of calls over a day old, drop old salts, and delete what is older than the retention.

        The number of calls deleted. A day a transaction, so that no other writer waits long.
        """
        self._prepare()
        today = now.astimezone(BRUSSELS).date()
        with self.database.engine.begin() as connection:
            take_turns(connection)
            self._salts.forget(connection, now.astimezone(UTC).date())
            before = milliseconds(now - BLUR_AFTER)
            connection.execute(delete(batches).where(batches.c.at < before))
            _blur(connection, before)
        return self._purge(today - timedelta(days=retention_days))

    def _prepare(self) -> None:
        if not self._ready:
            migrate(self.database.engine)
            self._ready = True

    def _write(self, connection: Connection, batch: Batch, now: datetime) -> None:
        added: dict[FactKey, int] = defaultdict(int)
        if batch.lost:
            added[(facts.LOST, now.astimezone(BRUSSELS).date(), "", "", "")] += batch.lost
        if batch.events:
            self._write_events(connection, batch.events, added)
        add_counts(connection, added)

    def _write_events(self, connection: Connection, batch: Sequence[Event], added: dict[FactKey, int]) -> None:
        named, known = self._load(connection, batch)
        for call in known.values():
            _count(added, facts.call_facts(call), -1)
        rows = []
        for event in batch:
            at, name = milliseconds(event.at), named[event.call]
            call = known.get(name) or known.setdefault(name, Call(name, started_at=at))
            facts.fold(call, event, at, self._questions)
            rows.append(event_row(event, at, name))
        for call in known.values():
            if not call.blurred:
                call.outside = self._outside(call.centre, call.started_at)
            _count(added, facts.call_facts(call))
        for event in batch:
            _count(added, facts.event_facts(event, known[named[event.call]].start.date()))
        insert_plain(connection, events, rows)
        insert_or_replace(connection, calls, [call_row(call) for call in known.values()])

    def _load(self, connection: Connection, batch: Sequence[Event]) -> tuple[dict[str, str], dict[str, Call]]:
        """The hash of each call in the batch, and what is known so far of those that are not new."""
        today, night = {}, {}
        for event in batch:
            at = event.at.astimezone(UTC)
            if event.call not in today:
                today[event.call] = self._salts.hash(connection, event.call, at.date())
            if event.call not in night and at.time() < (datetime.min + LONGEST_CALL).time():
                night[event.call] = self._salts.hash(connection, event.call, at.date() - timedelta(days=1))
        wanted = [*today.values(), *night.values()]
        found = connection.execute(select(*_CALL_COLUMNS).where(calls.c.call.in_(wanted)))
        known = {row.call: _call(row) for row in found}
        named = {call: night[call] if night.get(call) in known else name for call, name in today.items()}
        return named, known

    def _purge(self, first_kept: date) -> int:
        deleted = 0
        with self.database.engine.begin() as connection:
            connection.execute(delete(counts).where(counts.c.day < first_kept))
            connection.execute(delete(monthly).where(monthly.c.day < first_kept))
        while True:
            with self.database.engine.begin() as connection:
                oldest = connection.execute(select(calls.c.day).order_by(calls.c.day).limit(1)).scalar()
                if oldest is None or oldest >= first_kept:
                    return deleted
                of_that_day = select(calls.c.call).where(calls.c.day == oldest)
                connection.execute(delete(events).where(events.c.call.in_(of_that_day)))
                deleted += connection.execute(delete(calls).where(calls.c.day == oldest)).rowcount


def add_counts(connection: Connection, added: Mapping[FactKey, int]) -> None:
    """Add to the counts of the days, and to those of their months."""
    months: dict[FactKey, int] = defaultdict(int)
    for (measure, day, language, a, b), n in added.items():
        months[measure, day.replace(day=1), language, a, b] += n
    for table, sums in ((counts, added), (monthly, months)):
        rows = [
            {"measure": measure, "day": day.isoformat(), "language": language, "a": a, "b": b, "n": n}
            for (measure, day, language, a, b), n in sums.items()
            if n
        ]
        if rows:
            insert_or_add(connection, table, rows)


def _count(added: dict[FactKey, int], counted: Iterable[tuple[FactKey, int]], sign: int = 1) -> None:
    for fact, n in counted:
        added[fact] += sign * n


def salts_kept(connection: Connection) -> list[date]:
    return list(connection.execute(select(salts.c.day).order_by(salts.c.day)).scalars())


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


_CALL_COLUMNS = [column for column in calls.columns if column.name not in ("day", "hour")]


def _call(row: Any) -> Call:
    values = row._asdict()
    return Call(**values | {"marks": frozenset(values["marks"].split())})


def call_row(call: Call) -> dict[str, Any]:
    start = call.start
    return {
        "call": call.call,
        "day": start.date().isoformat(),
        "hour": start.hour,
        "started_at": call.started_at,
        "last_at": call.last_at,
        "last_step": call.last_step,
        "language": call.language,
        "centre": call.centre,
        "outside": call.outside,
        "ending": call.ending,
        "seconds": call.seconds,
        "useful_at": call.useful_at,
        "marks": " ".join(sorted(call.marks)),
        "blurred": call.blurred,
    }


def event_row(event: Event, at: int, name: str) -> dict[str, Any]:
    return {
        "at": at,
        "call": name,
        "kind": event.kind.value,
        "language": event.language,
        "step": event.step,
        "to_step": event.to,
        "key": event.key.value if event.key else "",
        "outcome": event.outcome.value if event.outcome else "",
        "centre": event.centre,
        "ending": event.ending.value if event.ending else "",
        "seconds": event.seconds,
    }
