"""Where a sentence stands in a language's file: in which table, under which key, and what is written there."""

from __future__ import annotations

from typing import Any

import pytest

from ivr.studio.rawwords import clip_at
from ivr.studio.rawwords import put_text
from tests.support.lines import pinned

IN_LETTERS = str.maketrans("0123456789", "abcdefghij")  # no digit may stand in a sentence


def raw() -> dict[str, Any]:
    """A language's file as YAML reads it: numbers are keys too."""
    return {
        "clips": {"welcome": "Bonjour.", "praise": {"text": "Bravo.", "say": {"offline": "Bra vo."}, "voice": "fr"}},
        "texts": {"sms_done": "Fini."},
        "days": {1: "premier", "2": "deux"},
        "months": {1: "janvier"},
        "digits": {1: "un"},
        "digit_ends": {1: "un."},
        "weekdays": {"today": "aujourd'hui"},
    }


@pytest.mark.parametrize(
    ("clip", "table", "key"),
    [
        ("welcome", "clips", "welcome"),
        ("sms_done", "texts", "sms_done"),
        ("day_1", "days", 1),
        ("day_2", "days", "2"),
        ("month_1", "months", 1),
        ("digit_1", "digits", 1),
        ("digit_end_1", "digit_ends", 1),
        ("weekday_today", "weekdays", "today"),
    ],
)
def test_the_new_words_stand_where_the_old_ones_stood_and_nowhere_else(clip: str, table: str, key: object) -> None:
    file, before = raw(), raw()
    put_text(file, clip, "neuf")
    assert file[table][key] == "neuf"
    before[table][key] = "neuf"
    assert file == before


def test_how_an_engine_said_the_old_words_goes_and_whose_voice_says_them_stays() -> None:
    file = raw()
    put_text(file, "praise", "Très bien.")
    assert file["clips"]["praise"] == {"text": "Très bien.", "voice": "fr"}


@pytest.mark.parametrize("clip", ["town_liege", "commune_62063", "day_32", "day_", "year_2025", "digit_end_x", "nothing", ""])
def test_what_is_no_sentence_of_this_language_is_refused_and_nothing_is_written(clip: str) -> None:
    file = raw()
    with pytest.raises(ValueError, match="are not words of one language"):
        put_text(file, clip, "x")
    assert file == raw()


@pytest.mark.parametrize(
    ("place", "clip"),
    [
        ("clips.welcome", "welcome"),
        ("days.1", "day_1"),
        ("digits.1", "digit_1"),
        ("digit_ends.1", "digit_end_1"),
        ("weekdays.today", "weekday_today"),
        ("years.2025", "year_2025"),
        ("texts.sms_done", ""),  # nobody speaks it
        ("reviewed_by", ""),
        ("days", ""),
        ("nothing.1", ""),
        ("", ""),
    ],
)
def test_a_place_of_the_file_is_a_sentence_that_is_spoken_or_none(place: str, clip: str) -> None:
    assert clip_at(place) == clip


@pytest.mark.parametrize("language", ["fr", "zh"])
def test_every_sentence_of_a_language_but_the_names_of_places_can_be_written(language: str) -> None:
    words = pinned().words[language]
    file, new = words.model_dump(), {clip: clip.translate(IN_LETTERS) for clip, _ in words.phrases()}
    for clip, text in new.items():
        put_text(file, clip, text)
    assert {clip: phrase.text for clip, phrase in type(words).model_validate(file).phrases()} == new
