"""Templates filled in the language of the reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template
from flask import request
from flask import url_for
from flask_wtf.csrf import generate_csrf

from ivr.call.line import Line
from ivr.content.languages import OPERATORS
from ivr.statistics.dashboard.tables import Column
from ivr.statistics.dashboard.texts import DashboardTexts
from ivr.statistics.dashboard.texts import PageWords
from ivr.statistics.dashboard.texts import load_words

GOES_ON = ("lang", "days", "from", "to")  # what of an address goes on to the next page


class Pen:
    def __init__(self, line: Callable[[], Line], *, made_up: bool = False) -> None:
        """`line`: what callers hear now; `made_up`: every page says so."""
        self._words = load_words()
        self._line = line
        self._made_up = made_up

    def texts(self) -> DashboardTexts:
        line, code = self._line(), language()
        return DashboardTexts(code, self._words[code], line.content, line.steps)

    def write(self, template: str, **values: Any) -> str:
        texts = self.texts()
        return render_template(
            f"dashboard/{template}.html",
            words=texts.words,
            texts=texts,
            lang=language(),
            others=[(code, self._words[code].name) for code in OPERATORS if code != language()],
            made_up=self._made_up,
            form_token=generate_csrf,
            address=address_of,
            label=lambda column: column_label(texts.words, column),
            **values,
        )


def language() -> str:
    """What was asked for, else what the browser prefers."""
    asked = request.args.get("lang", "")
    return asked if asked in OPERATORS else request.accept_languages.best_match(OPERATORS) or OPERATORS[0]


def address_of(page: str, **changes: str | int) -> str:
    """The address of another page, in the same language and over the same period unless `changes` say otherwise."""
    kept: dict[str, Any] = {name: request.args[name] for name in GOES_ON if name in request.args}
    if "days" in changes:
        kept = {name: value for name, value in kept.items() if name == "lang"}
    return url_for(f"dashboard.{page}", **kept | changes)


def column_label(words: PageWords, column: Column) -> str:
    return column.name if column.labelled else words.columns[column.name]
