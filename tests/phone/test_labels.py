"""What the keys of the web phone are labelled with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.content.content import Content
from ivr.phone.keylabels import key_labels
from ivr.phone.keylabels import labels_by_file
from ivr.phone.keylabels import offers


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("For yes, press 1. For no, 2. If you do not know, 3.", {"1": "yes", "2": "no", "3": "you do not know"}),
        ("To find the centre, and talk to somebody there, press 4.", {"4": "find the centre, and talk to somebody there"}),
        ("When you are ready, press 1.", {"1": "you are ready"}),
        ("Yes: press 1. No: 2. You do not know: 3.", {"1": "yes", "2": "no", "3": "you do not know"}),
        ("If this is right press 1, if not press 2.", {"1": "this is right", "2": "not"}),
        ("press 4.", {"4": ""}),
        ("To hear it again, press 9.", {}),  # the page has its own word for it
        ("Are you at least 18 years old, and not yet 65?", {}),
        ("For this course you need 60 hours.", {}),
        ("To enrol you pay 5 euros.", {}),
    ],
)  # fmt: skip
def test_a_sentence_labels_the_keys_it_offers(text: str, labels: dict[str, str]) -> None:
    assert dict(offers(text)) == labels


def test_the_clips_of_every_language_carry_the_same_labels(content: Content) -> None:
    clip, labels = next((clip, keys) for clip, keys in key_labels(content).items() if clip != "language_choice")
    files = {f"{code}/{clip}": f"{code}/{clip}-0.mp3" for code in content.languages.codes} | {"fr/praise": "fr/praise-0.mp3"}
    assert labels_by_file(content, files) == {f"{code}/{clip}-0.mp3": labels for code in content.languages.codes}


def test_a_language_that_offers_itself_is_labelled_with_its_name(content: Content) -> None:
    files = {f"{code}/language_choice": f"{code}.mp3" for code in content.languages.codes}
    found = labels_by_file(content, files)
    assert found == {f"{each.code}.mp3": {each.key: each.name} for each in content.languages.languages}


def test_a_line_without_english_has_no_labels(content: Content) -> None:
    words = {code: words for code, words in content.words.items() if code != "en"}
    assert key_labels(replace(content, words=words)) == {}
