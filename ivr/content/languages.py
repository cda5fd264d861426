"""The languages of the line: prompts/languages.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from typing import Literal
from typing import Self
from typing import get_args

from pydantic import Field
from pydantic import model_validator

from ivr.content.inwords import Wrong
from ivr.content.inwords import written
from ivr.content.phones import E164
from ivr.content.phones import EXAMPLE
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml

Phone = Annotated[str, written(E164, f'must begin with +32 and leave out the first 0, as in "{EXAMPLE}"')]
EngineName = Literal["edge", "gtts", "pico", "rhvoice", "mbrola", "kokoro", "espeak"]
SOURCES = ("fr", "en")  # one text in two languages; the others are made from it
OperatorLanguage = Literal["fr", "en"]  # whoever runs the line reads one of these
OPERATORS: tuple[str, ...] = get_args(OperatorLanguage)
ONLINE: frozenset[EngineName] = frozenset({"edge", "gtts"})  # sentences leave the machine: asked only by name


class Voice(Model):
    """An engine and the name it gives to one of its voices."""

    engine: EngineName
    voice: str
    draft: bool = False  # True when the voice does not really speak this language
    speed: Annotated[int, Field(ge=50, le=200)] = 100  # percent of the pace at which the engine speaks by itself
    sounds: str | None = None  # the table of prompts/sounds/ that respells the words for it
    # For voices that are given sounds instead of words: who finds them where no table does, "mandarin" or a voice of espeak-ng.
    phonemes: str | None = None


class Language(Model):
    """One language: its key on posters, its own name, its voices in order of preference."""

    code: Annotated[str, written("[a-z]{2,3}", "must be two or three small letters")]  # BCP 47
    key: (
        Annotated[str, written(r"\d", 'must be one digit in quotation marks, as in "2"')] | None
    )  # None: reached by its own phone number only
    name: str
    french: str  # what a Belgian worker calls it
    direction: Literal["ltr", "rtl"]
    numbers: tuple[Phone, ...] = ()
    voices: Annotated[tuple[Voice, ...], Field(min_length=1)]


class Languages(Model):
    """All languages, in the order they are offered. The first is the one for what no caller hears in another."""

    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    as_in_belgium: tuple[str, ...] = ()  # what is written in Latin letters in every language

    @model_validator(mode="after")
    def _nothing_twice(self) -> Self:
        for what, values in (
            ("code", [language.code for language in self.languages]),
            ("key", [language.key for language in self.languages if language.key]),
            ("number", [number for language in self.languages for number in language.numbers]),
        ):
            twice = {value for value in values if values.count(value) > 1}
            if twice:
                raise Wrong(f"{what} {' and '.join(sorted(twice))} belongs to two languages", "languages")
        return self

    @property
    def by_code(self) -> dict[str, Language]:
        return {language.code: language for language in self.languages}

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.by_code)

    @property
    def first(self) -> str:
        return self.languages[0].code

    @property
    def by_key(self) -> dict[str, str]:
        return {language.key: language.code for language in self.languages if language.key}

    def by_key_of(self, code: str) -> str:
        """The key of a language that is in the list."""
        return next(key for key, known in self.by_key.items() if known == code)

    @property
    def by_number(self) -> dict[str, str]:
        return {number: language.code for language in self.languages for number in language.numbers}


def load_languages(folder: Path) -> Languages:
    return read_yaml(folder / "languages.yaml", Languages)
