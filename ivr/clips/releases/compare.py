"""What one release says otherwise than another."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ivr.clips.manifest import by_clip
from ivr.clips.manifest import read_manifest
from ivr.clips.releases.release import Release
from ivr.clips.releases.tables import leaves
from ivr.clips.releases.tables import read_facts
from ivr.clips.times import ROWS
from ivr.clips.times import TimedWay
from ivr.clips.times import goal

NUMBERS = "centres.yaml"


@dataclass(frozen=True)
class Change:
    """`where` is "so" and "welcome", or "centres.yaml" and "centres.liege.phone". None: it is not there."""

    where: str
    what: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        return f"{self.where} {self.what}: {_said(self.before)} -> {_said(self.after)}"


@dataclass(frozen=True)
class Waiting:
    """How long callers need to get somewhere, in seconds. None: they cannot, or its clips are not there."""

    language: str
    name: str  # of where they want to get
    before: float | None
    after: float | None

    @property
    def row(self) -> TimedWay:
        return next(row for row in ROWS if row.name == self.name)

    @property
    def goal(self) -> int:
        return goal(self.row, self.language)

    @property
    def is_over(self) -> bool:
        return self.after is not None and self.after > self.goal

    def __str__(self) -> str:
        before, after = (f"{seconds:.0f} s" if seconds is not None else "never" for seconds in (self.before, self.after))
        return f"{self.language}: {self.row.until}: {before} -> {after}, at most {self.goal} s"


@dataclass(frozen=True)
class Changes:
    sentences: tuple[Change, ...]  # words: language, sentence
    sounds: tuple[Change, ...]  # clips: language, sentence; the files
    times: tuple[Waiting, ...]  # how long it takes to get somewhere, where that is another second
    facts: tuple[Change, ...]  # numbers, hours, days, questions, voices: file, place in it

    def __bool__(self) -> bool:
        return bool(self.sentences or self.sounds or self.facts)

    @property
    def numbers(self) -> tuple[Change, ...]:
        """Those of the facts that decide whom a caller reaches."""
        return tuple(change for change in self.facts if change.where == NUMBERS)


def compare(before: Release, after: Release) -> Changes:
    return Changes(
        sentences=tuple(_differences(_sentences(before), _sentences(after))),
        sounds=tuple(_differences(_sounds(before), _sounds(after))),
        times=tuple(_waiting(before, after)),
        facts=tuple(_differences(_facts(before), _facts(after))),
    )


_Stated = Mapping[tuple[str, str], str]


def _differences(before: _Stated, after: _Stated) -> Iterator[Change]:
    for where, what in sorted(before.keys() | after.keys()):
        one, other = before.get((where, what)), after.get((where, what))
        if one != other:
            yield Change(where, what, one, other)


def _sentences(release: Release) -> _Stated:
    content = release.content
    spoken = {(code, name): phrase.text for code in content.languages.codes for name, phrase in content.words[code].phrases()}
    texts = {(code, name): text for code in content.languages.codes for name, text in content.words[code].texts.items()}
    return spoken | texts


def _sounds(release: Release) -> _Stated:
    return {clip: listed.file for clip, listed in by_clip(read_manifest(release.place.audio)).items()}


def _waiting(before: Release, after: Release) -> Iterator[Waiting]:
    for row in ROWS:
        for language in after.content.languages.codes:
            one, other = (release.times.get((row.name, language)) for release in (before, after))
            if _whole(one) != _whole(other):
                yield Waiting(language, row.name, one, other)


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)


def _facts(release: Release) -> _Stated:
    tables: Mapping[str, Any] = read_facts(release.place.prompts, release.content.languages.codes)
    return {(file, ".".join(path)): str(value) for file, table in tables.items() for path, value in leaves(table)}


def _said(value: str | None) -> str:
    return "nothing" if value is None else repr(value)
