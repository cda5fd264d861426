"""The hash that stands for a call: the same for every worker during the call, and for nobody afterwards.

The salt is random, made anew each day and shared through the database. When it is deleted, two days later, even somebody
who holds the carrier's id of a call cannot tell which hash was its own.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import date
from datetime import timedelta

from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import select

from ivr.statistics.journal.schema import salts
from ivr.statistics.journal.upsert import insert_missing

SALT_BYTES = 32
HASH_BYTES = 12
KEPT = timedelta(days=1)  # yesterday's is kept: calls last over midnight


class Salts:
    """The salts of the days that are still open, read once."""

    def __init__(self) -> None:
        self._known: dict[date, bytes] = {}

    def hash(self, connection: Connection, name: str, day: date) -> str:
        """The hash of a name by the salt of a day, as 24 hexadecimal digits."""
        return hmac.digest(self._salt(connection, day), name.encode(), "sha256")[:HASH_BYTES].hex()

    def clear(self) -> None:
        """Read them again: what was read in a transaction that failed may never have been stored."""
        self._known.clear()

    def _salt(self, connection: Connection, day: date) -> bytes:
        if day not in self._known:
            insert_missing(connection, salts, [{"day": day, "salt": secrets.token_bytes(SALT_BYTES)}])
            read = connection.execute(select(salts.c.salt).where(salts.c.day == day)).scalar_one()
            self._known = {known: salt for known, salt in self._known.items() if abs(known - day) <= KEPT} | {day: read}
        return self._known[day]


def forget_salts(connection: Connection, today: date) -> None:
    """Delete the salts of the days before yesterday, and of days that a wrong clock said."""
    connection.execute(delete(salts).where((salts.c.day < today - KEPT) | (salts.c.day > today + KEPT)))
