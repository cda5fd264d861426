"""The frequent questions of the draft: what is asked, in which order, in which words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from collections.abc import Mapping
from typing import Any

from ivr.content.clipnames import question_clips
from ivr.content.content import Content
from ivr.content.programme import Question
from ivr.content.sources import FILE as SOURCES
from ivr.content.words import UNWRITTEN
from ivr.studio.draft import Draft

FILE = "programme.yaml"
LONGEST_ID = 10
QuestionWords = Mapping[str, tuple[str, str]]  # language -> question and answer
Names = Mapping[str, str]  # language of the statistics -> what the question is called there


def question_of(content: Content, id: str) -> Question | None:
    return next((question for question in content.programme.questions if question.id == id), None)


def add(draft: Draft, names: Names, words: QuestionWords) -> str:
    """A question that waits for its words in the other languages; its id. Raises ContentError."""
    content = draft.content
    id = _id(names["en"], content.words[content.languages.first].clips)
    entry = {"id": id, "label": dict(names), "asked": False}

    def put(language: str) -> Any:
        texts = words.get(language, (UNWRITTEN, UNWRITTEN))
        return lambda raw: raw["clips"].update(zip(question_clips(id), texts, strict=True))

    draft.change({f"{code}.yaml": put(code) for code in content.languages.codes} | {FILE: lambda raw: _list(raw).append(entry)})
    return id


def change(draft: Draft, id: str, names: Names, *, asked: bool) -> None:
    """What it is called in the statistics, and whether callers hear it. Raises ContentError while words are missing."""
    draft.change({FILE: lambda raw: _entry(raw, id).update(label=dict(names), asked=asked)})


def move(draft: Draft, id: str, by: int) -> None:
    """To another place, and so to another key."""

    def put(raw: Any) -> None:
        listed, entry = _list(raw), _entry(raw, id)
        place = listed.index(entry)
        listed.insert(max(0, place + by), listed.pop(place))

    draft.change({FILE: put})


def remove(draft: Draft, id: str) -> None:
    """With its words, in every language. Raises ContentError for the last one that is asked."""

    def forget(table: str) -> Any:
        return lambda raw: [raw[table].pop(clip, None) for clip in question_clips(id)]

    words = {f"{code}.yaml": forget("clips") for code in draft.content.languages.codes}
    draft.change({FILE: lambda raw: _list(raw).remove(_entry(raw, id)), SOURCES: forget("sentences")} | words)


def _list(raw: Any) -> list[Any]:
    listed: list[Any] = raw["questions"]
    return listed


def _entry(raw: Any, id: str) -> Any:
    return next(entry for entry in _list(raw) if entry["id"] == id)


def _id(name: str, taken: Collection[str]) -> str:
    """Small letters of the name, and a number where others have them too."""
    plain = unicodedata.normalize("NFKD", name).lower()
    letters = re.sub(r"[^a-z]", "", plain)[: LONGEST_ID - 2] or "question"
    tries = (letters, *(f"{letters}{number}" for number in range(2, 100)))
    return next(id for id in tries if not {*question_clips(id)} & {*taken})
