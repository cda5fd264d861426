"""SVOX Pico: small, free, offline, and understood in French, English and Spanish nearly as well as a person."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np

from ivr.clips.voices.engine import Engine
from ivr.clips.voices.programs import lacking
from ivr.clips.voices.programs import python_version
from ivr.clips.voices.sound import Sound
from ivr.content.languages import Voice

RATE = 16000
FULL_SCALE = 32768


class Pico(Engine):
    """A voice has Pico's own name: fr-FR, en-GB, es-ES, de-DE, it-IT, en-US."""

    at_once = None

    def lacks(self, voice: Voice) -> str | None:
        return lacking("pico", find_spec("py_nanotts") is not None)

    def speak(self, words: str, voice: Voice) -> Sound:
        from py_nanotts import NanoTTS  # noqa: PLC0415 - not everybody has it

        said = NanoTTS().speak(words, voice=voice.voice, speed=voice.speed / 100)
        return Sound((np.frombuffer(said, np.int16) / FULL_SCALE).astype(np.float32), RATE)

    def version(self, voice: Voice) -> str:
        return python_version("py-nanotts")
