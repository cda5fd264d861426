"""Who is logged in: kept in the database, so that logging out ends a session everywhere at once."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy import insert
from sqlalchemy import select

from ivr.statistics.journal.database import Database
from ivr.statistics.journal.schema import login_sessions

HOURS = 8


@dataclass(frozen=True)
class Session:
    """One browser that is logged in, as Flask-Login wants to see it."""

    user: str
    token: str
    realm: str = ""  # which gate opened it
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return f"{self.user} {self.token}"


class Sessions:
    """The browser holds the token, the database only a hash of it that a new password makes worthless."""

    def __init__(self, reading: Database, writing: Database, password_hashes: Mapping[str, str], realm: str = "") -> None:
        self._realm = realm
        self._reading = reading
        self._writing = writing
        self._hashes = password_hashes

    def open(self, user: str) -> Session:
        session, now = Session(user, secrets.token_urlsafe(32), self._realm), int(time.time())
        row = {"id": self._name(session), "user": user, "until": now + HOURS * 3600}
        with self._writing.engine.begin() as connection:
            connection.execute(delete(login_sessions).where(login_sessions.c.until < now))
            connection.execute(insert(login_sessions), row)
        return session

    def find(self, id: str) -> Session | None:
        """The open session with this `get_id`."""
        user, _, token = id.rpartition(" ")
        if user not in self._hashes:
            return None
        session = Session(user, token, self._realm)
        here = select(login_sessions.c.until).where(login_sessions.c.id == self._name(session), login_sessions.c.user == user)
        with self._reading.engine.connect() as connection:
            until = connection.scalar(here)
        return session if until is not None and until >= time.time() else None

    def close(self, id: str) -> None:
        user, _, token = id.rpartition(" ")
        session = Session(user, token)
        with self._writing.engine.begin() as connection:
            connection.execute(delete(login_sessions).where(login_sessions.c.id == self._name(session)))

    def _name(self, session: Session) -> str:
        return hmac.digest(self._hashes[session.user].encode(), session.token.encode(), "sha256").hex()
