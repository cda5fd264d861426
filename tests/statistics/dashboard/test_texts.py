"""The words of the dashboard."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from ivr.call.build import build_line
from ivr.content.content import Content
from ivr.statistics.dashboard.figures.views import TABLES
from ivr.statistics.dashboard.figures.views import VIEWS
from ivr.statistics.dashboard.period import PRESETS
from ivr.statistics.dashboard.texts import FOLDER
from ivr.statistics.dashboard.texts import DashboardTexts
from ivr.statistics.dashboard.texts import load_words
from ivr.statistics.journal.status import Health


def keys_of(value: Any, path: str = "") -> set[str]:
    if not isinstance(value, dict):
        return {path}
    return {key for name, part in value.items() for key in keys_of(part, f"{path}/{name}")}


def test_french_and_english_have_the_same_keys() -> None:
    french, english = (keys_of(yaml.safe_load((FOLDER / f"{code}.yaml").read_text("utf-8"))) for code in ("fr", "en"))

    assert french == english


@pytest.fixture(scope="module")
def texts(content: Content) -> dict[str, DashboardTexts]:
    steps = build_line(content, ("+3242223344",)).steps
    return {code: DashboardTexts(code, words, content, steps) for code, words in load_words().items()}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_step_branch_table_view_and_period_has_a_name(texts: dict[str, DashboardTexts], language: str) -> None:
    words = texts[language]
    branches = {step.opens for step in words.steps.values() if step.opens}

    assert [step for step in words.steps if words.step(step) in ("", step)] == []
    assert branches | {"person", "callback"} == set(words.words.branches)
    assert set(words.words.tables) == set(TABLES)
    assert set(words.words.views) == set(VIEWS)
    assert {f"days_{days}" for days in PRESETS} <= set(words.words.words)
    assert set(words.words.health) == {Health.WAITING, Health.STUCK, Health.DEAD}


def test_a_step_that_the_line_no_longer_has_keeps_its_own_name(texts: dict[str, DashboardTexts]) -> None:
    assert texts["fr"].step("gone") == "gone"
    assert texts["fr"].step("") == "Appel à peine commencé"


def test_numbers_are_written_as_the_language_does(texts: dict[str, DashboardTexts]) -> None:
    assert texts["fr"].number(12345.6, "%") == "12\N{NARROW NO-BREAK SPACE}345,6\N{NO-BREAK SPACE}%"
    assert texts["en"].number(12345.6, "%") == "12,345.6\N{NO-BREAK SPACE}%"
    assert texts["en"].number(None) == "–"
