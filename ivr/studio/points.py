"""The points of prompts/REVIEW.md that only a native speaker can decide, at the sentences they are about.

They are written in English; REVIEW.fr.md has them in French. A point and its translation name and quote the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

FILE, WRITTEN_IN = "REVIEW.md", "en"
MOST = 3  # sentences at which a point about a word is shown
_LANGUAGE = re.compile(r"^## .*\((\w+)\)\s*$", re.MULTILINE)
_DECIDE = re.compile(r"^\**(?:A|For a) native speaker[^\n]*\n(.*?)(?=^\*\*|\Z)", re.MULTILINE | re.DOTALL)
_POINT = re.compile(r"^- (.*(?:\n  .*)*)", re.MULTILINE)
_NAMED = re.compile(r"`([a-z][a-z0-9_]*\*?)`")
_NAMES_FIRST = re.compile(r"(?:`[a-z][a-z0-9_*]*`(?:, | and | à )?)+(?: \(([^)]*)\))? ?: ")
_KEPT = re.compile(r"`[^`]+`|[\u0400-\u07ff\u3400-\u9fff]+")
_QUOTED = re.compile(r"[\"`“]([^\"`”]{3,})[\"`”]")


@dataclass(frozen=True)
class Point:
    """`reader`: the language it is written in."""

    text: str
    reader: str


def points(folder: Path, language: str, texts: Mapping[str, str], reader: str = WRITTEN_IN) -> dict[str, list[Point]]:
    """Sentence -> its points, in the reader's language where they are translated. Those about no sentence stand under ""."""
    found: dict[str, list[Point]] = {}
    decide = _DECIDE.search(_section(folder / FILE, language))
    translations = _keyed(_section(folder / f"REVIEW.{reader}.md", language))
    for key, point in _keyed(decide[1] if decide else "").items():
        told = Point(translations[key], reader) if key in translations else Point(point, WRITTEN_IN)
        for clip in _sentences_of(point, texts) or [""]:
            found.setdefault(clip, []).append(Point(_without_names(told.text), told.reader) if clip else told)
    return found


def _section(file: Path, language: str) -> str:
    parts = _LANGUAGE.split(file.read_text(encoding="utf-8") if file.exists() else "")
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(language, "")


def _keyed(text: str) -> dict[tuple[str, ...], str]:
    """Each point by the sentences that it names and by what it quotes in another script: a translation leaves these."""
    found: dict[tuple[str, ...], str] = {}
    for point in _POINT.findall(text):
        names = tuple(_KEPT.findall(point))
        earlier = sum(key[1:] == names for key in found)
        found[str(earlier), *names] = " ".join(point.split())
    return found


def _sentences_of(point: str, texts: Mapping[str, str]) -> list[str]:
    """Those it names; otherwise the first that have the words it quotes."""
    names = _NAMED.findall(point)
    named = [clip for clip in texts if any(fnmatchcase(clip, name) for name in names)]
    if named:
        return named
    quoted = [words.casefold() for words in _QUOTED.findall(point)]
    return [clip for clip, text in texts.items() if any(words in text.casefold() for words in quoted)][:MOST]


def _without_names(point: str) -> str:
    """The reader has the sentence before them, and does not know what we call it."""
    return _NAMES_FIRST.sub("", point, count=1) if _NAMES_FIRST.match(point) else point
