"""Respelling for a voice that does not know a language, or some of its names: prompts/sounds/<table>.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from ivr.content.languages import EngineName
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml

# Letters with their vowel signs, joined by apostrophes, hyphens or the zero-width non-joiner of Persian.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u064b-\u0655\u0670]|['’\u200c](?=[^\W\d_]))*")
_FINAL_VOWEL_SIGNS = re.compile("[\u064e\u064f\u0650\u0654](?= |$)")


class SoundRule(Model):
    """A regular expression, and what each match of it becomes."""

    find: str
    put: str


_MARKS = (
    SoundRule(find=r"[.!。]+(?=\s|$)", put=" |"),
    SoundRule(find=r"[?؟]+", put=" ؟"),
    SoundRule(find=r"[,;:،؛–—]+(?=\s|$)", put=" ,"),
    SoundRule(find=r"[«»\"()…“”]|-", put=" "),
)


class Respelling(Model):
    """How words are written so that a voice comes close to them.

    In the notation "letters", the ordinary spelling of the voice's language, only the listed words are respelled.
    In "phonemes" every word is written as its sounds; in "text" the whole text is, where a word sounds otherwise beside others.

    Where the text has one of the `phrases` without its final vowel signs, it gets them. A word is looked up in `words`,
    whole or without one of the `endings`. A word that is not there is exchanged letter by letter, the longest group
    first. `rules` and `after` work on each such word before and after its letters; `after` on looked-up words too.
    The sounds are written as espeak-ng writes them; `into` exchanges them for those of another engine.
    """

    notation: Literal["phonemes", "letters", "text"] = "phonemes"
    phrases: tuple[str, ...] = ()
    words: dict[str, str] = Field(default_factory=dict)
    endings: dict[str, str] = Field(default_factory=dict)
    rules: tuple[SoundRule, ...] = ()
    letters: dict[str, str] = Field(default_factory=dict)
    after: tuple[SoundRule, ...] = ()
    into: dict[EngineName, tuple[SoundRule, ...]] = Field(default_factory=dict)

    @cached_property
    def _letter(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.letters, key=len, reverse=True))))

    @cached_property
    def _unmarked(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """Longer phrases first: a short one may be a part of them."""
        longest_first = sorted(self.phrases, key=len, reverse=True)
        return tuple((re.compile(rf"(?<!\w){re.escape(_FINAL_VOWEL_SIGNS.sub('', marked))}"), marked) for marked in longest_first)

    def mark(self, text: str) -> str:
        for unmarked, marked in self._unmarked:
            text = unmarked.sub(marked, text)
        return text

    def sounds_of(self, word: str, engine: EngineName) -> str:
        """One word, or in the notation "text" all of them, for the voice."""
        found = None if self.notation == "text" else self._look_up(word.lower())
        if self.notation == "letters":
            return word if found is None else found
        if found is None:
            spelled = _exchange(self.rules, word.lower())
            found = self._letter.sub(lambda match: self.letters[match[0]], spelled) if self.letters else spelled
        sounds = _exchange(self.after, found)
        return _exchange(self.into[engine], sounds) if engine in self.into else f"[[{sounds}]]"

    def _look_up(self, word: str) -> str | None:
        if word in self.words:
            return _exchange(self.after, self.words[word])
        for ending in sorted(self.endings, key=len, reverse=True):
            stem = self._look_up(word.removesuffix(ending)) if word.endswith(ending) else None
            if stem is not None:
                return stem + self.endings[ending]
        return None


def _exchange(rules: tuple[SoundRule, ...], word: str) -> str:
    for rule in rules:
        word = re.sub(rule.find, rule.put, word)
    return word


def respell(text: str, table: Respelling, engine: EngineName) -> str:
    """Word by word; spaces and punctuation, which make the pauses, stay. A voice that is given sounds alone knows three
    marks: "," goes on, "|" ends, "؟" asks.
    """
    if table.notation == "text":
        return table.sounds_of(text, engine)
    if engine in table.into:
        text = _exchange(_MARKS, text)
    return _WORD.sub(lambda match: table.sounds_of(match[0], engine), table.mark(text))


Spellings = Mapping[str, Respelling]


def load_spellings(folder: Path) -> Spellings:
    """Every table of the folder by name. Raises ContentError."""
    return {path.stem: read_yaml(path, Respelling) for path in sorted(folder.glob("*.yaml"))}
