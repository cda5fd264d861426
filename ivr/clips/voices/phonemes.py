"""The sounds of words in the International Phonetic Alphabet, for a voice that is given sounds."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ivr.clips.voices.espeak import ask

MANDARIN = "mandarin"
_CLAUSE = re.compile(r"([^,;:.!?،؛؟]+)([,;:.!?،؛؟]*)")
# As Kokoro writes what espeak-ng writes otherwise.
_SPELLED = {
    "dʒ": "ʤ",
    "tʃ": "ʧ",
    "ts": "ʦ",
    "dz": "ʣ",
    "tɕ": "ʨ",
    "g": "ɡ",
    "r": "ɾ",
    "ɫ": "l",
    "ɭ": "l",
    "ɵ": "ø",
    "ʑ": "ʒ",
    "ɪ^": "ʲ",
}
_SPELLING = re.compile("|".join(map(re.escape, sorted(_SPELLED, key=len, reverse=True))))
_NOTES = re.compile(r"\([a-z-]+\)|[\u0300-\u036f\n_]")  # a change of language; marks above and below letters


def phonemes_of(words: str, finder: str) -> str:
    """With the punctuation that makes the pauses. Raises EngineError when espeak-ng is missing."""
    if finder == MANDARIN:
        return str(_mandarin()(words)[0]).replace("-", " ").replace("g", "ɡ")
    clauses = (_clause(clause, finder) + marks for clause, marks in _CLAUSE.findall(words) if clause.strip())
    return " ".join(clauses)


def _clause(words: str, voice: str) -> str:
    said = _NOTES.sub(" ", ask(voice, 100, words, "-q", "--ipa").decode()).strip()
    return _SPELLING.sub(lambda found: _SPELLED[found[0]], " ".join(said.split()))


@cache
def _mandarin() -> Any:
    from misaki.zh import ZHG2P  # noqa: PLC0415 - not everybody has it

    return ZHG2P()
