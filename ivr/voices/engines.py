"""The voice engines behind one small interface."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING
from typing import Protocol

from ivr.languages import Voice

if TYPE_CHECKING:
    from ivr.voices.sound import Sound


class EngineError(Exception):
    """An engine cannot speak: not installed, out of reach, refused, or it does not know the voice."""


class Engine(Protocol):
    @property
    def at_once(self) -> int | None:
        """How many clips it may be asked for at the same time; None: as many as there are processors."""

    def speak(self, words: str, voice: Voice) -> Sound:
        """Say the words. Raises EngineError."""


@cache
def engine_named(name: str) -> Engine:
    """The engine of that name. GTTS_URL and EDGE_URL lead the online ones to another address, as tests do."""
    if name == "espeak":
        from ivr.voices.espeak import Espeak  # noqa: PLC0415 - each engine needs libraries of its own

        return Espeak()
    if name == "gtts":
        from ivr.voices.gtts_ import Google  # noqa: PLC0415

        return Google(os.environ.get("GTTS_URL"))
    if name == "edge":
        from ivr.voices.edge import Edge  # noqa: PLC0415

        return Edge(os.environ.get("EDGE_URL"))
    raise EngineError(f"no voice engine is called {name}")
