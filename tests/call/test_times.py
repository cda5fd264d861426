"""How long it takes to get somewhere: docs/times.md. That nothing takes too long: tests/clips/test_rules.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.clips.manifest import Clips
from ivr.clips.times import ROWS
from ivr.clips.times import ClipMissing
from ivr.clips.times import measure
from ivr.content.content import Content
from scripts.dev.times import TIMES
from scripts.dev.times import table

CONTENT, CLIPS = Content.load(), Clips.load()


def test_the_page_says_how_long_it_takes_today() -> None:
    assert TIMES.read_text(encoding="utf-8") == table(CONTENT, CLIPS), "scripts/dev/run times writes it anew"


# --- the program itself, with clips of one second each ------------------------------------------------


class OfOneSecond(dict[str, float]):
    def __missing__(self, clip: str) -> float:
        return 1.0


class All(dict[str, str]):
    def __contains__(self, clip: object) -> bool:
        return True


EVERY_CLIP = Clips(Path("audio"), All(), OfOneSecond())
# Clips, gaps, thinking and keys, our answers, the one in the middle of a number too, rests.
BY_HAND = {
    "the first question is heard": (1 + 5 + 1 + 2) + 0.1 * (4 + 1) + 1.3 + 0.15 * 4 + 2,
    "a worker's telephone rings (postal code 5000)": (1 + 5 + 1 + 2 + 5 + 1) + 0.1 * (4 + 1 + 4) + 3 + 0.3 * 6 + 0.15 * 8 + 3,
    "`0` in the main menu until the desk rings, when the desk is there": 1 + 0.15 * 2 + 1,
}


@pytest.mark.parametrize("until", BY_HAND)
def test_the_seconds_are_those_counted_by_hand(until: str) -> None:
    row = next(row for row in ROWS if row.until == until)
    own = CONTENT if row.desk else CONTENT.for_demonstration()
    assert measure(own, EVERY_CLIP, row, "en") == pytest.approx(BY_HAND[until])


def test_a_clip_that_is_not_built_is_named() -> None:
    with pytest.raises(ClipMissing, match=r"en/welcome"):
        measure(CONTENT, Clips(Path("audio"), {}, {}), ROWS[0], "en")
