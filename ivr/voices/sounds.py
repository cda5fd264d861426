"""Respelling for a voice that does not know a language, or some of its names: prompts/sounds/<table>.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from ivr.yamlfile import Model
from ivr.yamlfile import read_yaml

# Letters with their vowel signs, joined by apostrophes, hyphens or the zero-width non-joiner of Persian.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u064b-\u0655\u0670]|['’\u200c](?=[^\W\d_]))*")
_FINAL_VOWEL_SIGNS = re.compile("[\u064e\u064f\u0650\u0654](?= |$)")


class Rule(Model):
    """A regular expression, and what each match of it becomes."""

    find: str
    put: str


class Respelling(Model):
    """How words are written so that a voice comes close to them.

    In the notation "phonemes", espeak-ng's own, every word is respelled, for the voice of another language. In the
    notation "letters", the ordinary spelling of the voice's language, only the listed words are, and the others stay.

    Where the text has one of the `phrases` without its final vowel signs, it gets them. A word is looked up in `words`,
    whole or without one of the `endings`. A word that is not there is exchanged letter by letter, the longest group
    first. `rules` and `after` work on each such word before and after its letters; `after` on looked-up words too.
    """

    notation: Literal["phonemes", "letters"] = "phonemes"
    phrases: tuple[str, ...] = ()
    words: dict[str, str] = Field(default_factory=dict)
    endings: dict[str, str] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    letters: dict[str, str] = Field(default_factory=dict)
    after: tuple[Rule, ...] = ()

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

    def respell(self, word: str) -> str:
        """One word for the voice."""
        found = self._look_up(word.lower())
        if self.notation == "letters":
            return word if found is None else found
        return f"[[{self._sounds(word.lower(), found)}]]"

    def _sounds(self, word: str, found: str | None) -> str:
        if found is None:
            spelled = _exchange(self.rules, word)
            found = self._letter.sub(lambda match: self.letters[match[0]], spelled)
        return _exchange(self.after, found)

    def _look_up(self, word: str) -> str | None:
        if word in self.words:
            return _exchange(self.after, self.words[word])
        for ending in sorted(self.endings, key=len, reverse=True):
            stem = self._look_up(word.removesuffix(ending)) if word.endswith(ending) else None
            if stem is not None:
                return stem + self.endings[ending]
        return None


def _exchange(rules: tuple[Rule, ...], word: str) -> str:
    for rule in rules:
        word = re.sub(rule.find, rule.put, word)
    return word


def respell(text: str, table: Respelling) -> str:
    """Word by word; spaces and punctuation, which make the pauses, stay."""
    return _WORD.sub(lambda match: table.respell(match[0]), table.mark(text))


Spellings = Mapping[str, Respelling]


def load_spellings(folder: Path) -> Spellings:
    """Every table of the folder by name. Raises ContentError."""
    return {path.stem: read_yaml(path, Respelling) for path in sorted(folder.glob("*.yaml"))}
