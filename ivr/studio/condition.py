"""How each language of the draft is: what is missing, what says older words, who reviewed it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ivr.clips.manifest import by_clip
from ivr.clips.voices.catalogue import HUMAN
from ivr.content.languages import Language
from ivr.content.sources import load_sources
from ivr.content.sources import stale
from ivr.studio.draft import Draft


@dataclass(frozen=True)
class Condition:
    """Of one language; sentences by name."""

    language: Language
    reviewed_by: str | None
    reviewed_on: date | None
    unwritten: frozenset[str]  # of questions that wait for their words; no caller hears them
    stale: frozenset[str]  # translations of older French or English words
    silent: frozenset[str]  # without a sound of today's words
    recorded: int  # spoken by a person
    total: int


def conditions(draft: Draft) -> Iterator[Condition]:
    content = draft.content
    old: dict[str, set[str]] = {}
    for each in stale(content.words, load_sources(draft.place.prompts)):
        old.setdefault(each.language, set()).add(each.sentence)
    said = by_clip(draft.manifest)
    for language in content.languages.languages:
        phrases = dict(content.phrases(language.code))
        entries = {clip: said[key].entry if (key := (language.code, clip)) in said else None for clip in phrases}
        words = content.words[language.code]
        unwritten = frozenset(clip for clip, phrase in phrases.items() if phrase.unwritten)
        yield Condition(
            language=language,
            reviewed_by=words.reviewed_by,
            reviewed_on=words.reviewed_on,
            unwritten=unwritten,
            stale=frozenset(old.get(language.code, ())) - unwritten,
            silent=frozenset(clip for clip, entry in entries.items() if entry is None or entry["text"] != phrases[clip].text)
            - unwritten,
            recorded=sum(entry is not None and entry["engine"] == HUMAN for entry in entries.values()),
            total=len(phrases),
        )


def condition_of(draft: Draft, language: str) -> Condition:
    return next(each for each in conditions(draft) if each.language.code == language)
