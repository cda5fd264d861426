"""Write events, and keep what is counted of them."""

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

from sqlalchemy import Connection
from sqlalchemy import insert
from sqlalchemy import select

from ivr.content.hours import BRUSSELS
from ivr.statistics.journal import facts
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.database import take_turns
from ivr.statistics.journal.events import Event
from ivr.statistics.journal.facts import Call
from ivr.statistics.journal.facts import FactKey
from ivr.statistics.journal.facts import milliseconds
from ivr.statistics.journal.migrate import migrate
from ivr.statistics.journal.outside import OutsideHours
from ivr.statistics.journal.rows import CALL_COLUMNS
from ivr.statistics.journal.rows import call_from
from ivr.statistics.journal.rows import call_row
from ivr.statistics.journal.rows import event_row
from ivr.statistics.journal.salts import Salts
from ivr.statistics.journal.schema import batches
from ivr.statistics.journal.schema import calls
from ivr.statistics.journal.schema import counts
from ivr.statistics.journal.schema import events
from ivr.statistics.journal.schema import requests
from ivr.statistics.journal.upsert import insert_or_add
from ivr.statistics.journal.upsert import insert_or_replace

LONGEST_CALL = timedelta(hours=6)  # after midnight for so long, a call may have begun the day before


@dataclass(frozen=True)
class Batch:
    """Events written together, at most once; `lost` events could not be kept since the batch before."""

    events: Sequence[Event]
    lost: int = 0
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


class JournalStore:
    """The journal's tables. Not for several threads at once; several processes may have one each."""

    def __init__(self, database: Database, outside: OutsideHours) -> None:
        self.database = database
        self._outside = outside
        self._salts = Salts()
        self._ready = False

    def write(self, batch: Batch, now: datetime) -> None:
        """Write a batch. Raises what the database raises, and then nothing of the batch is kept."""
        try:
            self._prepare()
            with self.database.engine.begin() as connection:
                take_turns(connection)
                if connection.scalar(select(batches.c.id).where(batches.c.id == batch.id)) is None:
                    connection.execute(insert(batches), {"id": batch.id, "at": milliseconds(now)})
                    self._write(connection, batch, now)
        except Exception:
            self._salts.clear()
            self._ready = False
            self.database.close()  # the next try begins afresh: a disk may be another one by then
            raise

    def _prepare(self) -> None:
        if self.database.lost_its_file() or not self._ready:
            migrate(self.database)
            self.database.lost_its_file()
            self._salts.clear()
            self._ready = True

    def _write(self, connection: Connection, batch: Batch, now: datetime) -> None:
        added: dict[FactKey, int] = defaultdict(int)
        if batch.lost:
            added[(facts.LOST, now.astimezone(BRUSSELS).date(), "", "", "")] += batch.lost
        new = self._not_written_before(connection, batch.events, now)
        if new:
            self._write_events(connection, new, added)
        add_counts(connection, added)

    def _not_written_before(self, connection: Connection, batch: Sequence[Event], now: datetime) -> list[Event]:
        """Without the requests that came before, from a carrier that tries again or from somebody who replays them."""
        names = [self._salts.hash(connection, f"{event.call} {event.request}", _day(event)) for event in batch]
        seen = set(connection.execute(select(requests.c.id).where(requests.c.id.in_(names))).scalars())
        new: dict[str, Event] = {}
        for name, event in zip(names, batch, strict=True):
            if name not in seen:
                new.setdefault(name, event)
        if new:
            connection.execute(insert(requests), [{"id": name, "at": milliseconds(now)} for name in new])
        return list(new.values())

    def _write_events(self, connection: Connection, batch: Sequence[Event], added: dict[FactKey, int]) -> None:
        named, known = self._load(connection, batch)
        for call in known.values():
            _count(added, facts.call_facts(call), -1)
        rows = []
        for event in batch:
            at, name = milliseconds(event.at), named[event.call]
            call = known.get(name) or known.setdefault(name, Call(name, started_at=at))
            facts.fold(call, event, at)
            rows.append(event_row(event, at, name))
        for call in known.values():
            if not call.blurred:
                call.outside = self._outside(call.centre, call.started_at)
            _count(added, facts.call_facts(call))
        for event in batch:
            _count(added, facts.event_facts(event, known[named[event.call]].start.date()))
        connection.execute(insert(events), rows)
        insert_or_replace(connection, calls, [call_row(call) for call in known.values()])

    def _load(self, connection: Connection, batch: Sequence[Event]) -> tuple[dict[str, str], dict[str, Call]]:
        """The hash of each call in the batch, and what is known so far of those that are not new."""
        today, night = {}, {}
        for event in batch:
            if event.call not in today:
                today[event.call] = self._salts.hash(connection, event.call, _day(event))
            if event.call not in night and event.at.astimezone(UTC).time() < (datetime.min + LONGEST_CALL).time():
                night[event.call] = self._salts.hash(connection, event.call, _day(event) - timedelta(days=1))
        wanted = [*today.values(), *night.values()]
        found = connection.execute(select(*CALL_COLUMNS).where(calls.c.call.in_(wanted)))
        known = {row.call: call_from(row) for row in found}
        named = {call: night[call] if night.get(call) in known else name for call, name in today.items()}
        return named, known


def _day(event: Event) -> date:
    """The day whose salt is used."""
    return event.at.astimezone(UTC).date()


def add_counts(connection: Connection, added: Mapping[FactKey, int]) -> None:
    """Add to what is counted of the days."""
    rows = [
        {"measure": measure, "day": day, "language": language, "a": a, "b": b, "n": n}
        for (measure, day, language, a, b), n in added.items()
        if n
    ]
    if rows:
        insert_or_add(connection, counts, rows)


def _count(added: dict[FactKey, int], counted: Iterable[tuple[FactKey, int]], sign: int = 1) -> None:
    for fact, n in counted:
        added[fact] += sign * n
