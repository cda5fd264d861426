"""How each clip is written while it is being said."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from ivr.content.clipnames import DATES
from ivr.content.clipnames import DIGITS
from ivr.content.clipnames import TIMES
from ivr.content.clipnames import ClipKind
from ivr.content.clipnames import kind_of
from ivr.content.content import Content
from ivr.content.languages import Language
from ivr.content.words import Phrase

_PIECES = DATES | TIMES | {ClipKind.KEY}  # the sentence goes on after it


def book(content: Content, manifest: Mapping[str, Mapping[str, Any]], language: Language) -> dict[str, Any]:
    """The captions of a language by file, and how its sentences run and end."""
    phrases = dict(content.phrases(language.code))
    own = {file: entry for file, entry in manifest.items() if entry["language"] == language.code}
    return {
        "language": language.code,
        "direction": language.direction,
        "full_stop": full_stop(content, language.code),
        "captions": {file: caption(entry["clip"], entry["text"], phrases.get(entry["clip"])) for file, entry in own.items()},
    }


def caption(clip: str, text: str, phrase: Phrase | None) -> dict[str, str]:
    """`kind` says how it stands beside the next one: a sentence, a piece of one, a place, a digit, the last digit of a group.

    `voice` is the language it is said in. A digit is written as one: "zero eight one" is 081.
    """
    kind = kind_of(clip)
    if kind in DIGITS:
        return {"text": clip[-1], "kind": "digit-end" if kind is ClipKind.DIGIT_END else "digit"}
    if phrase and phrase.voice:
        return {"text": text, "kind": "place", "voice": phrase.voice}
    return {"text": text, "kind": "piece" if kind in _PIECES else "sentence"}


def full_stop(content: Content, language: str) -> str:
    """The sign that ends a sentence in this language, as the last digit of a number has it."""
    last = content.words[language].digit_ends["0"].text[-1]
    return last if unicodedata.category(last).startswith("P") else "."
