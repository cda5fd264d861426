"""The voices of Microsoft's browser, through edge-tts: natural, all ten languages, online, and without any promise."""

from __future__ import annotations

import asyncio

import aiohttp
import edge_tts
from edge_tts import communicate
from edge_tts import constants
from edge_tts import exceptions

from ivr.languages import Voice
from ivr.voices.online import PassingFault
from ivr.voices.online import Service
from ivr.voices.online import passes
from ivr.voices.sound import Sound

RATE = "-10%"  # calmer than the voices speak by themselves
TIMEOUT = 60.0  # seconds for a whole clip


class Edge:
    """A voice has Microsoft's own name, such as fr-BE-CharlineNeural."""

    at_once = 3

    def __init__(self, address: str | None = None, pause: float = 2.0, timeout: float = TIMEOUT) -> None:
        """`address` replaces the address of the service, wss://...?TrustedClientToken=...

        edge-tts has no parameter for it, so it is set in the library itself, for the whole process.
        """
        self.address = address or constants.WSS_URL
        self.timeout = timeout
        self.service = Service("Microsoft", pause)

    def speak(self, words: str, voice: Voice) -> Sound:
        communicate.WSS_URL = self.address  # type: ignore[attr-defined]
        return self.service.sound_of(lambda: asyncio.run(self._ask(words, voice)))

    async def _ask(self, words: str, voice: Voice) -> bytes:
        try:
            async with asyncio.timeout(self.timeout):
                return await _collect(edge_tts.Communicate(words, voice.voice, rate=RATE))
        except aiohttp.ClientResponseError as fault:
            if passes(fault.status):
                raise PassingFault(fault) from fault
            raise self.service.refusal(fault) from fault
        except (exceptions.NoAudioReceived, ValueError) as fault:
            raise self.service.refusal(fault) from fault
        except TimeoutError as fault:
            raise PassingFault(f"no answer in {self.timeout:g} seconds") from fault
        except (aiohttp.ClientError, exceptions.EdgeTTSException, OSError) as fault:
            raise PassingFault(fault) from fault


async def _collect(request: edge_tts.Communicate) -> bytes:
    """All sound of the answer. Raises PassingFault when it was cut short, which edge-tts takes for a whole answer."""
    sound = b"".join([part["data"] async for part in request.stream() if part["type"] == "audio"])
    if request.state["cumulative_audio_bytes"] != len(sound):  # counted at the end of each answer
        raise PassingFault("the answer was cut short")
    return sound
