"""A caller who hears every prompt to its end and makes no mistake; the lengths of the clips are the clock."""

from __future__ import annotations

from datetime import timedelta

from ivr.call.keys import SILENCE
from ivr.call.line import Line
from ivr.call.steps import MESSAGE_SECONDS
from ivr.call.steps import Message
from ivr.call.tour import MORNING
from ivr.clips.manifest import Clips

BETWEEN_CLIPS = 0.1  # seconds a carrier takes from one clip to the next
THINKING, A_KEY, OUR_ANSWER = 1.0, 0.3, 0.15
MOST_TURNS = 200


class NoWay(Exception):
    """The place is not reached by the keys that lead there: these facts make another call."""


class Player:
    """A caller who hears every prompt to its end, on the way through a call."""

    def __init__(self, line: Line, clips: Clips, language: str) -> None:
        self.line, self.clips, self.missing = line, clips, list[str]()
        self.seconds = 0.0
        self.turns = 0
        self.turn = line.open("", MORNING)
        self.answers(line.content.languages.by_key_of(language))
        self.seconds = 0.0  # counted from the key of the language

    @property
    def step(self) -> str:
        return self.turn.state.step

    def hears(self, most: int | None = None) -> None:
        """To the end of what is said, or of its first clips."""
        spoken = self.turn.clips[:most]
        missing = self.clips.missing(spoken)
        self.missing += missing
        self.seconds += OUR_ANSWER + sum(self.clips.seconds[clip] for clip in spoken if clip not in missing)
        self.seconds += BETWEEN_CLIPS * max(0, len(spoken) - 1)

    def listens(self) -> None:
        """Through the messages, to the end of the next question."""
        self.hears()
        while isinstance(self.line.steps[self.step], Message):
            self.seconds += MESSAGE_SECONDS
            self.answers(SILENCE)
            self.hears()

    def presses(self, keys: str) -> None:
        """One key, or a whole number as the carrier collects it; where it asks in the middle of one, our answer is waited for."""
        self.seconds += THINKING + A_KEY * len(keys)
        rest = keys
        while rest and self.turn.listen:
            now, rest = rest[: self.turn.listen.digits], rest[self.turn.listen.digits :]
            self.answers(now)
            self.seconds += OUR_ANSWER if rest else 0.0

    def chooses(self, *numbers: str) -> None:
        """Each after what is said before it."""
        for keys in numbers:
            self.listens()
            self.presses(keys)

    def answers(self, key: str) -> None:
        self.turns += 1
        if self.turns > MOST_TURNS or not (self.turn.listen or self.turn.dial):
            raise NoWay(self.step)
        moment = MORNING + timedelta(minutes=1) + timedelta(seconds=self.seconds)
        self.turn = self.line.advance(self.turn.state, key, moment)
