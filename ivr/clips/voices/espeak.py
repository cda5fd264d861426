"""espeak-ng: robotic, but it needs no network, costs nothing and speaks most languages."""

from __future__ import annotations

from functools import cache

from ivr.clips.voices.engine import Engine
from ivr.clips.voices.engine import EngineError
from ivr.clips.voices.programs import is_program
from ivr.clips.voices.programs import lacking
from ivr.clips.voices.programs import run
from ivr.clips.voices.sound import Sound
from ivr.clips.voices.sound import decode
from ivr.content.languages import Voice

PACE = 175  # words a minute at 100 percent
PITCH = 45  # of 0 to 99


class Espeak(Engine):
    """Runs the program espeak-ng. A voice has espeak-ng's own name, such as fr-be."""

    at_once = None

    def lacks(self, voice: Voice) -> str | None:
        return lacking("espeak", is_program("espeak-ng"))

    def speak(self, words: str, voice: Voice) -> Sound:
        said = ask(voice.voice, voice.speed, words, "-p", str(PITCH), "--stdout")
        try:
            return decode(said)
        except ValueError as fault:
            raise EngineError(f"espeak-ng, voice {voice.voice}: {fault}") from fault

    def version(self, voice: Voice) -> str:
        return espeak_version()


def ask(voice: str, speed: int, words: str, *options: str) -> bytes:
    """What espeak-ng answers. Raises EngineError."""
    pace = str(round(PACE * speed / 100))
    return run(["espeak-ng", "-v", voice, "-s", pace, "-b", "1", "--stdin", *options], words)


@cache
def espeak_version() -> str:
    return f"espeak-ng {run(['espeak-ng', '--version']).decode().split()[3]}"
