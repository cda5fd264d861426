"""espeak-ng: robotic, but it needs no network, costs nothing and speaks most languages."""

from __future__ import annotations

import subprocess

from ivr.languages import Voice
from ivr.voices.engines import EngineError
from ivr.voices.sound import Sound
from ivr.voices.sound import decode


class Espeak:
    """Runs the program espeak-ng (Debian: apt-get install espeak-ng)."""

    at_once = None

    def __init__(self, program: str = "espeak-ng") -> None:
        self.program = program

    def speak(self, words: str, voice: Voice) -> Sound:
        command = [
            self.program,
            "-v",
            voice.voice,
            "-s",
            str(voice.speed),
            "-p",
            str(voice.pitch),
            "-b",
            "1",
            "--stdin",
            "--stdout",
        ]
        try:
            done = subprocess.run(command, input=words.encode(), capture_output=True, check=True)
        except FileNotFoundError:
            raise EngineError(f"{self.program} is not installed (Debian: apt-get install espeak-ng)") from None
        except subprocess.CalledProcessError as fault:
            raise EngineError(f"espeak-ng, voice {voice.voice}: {fault.stderr.decode(errors='replace').strip()}") from None
        try:
            return decode(done.stdout)
        except ValueError as fault:
            raise EngineError(f"espeak-ng, voice {voice.voice}: {fault}") from fault
