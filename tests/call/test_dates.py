"""Dates said in full, against tables written apart from the prompts (tests/dates/<language>.yaml)."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
import yaml

from ivr.call.speech import date_clips
from ivr.content.content import Content

CONTENT = Content.load()


def table(code: str) -> dict[str, str]:
    dates: dict[str, str] = yaml.safe_load((Path(__file__).parent.parent / "dates" / f"{code}.yaml").read_text(encoding="utf-8"))
    return dates


def letters(text: str) -> str:
    """What is heard: without punctuation, spaces and the difference between capitals and small letters."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return "".join(sign for sign in composed if unicodedata.category(sign)[0] in "LMN")


def spoken(code: str, day: date) -> str:
    texts = {clip: phrase.text for clip, phrase in CONTENT.words[code].phrases()}
    return " ".join(texts[clip] for clip in date_clips(day, CONTENT.words[code].date_order))


@pytest.mark.parametrize("code", CONTENT.languages.codes)
def test_dates_are_said_as_the_table_has_them(code: str) -> None:
    wrong = {
        day: (spoken(code, date.fromisoformat(day)), expected)
        for day, expected in table(code).items()
        if letters(spoken(code, date.fromisoformat(day))) != letters(expected)
    }
    assert wrong == {}


@pytest.mark.parametrize("code", CONTENT.languages.codes)
def test_the_table_has_every_day_month_and_year(code: str) -> None:
    days = [date.fromisoformat(day) for day in table(code)]
    assert len(days) >= 40
    assert {day.day for day in days} == set(range(1, 32))
    assert {day.month for day in days} == set(range(1, 13))
    assert {str(day.year) for day in days} == set(CONTENT.words[code].years)
    assert date(2024, 2, 29) in days


@pytest.mark.parametrize("code", CONTENT.languages.codes)
def test_no_digits_are_left_to_a_voice_engine_in_dates(code: str) -> None:
    tables = ("day", "month", "year", "weekday", "hour", "minute", "digit")
    for clip, phrase in CONTENT.words[code].phrases():
        if clip.split("_")[0] in tables:
            assert not any(sign.isdecimal() for sign in phrase.text), f"{clip}: {phrase.text}"
