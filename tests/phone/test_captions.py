"""What is said is written as a person would write it."""

from __future__ import annotations

import pytest

from ivr.content.content import Content
from tests.phone.handset import Phone
from tests.phone.handset import gather
from tests.phone.handset import plays

NUMBER = [*("digit_0", "digit_8", "digit_end_1"), *("digit_2", "digit_end_2"), *("digit_3", "digit_end_3")]


@pytest.mark.parametrize(
    ("clips", "lines"),
    [
        pytest.param(
            ["en/hello", "en/goodbye"], ["Hello, this is a sentence.", "And this is the last one."], id="a line a sentence"
        ),
        pytest.param(
            ["en/number_is", *(f"en/{digit}" for digit in NUMBER), "en/goodbye"],
            ["The number is: 081 22 33.", "And this is the last one."],
            id="a number in digits and groups, with a full stop",
        ),
        pytest.param(["en/opens", "en/hello"], ["It opens.", "Hello, this is a sentence."], id="no words run into each other"),
        pytest.param([f"zh/{digit}" for digit in NUMBER], ["081 22 33。"], id="the full stop of the language"),
    ],
)
def test_clips_become_sentences(phone: Phone, clips: list[str], lines: list[str]) -> None:
    phone.is_answered(gather(plays(*(f"{clip}.wav" for clip in clips)), seconds=0.2), "<Hangup/>")
    phone.calls().sees_state("Call ended").sees_earlier(*lines)


def test_an_hour_ends_with_a_full_stop_when_a_sentence_follows(phone: Phone, content: Content) -> None:
    phone.is_answered(gather(plays("en/opens.wav", "en/hour_9.wav", "en/hello.wav"), seconds=0.2), "<Hangup/>")
    nine = content.words["en"].hours["9"].text
    phone.calls().sees_state("Call ended").sees_earlier(f"It opens {nine}.", "Hello, this is a sentence.")


def test_a_town_and_its_key_stand_in_one_line(phone: Phone) -> None:
    files = [f"en/{clip}.wav" for clip in ("town_namur", "press_1", "town_liege", "press_2")]
    phone.is_answered(gather(plays(*files), seconds=0.2), "<Hangup/>")
    phone.calls().sees_state("Call ended").sees_earlier("Namur press 1.", "Liège press 2.")


def test_words_run_in_the_direction_of_their_language(phone: Phone) -> None:
    phone.is_answered(gather(plays("fr/bonjour.wav", "ar/marhaba.wav"), seconds=0.2), "<Hangup/>")
    phone.calls().sees_state("Call ended")
    earlier = phone.page.locator("#earlier p").all()
    assert [(words.get_attribute("lang"), words.get_attribute("dir")) for words in earlier] == [("fr", "ltr"), ("ar", "rtl")]
