"""What reviewers would change, and what the editors made of it."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from ivr.studio.store.links import Link
from ivr.studio.store.schema import proposals
from ivr.studio.store.store import Store


class Kind(StrEnum):
    WORDS = "words"
    SOUND = "sound"
    DOUBT = "doubt"


class State(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"  # by a later one of the same person on the same sentence


class DecidedError(Exception):
    """Another editor was quicker, or there is no such proposal."""


@dataclass(frozen=True)
class Proposal:
    """`before`: the words it is about. `after`: the words wanted, in the end those accepted."""

    id: int
    link: str
    name: str
    language: str
    clip: str
    kind: Kind
    before: str
    after: str
    note: str
    sound: str | None
    seconds: float | None
    licence: str | None
    at: int
    state: State
    answer: str
    decided_by: str | None


class Proposals:
    def __init__(self, store: Store) -> None:
        self._store = store

    def make(
        self,
        link: Link,
        clip: str,
        kind: Kind,
        now: datetime,
        *,
        before: str,
        after: str = "",
        note: str = "",
        sound: str | None = None,
        seconds: float | None = None,
    ) -> None:
        """In place of what the same person last proposed of this kind for the sentence, if nobody decided yet."""
        of = {"link": link.id, "name": link.name, "language": link.language, "licence": link.licence, "clip": clip, "kind": kind}
        said = {"before": before, "after": after, "note": note, "sound": sound, "seconds": seconds}
        row = of | said | {"at": int(now.timestamp()), "state": State.OPEN, "answer": ""}
        mine = (proposals.c.link == link.id) & (proposals.c.clip == clip) & (proposals.c.state == State.OPEN)
        with self._store.write() as connection:
            connection.execute(update(proposals).where(mine, proposals.c.kind == kind).values(state=State.REPLACED))
            connection.execute(insert(proposals), row)

    def open_ones(self, language: str | None = None) -> list[Proposal]:
        wanted = select(proposals).where(proposals.c.state == State.OPEN).order_by(proposals.c.language, proposals.c.id)
        with self._store.read() as connection:
            rows = connection.execute(wanted if language is None else wanted.where(proposals.c.language == language))
            return [_proposal(row) for row in rows]

    def of_link(self, link: Link) -> dict[str, Proposal]:
        """The last one for each sentence."""
        mine = select(proposals).where(proposals.c.link == link.id, proposals.c.state != State.REPLACED)
        with self._store.read() as connection:
            return {row.clip: _proposal(row) for row in connection.execute(mine.order_by(proposals.c.id))}

    def find(self, id: int) -> Proposal:
        """Raises DecidedError when there is none."""
        with self._store.read() as connection:
            row = connection.execute(select(proposals).where(proposals.c.id == id)).first()
        if row is None:
            raise DecidedError
        return _proposal(row)

    def decide(self, proposal: Proposal, state: State, by: str, now: datetime, *, after: str = "", answer: str = "") -> Proposal:
        """Raises DecidedError when it is no longer open."""
        values = {"state": state, "answer": answer, "after": after or proposal.after}
        decided = values | {"decided_by": by, "decided_at": int(now.timestamp())}
        still_open = (proposals.c.id == proposal.id) & (proposals.c.state == State.OPEN)
        with self._store.write() as connection:
            if connection.execute(update(proposals).where(still_open).values(**decided)).rowcount != 1:
                raise DecidedError
        return replace(proposal, state=state, answer=answer, after=after or proposal.after, decided_by=by)

    def give_back(self, proposal: Proposal) -> None:
        """What was accepted could not be done: it is open, as it was; or replaced, if its author proposed anew meanwhile."""
        same = (proposals.c.link == proposal.link) & (proposals.c.clip == proposal.clip) & (proposals.c.kind == proposal.kind)
        newer = select(proposals.c.id).where(same, proposals.c.id > proposal.id)
        found = {"after": proposal.after, "answer": proposal.answer, "decided_by": None, "decided_at": None}
        accepted = (proposals.c.id == proposal.id) & (proposals.c.state == State.ACCEPTED)
        with self._store.write() as connection:
            state = State.REPLACED if connection.execute(newer).first() else State.OPEN
            connection.execute(update(proposals).where(accepted).values(**found, state=state))


def _proposal(row: Row[Any]) -> Proposal:
    values = {name: value for name, value in row._mapping.items() if name != "decided_at"}
    return Proposal(**values | {"kind": Kind(row.kind), "state": State(row.state)})
