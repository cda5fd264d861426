"""The sentences of a language as a reviewer meets them: what callers hear most comes first, each with what is said around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import lru_cache
from typing import Any

from ivr.call.build import build_line
from ivr.call.leads import Spoken
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import NumberEntry
from ivr.clips.recordings.lines import KitLine
from ivr.clips.recordings.lines import lines_for
from ivr.clips.recordings.meaning import meaning
from ivr.clips.recordings.usage import Usage
from ivr.content.content import Content
from ivr.content.languages import SOURCES
from ivr.studio.callers import what_callers_hear
from ivr.studio.heard import in_order


@dataclass(frozen=True)
class Sentence:
    """`when`: what operators call the step in which it is heard most, by language; empty where that is not known."""

    line: KitLine
    meanings: Mapping[str, str]
    when: Mapping[str, str]
    before: str | None
    after: str | None

    @property
    def clip(self) -> str:
        return self.line.clip

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def can_be_written(self) -> bool:
        """Not the names of places: they are the same in all languages."""
        return self.line.use is not Usage.PLACE


def sentences(content: Content, language: str, visits: Mapping[str, int] | None = None) -> dict[str, Sentence]:
    """Everything that this language's voice says. `visits`: how often callers were at each step, where that is known."""
    return _sentences(_Same(content), language, _Same(visits))


class _Same:
    """The same thing is the same key, without comparing all that is in it."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.thing is other.thing

    def __hash__(self) -> int:
        return id(self.thing)


@lru_cache(maxsize=24)
def _sentences(known: _Same, language: str, visits: _Same) -> dict[str, Sentence]:
    content: Content = known.thing
    lines = {line.clip: line for line in lines_for(content, language) if language in line.languages}
    heard, meant, places = what_callers_hear(content), _meanings(content, language, lines), _places(content)
    found = {}
    for clip in in_order(list(lines), heard, visits.thing):
        meanings = {reader: words[clip] for reader, words in meant.items()}
        place, step = places.get(clip, Surroundings(content.labels.of_sentence(clip))), heard.where(clip)
        if step and (clip in heard.clips or not place.when):
            place = Surroundings(content.label(step), heard.before.get((clip, step)), heard.after.get((clip, step)))
        beside = (near if near in lines else None for near in (place.before, place.after))
        found[clip] = Sentence(lines[clip], meanings, place.when, *beside)
    return found


def _meanings(content: Content, language: str, lines: Mapping[str, KitLine]) -> dict[str, dict[str, str]]:
    """What each sentence means, in French and in English."""
    meant = {}
    for reader in (code for code in SOURCES if code in content.words):
        phrases = dict(content.words[reader].phrases())
        said = {clip: phrases[clip].text if clip in phrases else line.text for clip, line in lines.items()}
        meant[reader] = {clip: meaning(reader, content.languages.by_code[language], clip, text) for clip, text in said.items()}
    return meant


@dataclass(frozen=True)
class Surroundings:
    """Of a sentence in a call. `when`: what operators call the step that says it, by language."""

    when: Mapping[str, str] = field(default_factory=dict)
    before: str | None = None
    after: str | None = None


def _places(content: Content) -> dict[str, Surroundings]:
    """Of the sentences that a step always says, also of those that hardly any caller hears."""
    places: dict[str, Surroundings] = {}
    for step in build_line(content).steps.values():
        if not isinstance(step, Message | Choice | NumberEntry) or not isinstance(step.clips, Spoken):
            continue
        said = (None, *step.clips, None)
        for before, clip, after in zip(said, step.clips, said[2:], strict=False):
            places.setdefault(clip, Surroundings(step.label, before, after))
    return places
