"""RHVoice: clear Russian, offline."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from ivr.clips.voices.engine import Engine
from ivr.clips.voices.engine import EngineError
from ivr.clips.voices.programs import debian_version
from ivr.clips.voices.programs import is_program
from ivr.clips.voices.programs import lacking
from ivr.clips.voices.programs import run
from ivr.clips.voices.sound import Sound
from ivr.clips.voices.sound import decode
from ivr.content.languages import Voice

PROGRAM = "RHVoice-test"
VOICES = Path("/usr/share/RHVoice/voices")


class RHVoice(Engine):
    """Runs the program RHVoice-test. A voice has RHVoice's own name, such as anna."""

    at_once = None

    def __init__(self, voices: Path = VOICES) -> None:
        self.voices = voices

    def lacks(self, voice: Voice) -> str | None:
        return lacking("rhvoice", is_program(PROGRAM) and (self.voices / voice.voice).is_dir())

    def speak(self, words: str, voice: Voice) -> Sound:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "said.wav"
            run([PROGRAM, "-p", voice.voice, "-r", str(voice.speed), "-o", str(file)], words)
            try:
                return decode(file.read_bytes())
            except ValueError as fault:
                raise EngineError(f"RHVoice, voice {voice.voice}: {fault}") from fault

    def version(self, voice: Voice) -> str:
        return _versions()


@cache
def _versions() -> str:
    return f"rhvoice {debian_version('rhvoice')}, rhvoice-russian {debian_version('rhvoice-russian')}"
