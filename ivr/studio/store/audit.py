"""Who did what, and when. Written in the same breath as the deed, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func
from sqlalchemy import insert
from sqlalchemy import select

from ivr.content.hours import BRUSSELS
from ivr.studio.store.schema import audit
from ivr.studio.store.store import Store

SHOWN = 300


class Deed(StrEnum):
    LINK_MADE = "link_made"
    LINK_WITHDRAWN = "link_withdrawn"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    REFUSED = "refused"
    ANSWERED = "answered"
    EDITED = "edited"
    CENTRE = "centre"
    QUESTION = "question"
    SETTLED = "settled"
    BROUGHT = "brought"
    REBUILT = "rebuilt"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    TAKEN_BACK = "taken_back"
    DISCARDED = "discarded"
    CALLED = "called"
    ENTERED = "entered"


@dataclass(frozen=True)
class Entry:
    at: datetime
    who: str
    what: str
    about: str


class Audit:
    def __init__(self, store: Store) -> None:
        self._store = store

    def write(self, who: str, what: Deed, about: str, now: datetime) -> None:
        with self._store.write() as connection:
            connection.execute(insert(audit), {"at": int(now.timestamp()), "who": who, "what": what, "about": about})

    def count(self, who: str, what: Deed, since: datetime) -> int:
        wanted = (audit.c.who == who) & (audit.c.what == what) & (audit.c.at >= int(since.timestamp()))
        with self._store.read() as connection:
            return connection.scalar(select(func.count()).select_from(audit).where(wanted)) or 0

    def last(self) -> list[Entry]:
        with self._store.read() as connection:
            rows = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(SHOWN))
            return [Entry(datetime.fromtimestamp(row.at, BRUSSELS), row.who, row.what, row.about) for row in rows]
