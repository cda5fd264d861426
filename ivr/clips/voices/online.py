"""What the online engines share: patience with faults that pass, and plain words for those that do not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

import tenacity

from ivr.clips.voices.engine import EngineError
from ivr.clips.voices.sound import Sound
from ivr.clips.voices.sound import decode

log = logging.getLogger(__name__)

ATTEMPTS = 5


class PassingFault(Exception):
    """The service is busy, answers with an error of its own, or cannot be reached: worth another attempt."""


@dataclass(frozen=True)
class Service:
    """An online voice service by the name people know."""

    name: str
    pause: float  # seconds before the second attempt; each further one waits twice as long

    def sound_of(self, ask: Callable[[], bytes]) -> Sound:
        """Ask for a sound file until it comes. Raises EngineError."""
        try:
            return decode(self._patiently(ask))
        except PassingFault as fault:
            raise EngineError(
                f"{self.name}'s voice service cannot be reached, or is too busy ({fault}). "
                "Try again later, or build without --engine."
            ) from fault
        except ValueError as fault:
            raise EngineError(f"{self.name}'s voice service sent {fault}") from fault

    def refusal(self, reason: object) -> EngineError:
        return EngineError(f"{self.name}'s voice service refuses ({reason}). Use another voice, or build without --engine.")

    def _patiently(self, ask: Callable[[], bytes]) -> bytes:
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(PassingFault),
            wait=tenacity.wait_exponential(multiplier=self.pause, max=30 * self.pause) + tenacity.wait_random(0, self.pause),
            stop=tenacity.stop_after_attempt(ATTEMPTS),
            before_sleep=tenacity.before_sleep_log(log, logging.INFO),
            reraise=True,
        )
        return retrying(ask)


def passes(status: int) -> bool:
    """Whether an HTTP status is likely to be gone after a while: too many requests, or a fault of the server."""
    return status == 429 or status >= 500
