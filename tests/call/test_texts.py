"""Text messages: what they say, and in how many parts they are sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from ivr.call.answers import Questionnaire
from ivr.call.leads import Scene
from ivr.call.segments import segments
from ivr.call.state import CallState
from ivr.call.texts import dialled
from ivr.call.texts import end_date
from ivr.call.texts import of_centre
from ivr.call.texts import summary
from ivr.content.content import Content
from ivr.content.hours import BRUSSELS

CONTENT = Content.load().for_demonstration()
LANGUAGES = CONTENT.languages.codes
NOW = datetime(2026, 11, 24, 10, tzinfo=BRUSSELS)


def scene(language: str, **changes: object) -> Scene:
    return Scene(CONTENT, (), replace(CallState(language, "main"), **changes), NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),  # two septets each
        ("€" * 81, 2),
        ("ç" * 70, 1),  # small c with a cedilla is not in the alphabet, the capital is
        ("ş" * 70, 1),
        ("ş" * 71, 2),
        ("ş" * 134, 2),
        ("ş" * 135, 3),
        ("😀" * 35, 1),  # two units each
        ("😀" * 36, 2),
        ("Ç" * 160, 1),
    ],
)
def test_counted_as_the_carrier_counts(text: str, parts: int) -> None:
    assert segments(text) == parts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_end_date_is_written_in_digits_and_fits(language: str) -> None:
    text = end_date(scene(language, ordered=(31, 8, 2024)))
    assert "28/02/2026" in text
    assert segments(text) <= 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("centre", CONTENT.centres.centres, ids=lambda centre: centre.id)
def test_a_centre_fits_with_its_number_and_without(language: str, centre: object) -> None:
    real = CONTENT.centre_by_id[centre.id]  # type: ignore[attr-defined]
    with_number = of_centre(scene(language), real.model_copy(update={"phone": "+3265611850"}))
    assert "065611850" in with_number
    without = of_centre(scene(language), real.model_copy(update={"phone": None}))
    assert real.website in without
    assert max(segments(with_number), segments(without)) <= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_left_fits_and_what_does_not_is_told_to_be_more(language: str) -> None:
    asked = Questionnaire(CONTENT.programme)
    everything = summary(scene(language, answers="n" * 13), asked)
    assert segments(everything) <= 3
    assert "{" not in everything
    assert "C R I" not in everything
    names = CONTENT.words[language].clips
    last = names["name_certificate"].text.rstrip(".。۔")
    assert (last in everything) != ("(...)" in everything)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_has_done_everything_is_told_so(language: str) -> None:
    text = summary(scene(language, answers="y" * 13), Questionnaire(CONTENT.programme))
    assert text == CONTENT.words[language].texts["sms_done"]


@pytest.mark.parametrize(
    ("number", "as_dialled"), [("+3265611850", "065611850"), ("+3280012345", "080012345"), ("+33142223344", "+33142223344")]
)
def test_a_number_is_written_as_a_telephone_in_belgium_dials_it(number: str, as_dialled: str) -> None:
    assert dialled(number) == as_dialled


def test_what_is_left_is_listed_by_name_and_ends_as_the_sentence_does() -> None:
    asked, words = Questionnaire(CONTENT.programme), CONTENT.words["en"]
    done = "y" * 12 + "n"
    (part,) = asked.left(done)
    name = words.clips[f"name_{part}"].text.rstrip(".")
    assert summary(scene("en", answers=done), asked) == words.texts["sms_summary"].format(parts=name)
