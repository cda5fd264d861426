"""Journals, and calls to write into them, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from typing import Any

from sqlalchemy import Table
from sqlalchemy import select

from ivr.call.turns import DialResult
from ivr.call.turns import Key
from ivr.statistics.journal import facts
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.events import Ending
from ivr.statistics.journal.events import Event
from ivr.statistics.journal.events import EventKind
from ivr.statistics.journal.schema import counts
from ivr.statistics.journal.store import JournalStore

NOON = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)  # 12:30 in Brussels


def store_at(url: str) -> JournalStore:
    """A store whose offices are always open."""
    return JournalStore(Database(url, writes=True, keeps=True), lambda centre, at: False)


def rows(store: JournalStore, table: Table, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of a table, or some columns of them, sorted."""
    wanted = [table.c[name] for name in columns] or list(table.c)
    with store.database.engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(*wanted)))


def story(call: str, at: datetime) -> list[Event]:
    """A caller who does not know stage 4, asks for the centre of Liège, and is answered."""

    def after(seconds: int) -> datetime:
        return at + timedelta(seconds=seconds)

    def step(seconds: int, here: str, key: Key, to: str, **more: Any) -> Event:
        return Event(after(seconds), call, EventKind.STEP, "so", here, to, key, request=f"{here} at {seconds}", **more)

    return [
        Event(at, call, EventKind.START, to="languages", request="start"),
        step(8, "languages", Key.CHOICE, "welcome"),
        step(12, "welcome", Key.LISTENED, "main"),
        step(20, "main", Key.SILENCE, "main"),
        step(24, "main", Key.CHOICE, "intro", opens="steps"),
        step(30, "intro", Key.LISTENED, "s01", asks="s01"),
        step(36, "s01", Key.YES, "s04", answered="s01", asks="s04"),
        step(40, "s04", Key.UNKNOWN, "s04-about", answered="s04", useful=True),
        step(70, "s04-about", Key.LISTENED, "s04", asks="s04"),
        step(75, "s04", Key.YES, "summary", answered="s04", useful=True),
        step(90, "summary", Key.PERSON, "postcode", opens="centre"),
        step(99, "postcode", Key.NUMBER, "found", centre="liege", useful=True),
        step(110, "centre", Key.CHOICE, "calling", centre="liege", opens="transfer"),
        step(113, "calling", Key.LISTENED, "call", centre="liege", useful=True),
        _transferred(after(233), call),
        Event(after(240), call, EventKind.END, ending=Ending.COMPLETED, seconds=240, request="end"),
    ]


def _transferred(at: datetime, call: str) -> Event:
    return Event(
        at,
        call,
        EventKind.TRANSFER,
        "so",
        "call",
        "called",
        outcome=DialResult.ANSWERED,
        centre="liege",
        seconds=110,
        request="transfer",
    )


def stories(number: int, at: datetime) -> Sequence[Event]:
    return [event for n in range(number) for event in story(f"CA{n}", at + timedelta(seconds=7 * n))]


def lost(store: JournalStore) -> int:
    return sum(n for measure, n in rows(store, counts, "measure", "n") if measure == facts.LOST)
