"""What the studio's pages say: reviewers read it in their own language, in French or in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from ivr.clips.rules.objection import Objection
from ivr.clips.rules.objection import Rule
from ivr.clips.times import ROWS
from ivr.content.languages import OPERATORS
from ivr.content.yamlfile import ContentError
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml

FOLDER = Path(__file__).parent
READERS = OPERATORS  # they stand in where a language has no table yet


class Texts(Model):
    language: str
    reviewed_by: str | None
    words: Mapping[str, str]
    troubles: Mapping[str, str]


class EditorTexts(Model):
    language: str
    name: str
    words: Mapping[str, str]
    deeds: Mapping[str, str]
    times: Mapping[str, str]  # where a caller wants to get, by the name that ivr.clips.times gives it
    problems: Mapping[str, str]  # what the files' own checks find, as they say it, and as it is said on a page
    rules: Mapping[Rule, str] = {}  # why callers must not hear a draft; the rules say it in English themselves

    def told(self, objection: Objection) -> str:
        """In the editor's language."""
        sentence = self.rules.get(objection.rule)
        where = next((self.times[row.name] for row in ROWS if row.until == objection.what), objection.what)
        return replace(objection, what=where).put_into(sentence) if sentence else str(objection)

    def problem(self, said: str) -> str:
        """What a check found, in the editor's words; as the check says it where there are none."""
        found = ((ours, re.fullmatch(_filled(theirs), said)) for theirs, ours in self.problems.items())
        return next((ours.format_map(match.groupdict()) for ours, match in found if match), said)


def _filled(sentence: str) -> str:
    """The pattern of a sentence in which something stands for each {name}."""
    return re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(sentence))


@cache
def texts(language: str) -> Texts:
    """Raises ContentError when a table lacks words that the English one has."""
    path = FOLDER / f"{language}.yaml"
    if not path.exists():
        return texts(READERS[-1])
    found, expected = read_yaml(path, Texts), read_yaml(FOLDER / "en.yaml", Texts)
    for part in ("words", "troubles"):
        if difference := getattr(found, part).keys() ^ getattr(expected, part).keys():
            raise ContentError(path, part, f"{', '.join(sorted(difference))}: in one of this file and en.yaml only")
    return found


@cache
def editor_texts(language: str) -> EditorTexts:
    return read_yaml(FOLDER / f"editor.{language}.yaml", EditorTexts)
