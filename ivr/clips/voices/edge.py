"""The voices of Microsoft's browser, through edge-tts: natural, all ten languages, online, and without any promise."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import aiohttp
import edge_tts
from edge_tts import exceptions

from ivr.clips.voices.engine import Engine
from ivr.clips.voices.online import PassingFault
from ivr.clips.voices.online import Service
from ivr.clips.voices.online import passes
from ivr.clips.voices.programs import python_version
from ivr.clips.voices.sound import Sound
from ivr.content.languages import Voice

RATE = "-10%"  # calmer than the voices speak by themselves
TIMEOUT = 60.0  # seconds for a whole clip


class Edge(Engine):
    """A voice has Microsoft's own name, such as fr-BE-CharlineNeural. Whether the service answers shows when it is asked."""

    at_once = 3

    def __init__(self, pause: float = 2.0, timeout: float = TIMEOUT) -> None:
        self.timeout = timeout
        self.service = Service("Microsoft", pause)

    def version(self, voice: Voice) -> str:
        return python_version("edge-tts")  # the service itself does not tell

    def speak(self, words: str, voice: Voice) -> Sound:
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
        except aiohttp.ClientConnectorError as fault:  # its own words name objects of Python
            raise PassingFault("no connection; is there a network?") from fault
        except (aiohttp.ClientError, exceptions.EdgeTTSException, OSError) as fault:
            raise PassingFault(fault) from fault


async def _collect(request: edge_tts.Communicate) -> bytes:
    """All sound of the answer. Raises PassingFault when it was cut short, which edge-tts takes for a whole answer."""
    async with aclosing(request.stream()) as parts:  # its connection is closed also when the answer takes too long
        sound = b"".join([part["data"] async for part in parts if part["type"] == "audio"])
    if request.state["cumulative_audio_bytes"] != len(sound):  # inside edge-tts: pinned in pyproject.toml
        raise PassingFault("the answer was cut short")
    return sound
