"""A browser for tests, a line served to it on a port of its own, and clips that take no building."""

from __future__ import annotations

import json
import math
import struct
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser
from playwright.sync_api import expect
from playwright.sync_api import sync_playwright

from ivr.clips.manifest import MANIFEST
from ivr.clips.manifest import Clips
from ivr.content.content import Content

CHROMIUM = "/usr/bin/chromium"
PATIENCE_MS = 30_000  # a page on a busy machine is late, not wrong
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


@contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *arguments])
        yield browser
        browser.close()


def worded_clips(content: Content, folder: Path) -> Clips:
    """A manifest for every phrase. The sound itself is written by `sound_for`, where a test listens to it."""
    phrases = [(code, clip, phrase.text) for code in content.languages.codes for clip, phrase in content.phrases(code)]
    files = {f"{code}/{clip}": f"{code}/{clip}.wav" for code, clip, _ in phrases}
    manifest = {
        f"{code}/{clip}.wav": {"language": code, "clip": clip, "text": text, "seconds": 1.0} for code, clip, text in phrases
    }
    folder.joinpath(MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return Clips(folder, files, dict.fromkeys(files, 1.0))


def sound_for(clips: Clips, name: str, seconds: float) -> None:
    """Write a quiet tone as the sound of a clip."""
    rate, path = 8000, clips.folder / clips.files[name]
    path.parent.mkdir(exist_ok=True)
    tone = (round(3000 * math.sin(2 * math.pi * 440 * sample / rate)) for sample in range(round(rate * seconds)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"".join(struct.pack("<h", value) for value in tone))
