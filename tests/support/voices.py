"""A voice that speaks for tests, as a person's recording would come."""

from __future__ import annotations

import io
import subprocess
import wave

import numpy as np

from ivr.clips.voices.sound import Sound
from ivr.clips.voices.sound import decode

RATE = 16_000  # as good as it must be
QUIET = 0.3  # seconds around the words


def spoken(words: str, voice: str = "en-gb") -> Sound:
    """Words with quiet around them, in a room that is not quite silent."""
    said = subprocess.run(["espeak-ng", "-v", voice, "-s", "140", "--stdout", words], check=True, capture_output=True)
    sound = decode(said.stdout)
    moments = np.arange(0, len(sound.samples), sound.rate / RATE)
    voice_alone = np.interp(moments, np.arange(len(sound.samples)), sound.samples)
    room = np.zeros(round(QUIET * RATE), np.float32)
    samples = np.concatenate([room, voice_alone * 0.8, room])
    noise = np.random.default_rng(1).normal(0, 1e-4, len(samples))
    return Sound((samples + noise).astype(np.float32), RATE)


def together(sounds: list[Sound]) -> Sound:
    """One after the other."""
    return Sound(np.concatenate([sound.samples for sound in sounds]), sounds[0].rate)


def as_wav(sound: Sound) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(sound.rate)
        out.writeframes((np.clip(sound.samples, -1, 1) * 32767).astype("<i2").tobytes())
    return file.getvalue()
