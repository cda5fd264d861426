"""What exactly makes a clip, and the file name that follows from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from ivr.content.clipnames import DATES
from ivr.content.clipnames import DIGITS
from ivr.content.clipnames import ClipKind
from ivr.content.clipnames import kind_of
from ivr.content.languages import ONLINE
from ivr.content.languages import Voice

PIPELINE = 2  # raise it when sound.py or levels.py change what is heard: every clip is made again

# Silence after a clip, in seconds. A clip that others follow at once in the same breath has little; any other rests like a
# full stop. MP3 itself can add 0.07 s at the end, and a telephone service may start the next file a little later.
JOINED_TAIL = 0.06
RESTING_TAIL = 0.22
DIGIT_PACE = 0.85  # of the voice's own: a number is written down while it is heard
SLOWEST = 50  # percent


def tail_of(clip: str, date_order: Sequence[str]) -> float:
    """The silence after a clip: little inside a telephone number, and inside a date said in this order."""
    kind = kind_of(clip)
    joined = kind is ClipKind.DIGIT or (kind in DATES and kind != date_order[-1])
    return JOINED_TAIL if joined else RESTING_TAIL


def voice_for(clip: str, voice: Voice) -> Voice:
    """The voice at the pace of this clip: digits are said slowly. The online voices speak at a pace of their own."""
    if voice.engine in ONLINE or kind_of(clip) not in DIGITS:
        return voice
    return voice.model_copy(update={"speed": max(SLOWEST, round(voice.speed * DIGIT_PACE))})


@dataclass(frozen=True)
class Recipe:
    """Two clips of the same recipe are the same file."""

    voice: Voice
    words: str  # as the engine is given them
    tail: float  # seconds of silence at the end

    @property
    def digest(self) -> str:
        parts: list[object] = [PIPELINE, self.voice.engine, self.voice.voice, self.words, self.tail]
        if self.voice.engine not in ONLINE:
            parts += [self.voice.speed, self.voice.phonemes]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]

    def file_name(self, clip: str) -> str:
        return f"{clip}-{self.digest}.mp3"
