"""Google Translate's voice, through gTTS: natural, online, free, and without any promise."""

from __future__ import annotations

import io
import time
from typing import Any

from gtts import gTTS
from gtts import gTTSError

from ivr.languages import Voice
from ivr.voices.online import PassingFault
from ivr.voices.online import Service
from ivr.voices.online import passes
from ivr.voices.sound import Sound

TIMEOUT = 20.0  # seconds without an answer
REST = 0.5  # seconds between requests: Google blocks those who ask faster


class Google:
    """A voice is a language of gTTS, with the country of the accent after a dot: "fr", "en.co.uk", "es.com.mx"."""

    at_once = 2

    def __init__(self, address: str | None = None, pause: float = 2.0, rest: float = REST, timeout: float = TIMEOUT) -> None:
        """`address` replaces https://translate.google.<country>."""
        self.address = address
        self.rest = rest
        self.timeout = timeout
        self.service = Service("Google", pause)

    def speak(self, words: str, voice: Voice) -> Sound:
        return self.service.sound_of(lambda: self._ask(words, voice))

    def _ask(self, words: str, voice: Voice) -> bytes:
        language, _, country = voice.voice.partition(".")
        file = io.BytesIO()
        try:
            _Request(
                self.address, words, lang=language, tld=country or "com", lang_check=False, timeout=self.timeout
            ).write_to_fp(file)
        except gTTSError as fault:
            if fault.rsp is None or passes(fault.rsp.status_code):
                raise PassingFault(fault) from fault
            raise self.service.refusal(fault) from fault
        time.sleep(self.rest)
        return file.getvalue()


class _Request(gTTS):  # type: ignore[misc]
    """gTTS knows Google's own addresses only; this one can be sent elsewhere."""

    def __init__(self, address: str | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.address = address

    def _prepare_requests(self) -> list[Any]:
        requests: list[Any] = super()._prepare_requests()
        if self.address:
            for request in requests:
                request.prepare_url(f"{self.address}{request.path_url}", None)
        return requests
