"""What every voice engine can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ivr import Fault
from ivr.clips.voices.sound import Sound
from ivr.content.languages import Voice


class EngineError(Fault):
    """An engine cannot speak: not installed, out of reach, refused, or it does not know the voice."""


class Engine(Protocol):
    """An engine that inherits from this can say any words, and lacks nothing, unless it knows better."""

    @property
    def at_once(self) -> int | None:
        """How many clips it may be asked for at the same time; None: as many as there are processors."""

    def lacks(self, voice: Voice) -> str | None:
        """What must be installed before this voice can speak, in a sentence; None when nothing is missing."""
        return None

    def faults(self, words: str, voice: Voice) -> Sequence[str]:
        """What in these words the voice cannot say, found without speaking them."""
        return ()

    def speak(self, words: str, voice: Voice) -> Sound:
        """Say the words. Raises EngineError."""

    def version(self, voice: Voice) -> str:
        """Of the programs and data that speak: with the same versions the same words sound the same."""
