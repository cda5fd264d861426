"""A recording of several words in one go, cut apart at the pauses."""

from __future__ import annotations

from itertools import pairwise

from ivr.clips.recordings.measures import stretches
from ivr.clips.voices.sound import Sound

GAPS = (0.5, 0.6, 0.75, 0.9, 0.4, 0.3, 1.2)  # seconds, from the pause that people make to those that some make
EDGE = 0.3  # seconds kept before the first and after the last word


class PiecesError(ValueError):
    """There are more or fewer words than expected."""

    def __init__(self, found: int) -> None:
        super().__init__(found)
        self.found = found


def pieces(sound: Sound, expected: int) -> list[Sound]:
    """As many pieces as there are words, each with the quiet around it. Raises PiecesError."""
    found = [stretches(sound, gap) for gap in GAPS]
    parts = next((each for each in found if len(each) == expected), None)
    if parts is None:
        raise PiecesError(len(found[0]))
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(parts)]
    edges = [max(0.0, parts[0][0] - EDGE), *inner, min(sound.seconds, parts[-1][1] + EDGE)]
    return [
        Sound(sound.samples[round(start * sound.rate) : round(end * sound.rate)], sound.rate) for start, end in pairwise(edges)
    ]
