"""What an editor sees of a draft before publishing it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pydantic import TypeAdapter

from ivr.clips.releases.checks import DraftVerdict
from ivr.clips.releases.checks import judge
from ivr.clips.releases.compare import Changes
from ivr.clips.releases.compare import compare
from ivr.clips.releases.release import Place
from ivr.clips.releases.release import age
from ivr.clips.releases.release import opened
from ivr.clips.rules.objection import Rule


@dataclass(frozen=True)
class Seen:
    """`key`: of which draft, and beside what. `changes` None: it cannot be read, and the verdict says why."""

    key: str
    verdict: DraftVerdict
    changes: Changes | None

    def as_json(self) -> str:
        return _SEEN.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Seen:
        return _SEEN.validate_json(text)


_SEEN = TypeAdapter(Seen)


def look(draft: Place, current: Place) -> Seen:
    """Takes seconds."""
    key = key_of(draft, current)
    verdict = judge(draft, current)
    unreadable = any(objection.rule is Rule.CONTENT for objection in verdict.against)
    return Seen(key, verdict, None if unreadable else compare(opened(current), opened(draft)))


def key_of(draft: Place, current: Place) -> str:
    """Another one as soon as anything is written in the draft, or callers hear another release."""
    return hashlib.sha256(f"{current.id} {age(draft)} {age(current)}".encode()).hexdigest()
