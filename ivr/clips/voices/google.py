"""Google Translate's voice, through gTTS: natural, online, free, and without any promise."""

from __future__ import annotations

import base64
import re
import time

import requests
from gtts import gTTS

from ivr.clips.voices.engine import Engine
from ivr.clips.voices.online import PassingFault
from ivr.clips.voices.online import Service
from ivr.clips.voices.online import passes
from ivr.clips.voices.programs import python_version
from ivr.clips.voices.sound import Sound
from ivr.content.languages import Voice

TIMEOUT = 20.0  # seconds without an answer
_PATH = "_/TranslateWebserverUi/data/batchexecute"
REST = 0.5  # seconds between requests: Google blocks those who ask faster


class Google(Engine):
    """A voice is a language of gTTS, with the country of the accent after a dot: "fr", "en.co.uk", "es.com.mx"."""

    at_once = 2

    def __init__(self, address: str | None = None, pause: float = 2.0, rest: float = REST, timeout: float = TIMEOUT) -> None:
        """`address` replaces https://translate.google.<country>."""
        self.address = address
        self.rest = rest
        self.timeout = timeout
        self.service = Service("Google", pause)

    def version(self, voice: Voice) -> str:
        return python_version("gTTS")  # the service itself does not tell

    def speak(self, words: str, voice: Voice) -> Sound:
        return self.service.sound_of(lambda: self._ask(words, voice))

    def _ask(self, words: str, voice: Voice) -> bytes:
        language, _, country = voice.voice.partition(".")
        address = self.address or f"https://translate.google.{country or 'com'}"
        try:
            sound = b"".join(self._part(address, body) for body in gTTS(words, lang=language, lang_check=False).get_bodies())
        except requests.HTTPError as fault:
            raise self.service.refusal(fault) from fault
        except requests.RequestException as fault:
            raise PassingFault(fault) from fault
        time.sleep(self.rest)
        return sound

    def _part(self, address: str, body: str) -> bytes:
        """The sound of a hundred signs. gTTS knows what to ask, but would not look whose certificate answers."""
        answer = requests.post(f"{address}/{_PATH}", body, headers=gTTS.GOOGLE_TTS_HEADERS, timeout=self.timeout)
        if passes(answer.status_code):
            raise PassingFault(f"{answer.status_code} {answer.reason}")
        answer.raise_for_status()
        if found := re.search(rf'{gTTS.GOOGLE_TTS_RPC}","\[\\"(.*)\\"]', answer.text):
            return base64.b64decode(found[1])
        raise self.service.refusal("no sound in the answer")
