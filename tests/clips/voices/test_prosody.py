"""How long and how high each sound is for a voice that is given sounds one by one; with a voice of six sounds."""

from __future__ import annotations

from itertools import product

import pytest

from ivr.clips.voices.diphones import Diphones
from ivr.clips.voices.prosody import UnspeakableError
from ivr.clips.voices.prosody import to_pho

SOUNDS = ("a", "a:", "i", "b", "s", "m", "?")
UNJOINED = {("a", "i"), ("i", "a"), ("_", "?"), ("b", "s")}
VOICE = Diphones(
    frozenset((left, right) for left, right in product(("_", *SOUNDS), ("_", *SOUNDS)) if (left, right) not in UNJOINED)
)


def names(words: str) -> str:
    """The sounds alone, without how long they are."""
    return " ".join(line.split()[0] for line in to_pho(words, VOICE, 100).splitlines())


def lengths(words: str, speed: int = 100) -> list[int]:
    return [int(line.split()[1]) for line in to_pho(words, VOICE, speed).splitlines()]


def pitches(words: str) -> list[int]:
    """Of the vowels, in Hz."""
    return [int(line.split()[3]) for line in to_pho(words, VOICE, 100).splitlines() if len(line.split()) == 4]


@pytest.mark.parametrize(
    ("words", "sounds"),
    [
        ("ba", "_ b a _"),
        ("ba:b", "_ b a: b _"),  # the longest name first
        ("ba bab", "_ b a b a b _"),  # no pause between words
        ("abba", "_ a b a _"),  # a consonant twice is one long one
        ("ab ba", "_ a b b a _"),
        ("b'a", "_ b a _"),
        ("ai", "_ a ? i _"),  # two vowels that the voice cannot join
        ("ia", "_ i ? a _"),
        ("aa", "_ a a _"),  # a vowel twice is two
        ("?ab", "_ a b _"),  # the voice cannot begin with it
        ("ba, ba", "_ b a _ b a _"),
        ("ba| ba", "_ b a _ b a _"),
        ("", "_"),
        ("|", "_"),
        (", ba", "_ b a _"),
    ],
)
def test_words_become_the_sounds_of_the_voice(words: str, sounds: str) -> None:
    assert names(words) == sounds


@pytest.mark.parametrize(("words", "why"), [("bat", "no sound of the voice is called t"), ("abs", "cannot join b and s")])
def test_what_the_voice_has_no_sound_for_is_told(words: str, why: str) -> None:
    with pytest.raises(UnspeakableError, match=why):
        to_pho(words, VOICE, 100)


@pytest.mark.parametrize(
    ("words", "rest"), [("ba", 430), ("ba|", 430), ("ba؟", 430), ("ba,", 280), ("ba, ", 280), ("ba ", 430), ("ba,|", 430)]
)
def test_a_full_stop_rests_longer_than_a_comma(words: str, rest: int) -> None:
    assert (lengths(words)[0], lengths(words)[-1]) == (50, rest)


def test_a_vowel_is_longer_when_it_is_long_stressed_or_the_last() -> None:
    short, long, stressed = (lengths(f"{vowel}mama")[1] for vowel in ("a", "a:", "'a"))
    assert (short, long, stressed) == (88, 165, 101)
    assert lengths("mama")[-2] == 119
    assert lengths("mam")[2:4] == [119, 98], "and what stands behind the last one"


def test_a_consonant_has_its_own_length_and_one_written_twice_is_longer() -> None:
    assert [lengths(f"a{consonant}a")[2] for consonant in "msb"] == [82, 110, 94]
    assert [lengths(f"a{consonant * 2}a")[2] for consonant in "msb"] == [148, 198, 169]
    assert lengths("am:a")[2] == 148


def test_a_stop_between_two_vowels_is_short() -> None:
    assert lengths("a?a")[2] == 72
    assert lengths("ai")[2] == 36


@pytest.mark.parametrize(("speed", "length"), [(100, 82), (50, 164), (200, 41)])
def test_a_slower_voice_has_longer_sounds_and_the_same_rests(speed: int, length: int) -> None:
    found = lengths("mama", speed)
    assert (found[0], found[1], found[-1]) == (50, length, 430)


def test_the_voice_falls_at_the_end_of_a_sentence_and_rises_where_it_goes_on() -> None:
    assert pitches("mama|")[-1] == pitches("mama؟")[-1] == 88
    assert pitches("mama,")[-1] == 119
    first, second, _ = pitches("mamama")
    assert first > second
    assert pitches("m'amama")[0] == pytest.approx(first * 1.08, abs=1)
