"""The words of one language: prompts/<language>.yaml, and the clip each of them becomes."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from typing import Literal
from typing import Self

from pydantic import BeforeValidator
from pydantic import Field
from pydantic import model_validator

from ivr.yamlfile import ContentError
from ivr.yamlfile import Model
from ivr.yamlfile import read_yaml

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OPENING_HOURS = range(7, 20)  # hours of the day that can be announced
OPENING_MINUTES = (15, 30, 45)

# The tables of small clips, and the keys each must have. day_1 is entry 1 of `days`.
_TABLES: Mapping[str, tuple[str, frozenset[str]]] = {
    "days": ("day", frozenset(map(str, range(1, 32)))),
    "months": ("month", frozenset(map(str, range(1, 13)))),
    "weekdays": ("weekday", frozenset({*WEEKDAYS, "today"})),
    "hours": ("hour", frozenset(map(str, OPENING_HOURS))),
    "minutes": ("minute", frozenset(map(str, OPENING_MINUTES))),
    "digits": ("digit", frozenset("0123456789")),
    "digit_ends": ("digit_end", frozenset("0123456789")),
}


class Phrase(Model):
    """What one clip says."""

    text: Annotated[str, Field(min_length=1)]  # for people: reviewers, the web phone, a speaker who records it
    say: str | None = None  # for a voice engine that would misread the text
    voice: str | None = None  # another language whose voice says it (a Belgian town, a sentence for the worker)


def _phrase(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


def _string_keys(value: object) -> object:
    return {str(key): entry for key, entry in value.items()} if isinstance(value, dict) else value


PhraseField = Annotated[Phrase, BeforeValidator(_phrase)]
Table = Annotated[dict[str, PhraseField], BeforeValidator(_string_keys)]


class Words(Model):
    """Everything one language says, apart from names of places."""

    language: str
    reviewed_by: str | None
    reviewed_on: str | None
    date_order: tuple[Literal["day", "month", "year"], Literal["day", "month", "year"], Literal["day", "month", "year"]]
    clips: dict[str, PhraseField]
    days: Table
    months: Table
    years: Table
    weekdays: Table
    hours: Table
    minutes: Table
    digits: Table
    digit_ends: Table

    @model_validator(mode="after")
    def _tables_are_complete(self) -> Self:
        for table, (_, expected) in _TABLES.items():
            keys = set(getattr(self, table))
            if keys != expected:
                raise ValueError(f"{table}: {_difference(keys, expected)}")
        if sorted(self.date_order) != ["day", "month", "year"]:
            raise ValueError("date_order: expected day, month and year, each once")
        return self

    def phrases(self) -> Iterator[tuple[str, Phrase]]:
        """Every clip id of the file with its phrase."""
        yield from self.clips.items()
        for table, (prefix, _) in {**_TABLES, "years": ("year", frozenset())}.items():
            for key, phrase in getattr(self, table).items():
                yield f"{prefix}_{key}", phrase


def load_words(folder: Path, codes: tuple[str, ...]) -> dict[str, Words]:
    """Load every language. Raises ContentError when one lacks a clip that another has."""
    words = {code: read_yaml(folder / f"{code}.yaml", Words) for code in codes}
    reference = {clip for clip, _ in words[codes[0]].phrases()}
    for code, entry in words.items():
        path = folder / f"{code}.yaml"
        if entry.language != code:
            raise ContentError(path, "language", f"expected {code}")
        clips = {clip for clip, _ in entry.phrases()}
        if clips != reference:
            raise ContentError(path, "clips", f"{_difference(clips, reference)} (compared with {codes[0]}.yaml)")
    return words


def _difference(found: set[str], expected: set[str] | frozenset[str]) -> str:
    missing, surplus = sorted(expected - found), sorted(found - expected)
    parts = [f"{', '.join(missing)} missing"] if missing else []
    return " and ".join(parts + ([f"{', '.join(surplus)} not known"] if surplus else []))
