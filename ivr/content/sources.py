"""Which French and English words each translation was made from: prompts/sources.yaml. When those change, it is stale."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from ivr.content.languages import SOURCES
from ivr.content.words import Words
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml

FILE = "sources.yaml"
_HEAD = """\
# Which French and English words each translation was made from: by sentence, the words, and the languages made from them.
# When somebody changes the French or the English, the languages that stand beside the older words are stale.
# Correct the translation in its own file, then write it down here:  scripts/line translations done LANGUAGE SENTENCE ...
"""


class MadeFrom(Model):
    """Words of the sources, and who was made from them."""

    fr: str
    en: str
    languages: tuple[str, ...]


class Sources(Model):
    sentences: dict[str, tuple[MadeFrom, ...]]


@dataclass(frozen=True)
class Stale:
    """A sentence of a language that says what its sources said before; `made_from` is None when nobody wrote that down."""

    language: str
    sentence: str
    made_from: MadeFrom | None
    today: Mapping[str, str]

    def __str__(self) -> str:
        if self.made_from is None:
            return f"{self.language}: {self.sentence}: nobody wrote down which words it was made from"
        changed = next(source for source in SOURCES if getattr(self.made_from, source) != self.today[source])
        before = getattr(self.made_from, changed)
        return f"{self.language}: {self.sentence}: {changed} said {before!r} and now says {self.today[changed]!r}"


def load_sources(folder: Path) -> Sources:
    return read_yaml(folder / FILE, Sources)


def stale(words: Mapping[str, Words], sources: Sources) -> Iterator[Stale]:
    """Every translation that was made from other words than today's."""
    for sentence, today in _today(words).items():
        made = sources.sentences.get(sentence, ())
        for language in _translations(words):
            of = next((entry for entry in made if language in entry.languages), None)
            if of is None or any(getattr(of, source) != text for source, text in today.items()):
                yield Stale(language, sentence, of, today)


def done(words: Mapping[str, Words], sources: Sources, language: str, sentences: Iterable[str]) -> Sources:
    """Write down that these sentences of a language were made from today's words.

    Raises ValueError for a language or a sentence that is not there.
    """
    if language not in _translations(words):
        raise ValueError(f"{language}: expected one of {', '.join(_translations(words))}")
    today, kept = _today(words), dict(sources.sentences)
    for sentence in sentences:
        if sentence not in today:
            raise ValueError(f"{sentence}: there is no such sentence in fr.yaml")
        kept[sentence] = _made_anew(kept.get(sentence, ()), language, today[sentence])
    return Sources(sentences={sentence: kept[sentence] for sentence in today if sentence in kept})


def save_sources(folder: Path, sources: Sources) -> None:
    """In the order of fr.yaml, readable by a person."""
    plain = sources.model_dump(mode="json")
    text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=140, default_flow_style=None)
    (folder / FILE).write_text(_HEAD + text, encoding="utf-8")


def _made_anew(made: Iterable[MadeFrom], language: str, today: Mapping[str, str]) -> tuple[MadeFrom, ...]:
    others = [
        entry.model_copy(update={"languages": tuple(code for code in entry.languages if code != language)}) for entry in made
    ]
    same = next((entry for entry in others if all(getattr(entry, source) == text for source, text in today.items())), None)
    fresh = MadeFrom(**today, languages=(*(same.languages if same else ()), language))
    return (*(entry for entry in others if entry is not same and entry.languages), fresh)


def _today(words: Mapping[str, Words]) -> dict[str, dict[str, str]]:
    """The sentences and the text messages. Days, numbers and hours are made from a calendar, not from French."""
    texts = {source: _sentences(words[source]) for source in SOURCES}
    return {sentence: {source: texts[source][sentence] for source in SOURCES} for sentence in texts[SOURCES[0]]}


def _sentences(words: Words) -> dict[str, str]:
    return {sentence: phrase.text for sentence, phrase in words.clips.items()} | dict(words.texts)


def _translations(words: Mapping[str, Words]) -> tuple[str, ...]:
    return tuple(code for code in words if code not in SOURCES)
