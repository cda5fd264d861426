"""The words of the dashboard, in French and English: texts/*.yaml. The names of steps come with the line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ivr.call.steps import Step
from ivr.call.turns import DESK
from ivr.content.content import Content
from ivr.content.languages import OPERATORS
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml
from ivr.statistics.dashboard.tables import Unit
from ivr.statistics.dashboard.tables import Value

FOLDER = Path(__file__).resolve().parent / "texts"


class TableText(Model):
    title: str
    note: str


class FigureText(Model):
    title: str
    note: str


class PageWords(Model):
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
    costs: dict[str, str]
    endings: dict[str, str]
    languages: dict[str, str]
    health: dict[str, str]  # how the journal does, when it does not do well


@dataclass(frozen=True)
class DashboardTexts:
    """The words, and the names that the line's content gives."""

    code: str
    words: PageWords
    content: Content
    steps: Mapping[str, Step]

    @cached_property
    def _centres(self) -> Mapping[str, str]:
        return {centre.id: centre.town for centre in self.content.centres.centres} | {DESK: self.words.words["desk"]}

    def language(self, code: str) -> str:
        known = self.content.languages.by_code.get(code)
        return self.words.languages.get(code) or (known.name if known else code) or self.words.words["no_language"]

    def centre(self, name: str) -> str:
        return self._centres.get(name, name)

    def cost(self, name: str) -> str:
        return self.words.costs[name]

    def branch(self, name: str) -> str:
        return self.words.branches.get(name, name)

    def ending(self, name: str) -> str:
        return self.words.endings.get(name, name)

    def step(self, name: str) -> str:
        """What a step is called; its name where the line no longer has it."""
        if not name:
            return self.words.words["hardly_begun"]
        step = self.steps.get(name)
        return step.label[self.code] if step else name

    def number(self, value: Value, unit: Unit = "") -> str:
        """A number as it is written in this language; a dash for none."""
        if value is None:
            return "–"
        whole = f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
        text = whole.translate({ord(","): self.words.thousands, ord("."): self.words.decimal})
        return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def load_words() -> dict[str, PageWords]:
    return {code: read_yaml(FOLDER / f"{code}.yaml", PageWords) for code in OPERATORS}
