"""Every rule, for words and clips that lie together."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping

from ivr.clips.manifest import Clips
from ivr.clips.manifest import Manifest
from ivr.clips.rules.lengths import Lengths
from ivr.clips.rules.lengths import size
from ivr.clips.rules.objection import Objection
from ivr.clips.rules.objection import Rule
from ivr.clips.rules.sounding import old_words
from ivr.clips.rules.sounding import silent
from ivr.clips.rules.wording import copied
from ivr.clips.rules.wording import letters
from ivr.clips.rules.wording import texts
from ivr.clips.times import ROWS
from ivr.clips.times import goal
from ivr.content.content import Content


def broken(content: Content, clips: Clips, manifest: Manifest) -> Iterator[Objection]:
    """All but the times, and what can only be said of the files themselves."""
    yield from silent(content, clips)
    yield from old_words(content, manifest)
    yield from kept_by_words(content)
    yield from Lengths(content, clips).objections()
    yield from size(clips)


def kept_by_words(content: Content) -> Iterator[Objection]:
    """What can be said before anything is spoken."""
    yield from letters(content)
    yield from copied(content)
    yield from texts(content)


def too_late(times: Mapping[tuple[str, str], float]) -> Iterator[Objection]:
    """Of the times of a release: by where and language."""
    rows = {row.name: row for row in ROWS}
    for (name, language), seconds in times.items():
        row = rows[name]
        if seconds > goal(row, language):
            yield Objection(Rule.TIME, language, row.until, found=seconds, most=goal(row, language))
