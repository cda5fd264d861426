"""How far a reviewer is: what they heard, what they said of it, and what is still to do."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from ivr.studio.store.links import Link
from ivr.studio.store.proposals import Kind
from ivr.studio.store.proposals import Proposal
from ivr.studio.store.proposals import Proposals
from ivr.studio.store.proposals import State
from ivr.studio.store.schema import heard
from ivr.studio.store.schema import links
from ivr.studio.store.schema import verdicts
from ivr.studio.store.store import Store


class Verdict(StrEnum):
    GOOD = "good"
    DIFFERENTLY = "differently"
    SPEAK = "speak"
    UNSURE = "unsure"


class Standing(StrEnum):
    """Of one sentence, for one reviewer."""

    NEW = "new"
    GOOD = "good"
    WAITING = "waiting"  # for the editor
    AGAIN = "again"  # the words changed since, or the editor answered


@dataclass(frozen=True)
class Given:
    verdict: Verdict
    text: str  # what the sentence said then


@dataclass(frozen=True)
class Progress:
    """Every sentence in its order."""

    standing: Mapping[str, Standing]
    heard: frozenset[str]
    proposals: Mapping[str, Proposal]

    @property
    def next(self) -> str | None:
        """The first sentence that waits for the reviewer."""
        return self._first(self.standing)

    def next_after(self, clip: str) -> str | None:
        """The same, of the sentences behind this one."""
        order = list(self.standing)
        return self._first(order[order.index(clip) + 1 :])

    def _first(self, clips: Iterable[str]) -> str | None:
        return next((clip for clip in clips if self.standing[clip] in (Standing.NEW, Standing.AGAIN)), None)

    @property
    def settled(self) -> int:
        return sum(state in (Standing.GOOD, Standing.WAITING) for state in self.standing.values())

    @property
    def waiting(self) -> int:
        return sum(state is Standing.WAITING for state in self.standing.values())

    @property
    def finished(self) -> bool:
        """Everything heard, nothing open."""
        return all(state is Standing.GOOD for state in self.standing.values()) and self.heard >= self.standing.keys()


class Reviews:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._proposals = Proposals(store)

    def hear(self, link: Link, clip: str) -> None:
        with self._store.write() as connection:
            connection.execute(insert(heard).values(link=link.id, clip=clip).on_conflict_do_nothing())

    def forget_heard(self, language: str, clip: str) -> None:
        """The sentence sounds different now."""
        readers = select(links.c.id).where(links.c.language == language)
        with self._store.write() as connection:
            connection.execute(delete(heard).where(heard.c.clip == clip, heard.c.link.in_(readers)))

    def judge(self, link: Link, clip: str, verdict: Verdict, text: str, now: datetime) -> None:
        """In place of an earlier verdict on the same sentence."""
        values = {"verdict": verdict, "text": text, "at": int(now.timestamp())}
        statement = insert(verdicts).values(link=link.id, clip=clip, **values)
        with self._store.write() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["link", "clip"], set_=values))

    def progress(self, link: Link, today: Mapping[str, str]) -> Progress:
        """`today`: what each sentence says now, in the order they are reviewed in."""
        with self._store.read() as connection:
            listened = frozenset(connection.scalars(select(heard.c.clip).where(heard.c.link == link.id)))
            rows = connection.execute(select(verdicts).where(verdicts.c.link == link.id)).all()
        given = {row.clip: Given(Verdict(row.verdict), row.text) for row in rows}
        proposed = self._proposals.of_link(link)
        states = {clip: standing(given.get(clip), proposed.get(clip), text) for clip, text in today.items()}
        return Progress(states, listened, proposed)


def standing(given: Given | None, proposal: Proposal | None, today: str) -> Standing:
    """What a reviewer's last word on a sentence is worth, now that it says `today`."""
    if given is None:
        return Standing.NEW
    if given.verdict is Verdict.GOOD:
        return Standing.GOOD if given.text == today else Standing.AGAIN
    if proposal is None:
        return Standing.AGAIN
    if proposal.state is State.OPEN:
        return Standing.WAITING
    # Their own voice they have heard; new words must still be heard in the voice that says them now.
    spoken = proposal.state is State.ACCEPTED and proposal.kind is Kind.SOUND and proposal.before == today
    return Standing.GOOD if spoken else Standing.AGAIN
