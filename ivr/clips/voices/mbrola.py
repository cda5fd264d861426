"""MBROLA: joins recorded pairs of sounds. It knows no language: the words come as sounds, from a table or from espeak-ng."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

from ivr.clips.voices.diphones import FOLDER
from ivr.clips.voices.diphones import SILENCE
from ivr.clips.voices.diphones import Diphones
from ivr.clips.voices.diphones import database
from ivr.clips.voices.diphones import read_diphones
from ivr.clips.voices.engine import EngineError
from ivr.clips.voices.espeak import ask
from ivr.clips.voices.espeak import espeak_version
from ivr.clips.voices.programs import debian_version
from ivr.clips.voices.programs import is_program
from ivr.clips.voices.programs import lacking
from ivr.clips.voices.programs import run
from ivr.clips.voices.prosody import UnspeakableError
from ivr.clips.voices.prosody import to_pho
from ivr.clips.voices.sound import Sound
from ivr.clips.voices.sound import decode
from ivr.content.languages import Voice


class Mbrola:
    """Runs the program mbrola. A voice has MBROLA's own name: ar2, tr1. With `phonemes`, espeak-ng finds sounds and melody."""

    at_once = None

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    def lacks(self, voice: Voice) -> str | None:
        programs = is_program("mbrola") and (not voice.phonemes or is_program("espeak-ng"))
        return lacking("mbrola", programs and database(voice.voice, self.folder).is_file())

    def faults(self, words: str, voice: Voice) -> tuple[str, ...]:
        try:
            self._pho(words, voice)
        except UnspeakableError as fault:
            return (str(fault),)
        return ()

    def speak(self, words: str, voice: Voice) -> Sound:
        try:
            sounds = self._pho(words, voice)
        except UnspeakableError as fault:
            raise EngineError(f"MBROLA, voice {voice.voice}: {fault}") from fault
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "said.wav"
            run(["mbrola", str(database(voice.voice, self.folder)), "-", str(file)], sounds, encoding="latin-1")
            return decode(file.read_bytes())

    def version(self, voice: Voice) -> str:
        parts = [f"{package} {debian_version(package)}" for package in ("mbrola", f"mbrola-{voice.voice}")]
        return ", ".join([*parts, espeak_version()] if voice.phonemes else parts)

    def _pho(self, words: str, voice: Voice) -> str:
        diphones = read_diphones(database(voice.voice, self.folder))
        if not voice.phonemes:
            return to_pho(words, diphones, voice.speed)
        lines = ask(voice.phonemes, voice.speed, words, "-q", "--pho").decode("latin-1")
        _check(lines, diphones)
        return lines


def _check(lines: str, diphones: Diphones) -> None:
    sounds = [line.split()[0] for line in lines.splitlines() if line.strip()]
    for left, right in pairwise([SILENCE, *sounds, SILENCE]):
        if (left, right) not in diphones.pairs and (left, right) != (SILENCE, SILENCE):
            raise UnspeakableError(f"the voice cannot join {left} and {right}")
