"""A call as one MP3, for reviewers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ivr.audio import Clips
from ivr.voices.render import RATE
from ivr.voices.render import tone
from ivr.voices.sound import decode

ROOT = Path(__file__).resolve().parent.parent


def test_a_call_becomes_one_sound_as_long_as_its_clips_and_waits(tmp_path: Path) -> None:
    target = tmp_path / "call.mp3"
    command = [sys.executable, "scripts/render_call.py", "2", "_", "2", "_", "15", "--output", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    clips = Clips.load()
    heard = ("fr/opening", *(f"{code}/language_choice" for code in ("fr", "en", "ar", "ps", "prs", "so", "tr", "ru", "es", "zh")))
    heard += (
        "en/opening",
        "en/welcome",
        "en/main_steps",
        "en/main_date",
        "en/main_questions",
        "en/main_centre",
        "en/main_person",
    )
    heard += ("en/date_intro", "en/ask_day", "en/ask_month")
    expected = sum(clips.seconds[clip] for clip in heard) + 0.1 * len(heard) + 1 + 1 + 8
    assert decode(target.read_bytes()).seconds == pytest.approx(expected, abs=4)
    assert "[month]" in done.stdout
    assert "> 15" in done.stdout


@pytest.mark.parametrize(("key", "tones"), [("1", (697, 1209)), ("5", (770, 1336)), ("0", (941, 1336)), ("#", (941, 1477))])
def test_a_key_sounds_as_on_a_telephone(key: str, tones: tuple[int, int]) -> None:
    wave = tone(key)[: int(0.12 * RATE)]
    loudest = np.argsort(np.abs(np.fft.rfft(wave, RATE)))[-40:]
    assert all(min(abs(loudest - hertz)) <= 5 for hertz in tones)
