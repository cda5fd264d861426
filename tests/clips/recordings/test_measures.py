"""What can be measured of a recording, with sounds made for the purpose."""

from __future__ import annotations

import numpy as np
import pytest

from ivr.clips.recordings.measures import NOTHING
from ivr.clips.recordings.measures import measure
from ivr.clips.recordings.measures import stretches
from ivr.clips.voices.sound import Sound

RATE = 16_000
NEAR = 0.05  # seconds: two windows, and the filter of the telephone band


def spoken(*seconds: float, loud: float = 0.3) -> Sound:
    """Silence and voice by turns, of so many seconds each, beginning with silence."""
    rng = np.random.default_rng(3)
    parts = []
    for index, length in enumerate(seconds):
        count = round(length * RATE)
        voice = loud * np.sin(2 * np.pi * 600 * np.arange(count) / RATE) if index % 2 else 0
        parts.append((rng.normal(0, 1e-4, count) + voice).astype(np.float32))
    return Sound(np.concatenate(parts), RATE)


def test_the_voice_is_found_with_its_beginning_and_its_end() -> None:
    found = measure(spoken(0.5, 1.0, 0.7))
    assert (found.start, found.end, found.whole) == pytest.approx((0.5, 1.5, 2.2), abs=NEAR)
    assert found.seconds == pytest.approx(1.0, abs=NEAR)


def test_the_longest_pause_counts_and_breath_does_not() -> None:
    assert measure(spoken(0.5, 0.4, 0.2, 0.4, 0.5)).longest_pause == 0
    assert measure(spoken(0.5, 0.4, 0.4, 0.4, 1.2, 0.4, 0.8, 0.4, 0.5)).longest_pause == pytest.approx(1.2, abs=NEAR)


@pytest.mark.parametrize("click", [0.02, 0.04])
def test_a_finger_on_the_button_is_no_voice_at_either_end(click: float) -> None:
    found = measure(spoken(0.3, click, 0.6, 1.0, 0.6, click, 0.3))
    assert (found.start, found.end) == pytest.approx((0.9 + click, 1.9 + click), abs=NEAR)
    assert found.longest_pause == 0


def test_a_short_word_at_an_end_is_a_voice() -> None:
    found = measure(spoken(0.3, 0.15, 0.6, 1.0, 0.3))
    assert found.start == pytest.approx(0.3, abs=NEAR)
    assert found.longest_pause == pytest.approx(0.6, abs=NEAR)


@pytest.mark.parametrize(("loud", "dbfs"), [(0.3, -13.5), (0.03, -33.5)])
def test_a_voice_is_measured_in_decibels_below_the_loudest_that_a_file_can_hold(loud: float, dbfs: float) -> None:
    found = measure(spoken(0.5, 1.0, 0.5, loud=loud))
    assert found.voice == pytest.approx(dbfs, abs=1)
    assert found.above_noise == found.voice - found.noise > 40


def test_nothing_is_heard_in_silence() -> None:
    found = measure(Sound(np.zeros(RATE, np.float32), RATE))
    assert (found.voice, found.seconds, found.longest_pause, found.cut_tops) == (NOTHING, 0, 0, 0)


def tops(*flat: int, peak: float = 0.5) -> Sound:
    """Waves of which each stays so many samples at its peak, up and down by turns."""
    samples = [0.0] * RATE
    for place, length in enumerate(flat):
        begins = 100 * (place + 1)
        samples[begins : begins + length] = [peak if place % 2 else -peak] * length
    return Sound(np.array(samples, np.float32), RATE)


@pytest.mark.parametrize(("flat", "cut"), [((1, 2), 0), ((3,), 1), ((3, 2, 4, 1, 10), 3), ((2, 2, 2, 2), 0)])
@pytest.mark.parametrize("peak", [1.0, 0.5, 0.05])
def test_a_wave_with_a_flat_top_was_cut_however_far_it_was_turned_down_since(
    flat: tuple[int, ...], cut: int, peak: float
) -> None:
    assert measure(tops(*flat, peak=peak)).cut_tops == cut


def test_a_top_that_fills_the_file_was_cut_even_if_it_wavers() -> None:
    sound = tops(6, peak=1.0)
    sound.samples[100:106] = (-1.0, -0.98, -0.975, -1.0, -0.98, -0.99)
    assert measure(sound).cut_tops == 1


@pytest.mark.parametrize(("gap", "words"), [(0.3, 3), (0.5, 2), (0.9, 1)])
def test_words_are_told_apart_by_pauses_of_at_least_so_long(gap: float, words: int) -> None:
    found = stretches(spoken(0.5, 0.4, 0.4, 0.4, 0.7, 0.4, 0.5), gap)
    assert len(found) == words
    assert found[0][0] == pytest.approx(0.5, abs=NEAR)
    assert found[-1][1] == pytest.approx(2.8, abs=NEAR)
