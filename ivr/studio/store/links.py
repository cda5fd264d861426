"""Personal links, for a reviewer or for an editor: signed, ending after thirty days, withdrawn at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from enum import StrEnum
from typing import Any

from itsdangerous import BadSignature
from itsdangerous import URLSafeSerializer
from sqlalchemy import Row
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from ivr.content.hours import BRUSSELS
from ivr.studio.store.schema import links
from ivr.studio.store.store import Store

DAYS = 30
EDITORS = ""  # stands for the language of an editor's link
LICENCE = "CC BY 4.0"


class Refusal(StrEnum):
    UNKNOWN = "link_unknown"
    ENDED = "link_ended"
    WITHDRAWN = "link_withdrawn"


class LinkError(Exception):
    """This link opens nothing."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Link:
    id: str
    language: str
    name: str
    by: str
    until: datetime
    withdrawn: bool
    has_phone: bool
    licence: str | None  # the one that the speaker accepted

    @property
    def edits(self) -> bool:
        """Whether it is an editor's."""
        return self.language == EDITORS

    def is_open(self, now: datetime) -> bool:
        return not self.withdrawn and now < self.until


_SALTS = {False: "studio link", True: "studio editor"}


class Links:
    def __init__(self, store: Store, secret_key: str) -> None:
        self._store = store
        self._signed = {edits: URLSafeSerializer(secret_key, salt=salt) for edits, salt in _SALTS.items()}

    def make(self, language: str, name: str, by: str, now: datetime, phone: bytes | None = None) -> Link:
        """`phone` is a sealed number."""
        id, until = secrets.token_urlsafe(12), now + timedelta(days=DAYS)
        row = {"id": id, "language": language, "name": name, "by": by, "made_at": int(now.timestamp())}
        with self._store.write() as connection:
            connection.execute(insert(links), row | {"until": int(until.timestamp()), "withdrawn": False, "phone": phone})
        return self.find(id)

    def token(self, link: Link) -> str:
        """What the address of the person's pages carries."""
        token = self._signed[link.edits].dumps(link.id)
        return token if isinstance(token, str) else token.decode()

    def open(self, token: str, now: datetime, *, edits: bool = False) -> Link:
        """Asked anew at every request, so that a withdrawn link ends with the next one. Raises LinkError."""
        try:
            link = self.find(str(self._signed[edits].loads(token)))
        except BadSignature:
            raise LinkError(Refusal.UNKNOWN) from None
        if link.edits != edits:
            raise LinkError(Refusal.UNKNOWN)
        if link.withdrawn:
            raise LinkError(Refusal.WITHDRAWN)
        if not link.is_open(now):
            raise LinkError(Refusal.ENDED)
        return link

    def withdraw(self, id: str) -> Link:
        with self._store.write() as connection:
            connection.execute(update(links).where(links.c.id == id).values(withdrawn=True, phone=None))
        return self.find(id)

    def accept_licence(self, link: Link, now: datetime) -> None:
        with self._store.write() as connection:
            accepted = {"licence": LICENCE, "licence_at": int(now.timestamp())}
            connection.execute(update(links).where(links.c.id == link.id).values(**accepted))

    def all(self, *, edits: bool = False) -> list[Link]:
        """Those of reviewers or those of editors, the newest first."""
        wanted = select(links).where((links.c.language == EDITORS) if edits else (links.c.language != EDITORS))
        with self._store.read() as connection:
            return [_link(row) for row in connection.execute(wanted.order_by(links.c.made_at.desc(), links.c.id))]

    def sealed_phone(self, link: Link) -> bytes | None:
        with self._store.read() as connection:
            return connection.scalar(select(links.c.phone).where(links.c.id == link.id))

    def find(self, id: str) -> Link:
        """Raises LinkError."""
        with self._store.read() as connection:
            row = connection.execute(select(links).where(links.c.id == id)).first()
        if row is None:
            raise LinkError(Refusal.UNKNOWN)
        return _link(row)


def _link(row: Row[Any]) -> Link:
    until = datetime.fromtimestamp(row.until, BRUSSELS)
    return Link(row.id, row.language, row.name, row.by, until, row.withdrawn, row.phone is not None, row.licence)
