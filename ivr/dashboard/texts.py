"""The words of the dashboard, in French and English: texts/*.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ivr.content import Content
from ivr.dashboard.tables import Unit
from ivr.dashboard.tables import Value
from ivr.journal.events import DESK
from ivr.yamlfile import Model
from ivr.yamlfile import read_yaml

FOLDER = Path(__file__).resolve().parent / "texts"
LANGUAGES = ("fr", "en")


class TableText(Model):
    title: str
    note: str


class FigureText(Model):
    title: str
    note: str


class Words(Model):
    """One file of texts."""

    name: str
    thousands: str
    decimal: str
    separator: str  # between the columns of an exported file
    date: str  # as strftime understands it
    words: dict[str, str]
    views: dict[str, str]
    figures: dict[str, FigureText]
    tables: dict[str, TableText]
    columns: dict[str, str]
    branches: dict[str, str]
    endings: dict[str, str]
    languages: dict[str, str]
    steps: dict[str, str]
    parts_of_steps: dict[str, str]  # the ending of a step's name, and its label with {step}


@dataclass(frozen=True)
class Texts:
    """The words, and the names that the line's content gives."""

    words: Words
    content: Content

    @cached_property
    def _centres(self) -> Mapping[str, str]:
        return {centre.id: centre.town for centre in self.content.centres.centres} | {DESK: self.words.words["desk"]}

    @cached_property
    def _own_names(self) -> Mapping[str, str]:
        return {language.code: language.name for language in self.content.languages.languages}

    def language(self, code: str) -> str:
        return self.words.languages.get(code) or self._own_names.get(code, code) or self.words.words["no_language"]

    def centre(self, name: str) -> str:
        return self._centres.get(name, name)

    def branch(self, name: str) -> str:
        return self.words.branches.get(name, name)

    def ending(self, name: str) -> str:
        return self.words.endings.get(name, name)

    def step(self, name: str) -> str:
        """What a step is called; the step's own name where the texts know none."""
        if name in self.words.steps:
            return self.words.steps[name]
        stage, _, part = name.partition("-")
        if stage in self.words.steps and part in self.words.parts_of_steps:
            return self.words.parts_of_steps[part].format(step=self.words.steps[stage])
        return name

    def number(self, value: Value, unit: Unit = "") -> str:
        """A number as it is written in this language; a dash for none."""
        if value is None:
            return "–"
        whole = f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
        text = whole.translate({ord(","): self.words.thousands, ord("."): self.words.decimal})
        return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def load_texts(content: Content) -> dict[str, Texts]:
    return {language: Texts(read_yaml(FOLDER / f"{language}.yaml", Words), content) for language in LANGUAGES}
