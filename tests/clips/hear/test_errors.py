"""How much of a sentence was heard wrong."""

from __future__ import annotations

import pytest

from ivr.clips.hear.errors import compare
from ivr.clips.hear.errors import rate


@pytest.mark.parametrize(
    ("language", "said", "understood", "wrong", "length"),
    [
        ("fr", "Votre carte.", "votre carte", 0, 10),  # neither signs nor capitals can be heard
        ("fr", "À bientôt !", "a bientot", 0, 8),
        ("fr", "Bonjour", "Bonsoir", 2, 7),
        ("fr", "Bonjour", "Bonjours", 1, 7),
        ("fr", "Oui", "", 3, 3),
        ("fr", "Oui", "tout autre chose", 3, 3),  # never more than all of it
        ("fr", "", "bruit", 0, 0),
        ("fr", "Tapez 1", "tapez 1", 0, 6),
        ("tr", "ışık", "isik", 2, 4),  # a dot less is another letter
        ("ar", "علي يأتي", "على یأتى", 0, 7),  # the same letters, written otherwise
        ("prs", "کتاب", "كتاب", 0, 4),
        ("zh", "妈妈", "马马", 0, 4),  # tones are not heard
        ("zh", "中国", "钟国", 0, 8),
    ],
)
def test_letters_and_digits_count_and_each_wrong_one_once(
    language: str, said: str, understood: str, wrong: int, length: int
) -> None:
    heard = compare("clip", said, understood, language)
    assert (heard.wrong, heard.length) == (wrong, length)
    assert heard.share == pytest.approx(wrong / length if length else 0)


def test_a_language_is_rated_by_letters_not_by_sentences() -> None:
    long, short = compare("a", "x" * 98, "x" * 98, "fr"), compare("b", "oui", "ou", "fr")
    assert rate([long, short]) == pytest.approx(100 / 101)
    assert rate([]) == 0
