"""A recording of several words in one go: where it is cut, and when it is refused."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest

from ivr.clips.voices.sound import Sound
from ivr.studio.sound.cut import EDGE
from ivr.studio.sound.cut import PiecesError
from ivr.studio.sound.cut import pieces

RATE = 8000
NEAR = 0.08  # seconds: of the windows in which loudness is looked at, and of the filter before it


def spoken(*seconds: float) -> Sound:
    """Silence and voice by turns, of so many seconds each, beginning with silence."""
    rng = np.random.default_rng(7)
    parts = []
    for index, length in enumerate(seconds):
        count = round(length * RATE)
        hiss = rng.normal(0, 1e-4, count)
        voice = 0.3 * np.sin(2 * np.pi * 700 * np.arange(count) / RATE) if index % 2 else 0
        parts.append((hiss + voice).astype(np.float32))
    return Sound(np.concatenate(parts), RATE)


def ends(found: list[Sound]) -> list[float]:
    """Where each piece ends, from the beginning of the first."""
    return list(accumulate(piece.seconds for piece in found))


def test_it_is_cut_in_the_middle_of_each_pause_and_keeps_some_quiet_at_both_ends() -> None:
    found = pieces(spoken(1.0, 0.5, 0.8, 0.7, 1.0, 0.4, 1.0), 3)
    begins = 1.0 - EDGE
    assert ends(found) == pytest.approx([1.9 - begins, 3.5 - begins, 4.4 + EDGE - begins], abs=NEAR)
    assert {piece.rate for piece in found} == {RATE}


def test_where_there_is_less_quiet_at_an_end_all_of_it_stays() -> None:
    sound = spoken(0.1, 0.5, 0.8, 0.5, 0.1)
    found = pieces(sound, 2)
    assert ends(found)[-1] == pytest.approx(sound.seconds, abs=1e-3)
    assert found[0].seconds == pytest.approx(1.0, abs=NEAR)


def test_one_word_is_one_piece() -> None:
    (piece,) = pieces(spoken(1.0, 0.5, 1.0), 1)
    assert piece.seconds == pytest.approx(0.5 + 2 * EDGE, abs=NEAR)


@pytest.mark.parametrize(
    ("pause_within", "pause_between"),
    [(0.2, 0.6), (0.65, 0.82), (0.55, 0.8), (0.7, 1.0), (0.8, 1.1), (1.0, 1.5), (0.2, 0.45), (0.2, 0.36)],
)
def test_whoever_pauses_long_within_a_word_or_hardly_between_two_is_understood(pause_within: float, pause_between: float) -> None:
    """Two words, each with a gap in it."""
    sound = spoken(0.5, 0.4, pause_within, 0.4, pause_between, 0.4, pause_within, 0.4, 0.5)
    found = pieces(sound, 2)
    middle = 0.5 + 0.8 + pause_within + pause_between / 2
    assert found[0].seconds == pytest.approx(middle - (0.5 - EDGE), abs=NEAR)


@pytest.mark.parametrize("expected", [1, 2, 4])
def test_more_or_fewer_words_than_expected_are_refused_and_counted(expected: int) -> None:
    with pytest.raises(PiecesError) as refused:
        pieces(spoken(0.5, 0.5, 1.6, 0.5, 1.6, 0.5, 0.5), expected)
    assert refused.value.found == 3


def test_a_finger_on_the_button_is_no_word() -> None:
    assert len(pieces(spoken(0.3, 0.03, 0.8, 0.5, 0.8, 0.5, 0.8, 0.03, 0.3), 2)) == 2


def test_nothing_spoken_is_no_word() -> None:
    with pytest.raises(PiecesError) as refused:
        pieces(spoken(2.0), 1)
    assert refused.value.found == 0
