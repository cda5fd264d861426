"""Journals, and calls to write into them, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from datetime import timedelta
from typing import Any

from sqlalchemy import Table
from sqlalchemy import select

from ivr.flow import DialResult
from ivr.journal.database import Database
from ivr.journal.events import Ending
from ivr.journal.events import Event
from ivr.journal.events import Kind
from ivr.journal.keys import Key
from ivr.journal.store import Store

QUESTIONS = frozenset({"s01", "s02", "s03", "s04", "age"})


def store_at(url: str) -> Store:
    """A store whose offices are always open."""
    return Store(Database(url, writes=True), QUESTIONS, lambda centre, at: False)


def rows(store: Store, table: Table, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of a table, or some columns of them, sorted."""
    wanted = [table.c[name] for name in columns] or list(table.c)
    with store.database.engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(*wanted)))


def story(call: str, at: datetime) -> list[Event]:
    """A caller who does not know stage 4, asks for the centre of Liège, and is answered."""

    def after(seconds: int) -> datetime:
        return at + timedelta(seconds=seconds)

    def step(seconds: int, here: str, key: Key, to: str, centre: str = "") -> Event:
        return Event(after(seconds), call, Kind.STEP, "so", here, to, key, centre=centre)

    return [
        Event(at, call, Kind.START, to="languages"),
        step(8, "languages", Key.CHOICE, "welcome"),
        step(12, "welcome", Key.LISTENED, "main"),
        step(20, "main", Key.SILENCE, "main"),
        step(24, "main", Key.CHOICE, "intro"),
        step(30, "intro", Key.LISTENED, "s01"),
        step(36, "s01", Key.YES, "s04"),
        step(40, "s04", Key.UNKNOWN, "s04-about"),
        step(70, "s04-about", Key.LISTENED, "s04"),
        step(75, "s04", Key.YES, "summary"),
        step(90, "summary", Key.PERSON, "postcode"),
        step(99, "postcode", Key.NUMBER, "found", "liege"),
        step(110, "centre", Key.CHOICE, "calling", "liege"),
        step(113, "calling", Key.LISTENED, "call", "liege"),
        Event(after(233), call, Kind.TRANSFER, "so", "call", "called", outcome=DialResult.ANSWERED, centre="liege", seconds=110),
        Event(after(240), call, Kind.END, ending=Ending.COMPLETED, seconds=240),
    ]


def stories(number: int, at: datetime) -> Sequence[Event]:
    return [event for n in range(number) for event in story(f"CA{n}", at + timedelta(seconds=7 * n))]
