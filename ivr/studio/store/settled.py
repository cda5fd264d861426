"""Which conflicts an editor has settled: by their place, and by what the other side said there."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy import select

from ivr.studio.store.schema import settled
from ivr.studio.store.store import Store


class Settled:
    """When the other side says something else again, it is a new conflict."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def settle(self, place: str, theirs: str, who: str, now: datetime) -> None:
        row = {"place": place, "theirs": _digest(theirs), "who": who, "at": int(now.timestamp())}
        with self._store.write() as connection:
            connection.execute(insert(settled).prefix_with("OR IGNORE"), row)

    def has(self, place: str, theirs: str) -> bool:
        wanted = (settled.c.place == place) & (settled.c.theirs == _digest(theirs))
        with self._store.read() as connection:
            return connection.execute(select(settled.c.at).where(wanted)).first() is not None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
