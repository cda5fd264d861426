"""The words of one language: prompts/<language>.yaml, and the clip each of them becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Annotated
from typing import Literal
from typing import Self

from pydantic import AfterValidator
from pydantic import BeforeValidator
from pydantic import Field
from pydantic import ValidationInfo
from pydantic import model_validator

from ivr.content.clipnames import TABLES
from ivr.content.inwords import Wrong
from ivr.content.inwords import written
from ivr.content.languages import ONLINE
from ivr.content.languages import EngineName
from ivr.content.yamlfile import ContentError
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml

_SpokenBy = EngineName | Literal["offline", "every"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OPENING_HOURS = range(7, 20)  # hours of the day that can be announced
OPENING_MINUTES = (15, 30, 45)

UNWRITTEN = "…"  # the words of a question that waits for them, and that no caller hears

# The keys that each table of small clips must have; how many years are said is decided in the file.
_KEYS: Mapping[str, frozenset[str]] = {
    "days": frozenset(map(str, range(1, 32))),
    "months": frozenset(map(str, range(1, 13))),
    "weekdays": frozenset({*WEEKDAYS, "today"}),
    "hours": frozenset(map(str, OPENING_HOURS)),
    "minutes": frozenset(map(str, OPENING_MINUTES)),
    "digits": frozenset("0123456789"),
    "digit_ends": frozenset("0123456789"),
}


def _say(value: object) -> object:
    return {"offline": value} if isinstance(value, str) else value


class Phrase(Model):
    """What one clip says."""

    text: Annotated[str, Field(min_length=1)]  # for people: reviewers, the web phone, a speaker who records it
    # For voice engines that would misread the text: by the engine's name, for all that are "offline", or for "every" one.
    say: Annotated[dict[_SpokenBy, str], BeforeValidator(_say)] = Field(default_factory=dict)
    voice: str | None = None  # another language whose voice says it (a Belgian town, a sentence for the worker)

    @property
    def unwritten(self) -> bool:
        """Whether somebody must still translate it."""
        return self.text == UNWRITTEN

    def words_for(self, engine: EngineName) -> str:
        """The text, or what was written for this engine: made for one, a respelling never reaches another."""
        readers: tuple[_SpokenBy, ...] = (engine, "every") if engine in ONLINE else (engine, "offline", "every")
        return next((self.say[reader] for reader in readers if reader in self.say), self.text)


def _without_digits(phrase: Phrase, info: ValidationInfo) -> Phrase:
    """Digits are left to the voices that read them as a person would."""
    digits = re.search(r"\d", f"{phrase.text} {phrase.say or ''}")
    if digits and not phrase.voice and not (info.data or {}).get("reads_digits"):
        raise ValueError(f"must have its numbers written as words, not as {digits[0]}")
    return phrase


def _phrase(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


def _string_keys(value: object) -> object:
    return {str(key): entry for key, entry in value.items()} if isinstance(value, dict) else value


PhraseField = Annotated[Phrase, BeforeValidator(_phrase), AfterValidator(_without_digits)]
ClipId = Annotated[str, written("[a-z][a-z0-9_]*", 'must be small letters, digits and "_"')]
_Year = Annotated[str, written("20[0-9]{2}", "must be a year such as 2027")]
_Table = Annotated[dict[str, PhraseField], BeforeValidator(_string_keys)]


class Words(Model):
    """Everything one language says, apart from names of places."""

    language: str
    reads_digits: bool = False  # its voices say 1 as the word for it
    reviewed_by: str | None
    reviewed_on: date | None
    date_order: tuple[Literal["day", "month", "year"], Literal["day", "month", "year"], Literal["day", "month", "year"]]
    clips: dict[ClipId, PhraseField]
    days: _Table
    months: _Table
    years: Annotated[dict[_Year, PhraseField], BeforeValidator(_string_keys)]
    weekdays: _Table
    hours: _Table
    minutes: _Table
    digits: _Table
    digit_ends: _Table
    texts: dict[str, str]  # text messages, with {names} that the program fills in

    @model_validator(mode="after")
    def _tables_are_complete(self) -> Self:
        for table, expected in _KEYS.items():
            keys = set(getattr(self, table))
            if keys != expected:
                raise Wrong(_difference(keys, expected), table)
        if sorted(self.date_order) != ["day", "month", "year"]:
            raise Wrong("must name day, month and year, each once", "date_order")
        return self

    @model_validator(mode="after")
    def _heard_by_somebody_on_a_day(self, info: ValidationInfo) -> Self:
        if bool(self.reviewed_by) != bool(self.reviewed_on):
            missing, there = ("reviewed_on", "reviewed_by") if self.reviewed_by else ("reviewed_by", "reviewed_on")
            raise Wrong(f"must be filled in as {there} is, or both be null", missing)
        if self.reviewed_on and self.reviewed_on > (info.context or {}).get("today", date.max):
            raise Wrong(f"must not lie in the future, and is {self.reviewed_on}", "reviewed_on")
        return self

    def phrases(self) -> Iterator[tuple[str, Phrase]]:
        """Every clip id of the file with its phrase."""
        yield from self.clips.items()
        for kind, table in TABLES.items():
            for key, phrase in getattr(self, table).items():
                yield f"{kind}_{key}", phrase


def load_words(folder: Path, codes: tuple[str, ...], today: date) -> dict[str, Words]:
    """Load every language; nobody has reviewed one after `today`. Raises ContentError when one lacks a clip that another has."""
    words = {code: read_yaml(folder / f"{code}.yaml", Words, today=today) for code in codes}
    reference = {clip for clip, _ in words[codes[0]].phrases()}
    for code, entry in words.items():
        path = folder / f"{code}.yaml"
        if entry.language != code:
            raise ContentError(path, "language", f"must be {code}, as the file is called; {entry.language} stands there")
        clips = {clip for clip, _ in entry.phrases()}
        if entry.texts.keys() != words[codes[0]].texts.keys():
            difference = _difference(set(entry.texts), set(words[codes[0]].texts))
            raise ContentError(path, "texts", f"{difference} (compared with {codes[0]}.yaml)")
        for name, text in entry.texts.items():
            if (filled := _filled_in(path, name, text)) != (expected := _filled_in(path, name, words[codes[0]].texts[name])):
                raise ContentError(path, f"texts {name}", f"{_difference(filled, expected)} (what the line fills in, in {{ }})")
        if clips != reference:
            raise ContentError(path, "clips", f"{_difference(clips, reference)} (compared with {codes[0]}.yaml)")
    return words


def _filled_in(path: Path, name: str, text: str) -> set[str]:
    """The names in {braces} that the program fills in."""
    try:
        return {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    except ValueError:
        raise ContentError(
            path, f"texts {name}", "a brace is missing or too many: { and } stand around what the line fills in"
        ) from None


def _difference(found: set[str], expected: set[str] | frozenset[str]) -> str:
    missing, surplus = sorted(expected - found), sorted(found - expected)
    parts = [f"{', '.join(missing)} missing"] if missing else []
    return " and ".join(parts + ([f"{', '.join(surplus)} not known"] if surplus else []))
