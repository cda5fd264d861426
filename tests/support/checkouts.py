"""A checkout of its own: the words of this one, and a short quiet clip for every sentence. And changes of both."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import yaml

from ivr.clips.manifest import MANIFEST
from ivr.clips.manifest import read_manifest
from ivr.content.content import Content
from ivr.paths import PROMPTS

FRAME = b"\xff\xe3\x28\xc0" + bytes(140)  # MPEG 2.5, 16 kbit/s, 8 kHz, mono: 0.072 s of silence
FRAMES = 14
SECONDS = round(FRAMES * 0.072, 2)


def checkout(folder: Path, *languages: str, voice: str = "a") -> Path:
    """A folder with prompts/ and audio/ in which nothing is missing; of all languages, unless some are named.

    Another voice means other clips, all of them.
    """
    shutil.copytree(PROMPTS, folder / "prompts")
    if languages:
        path = folder / "prompts" / "languages.yaml"
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        table["languages"] = [language for language in table["languages"] if language["code"] in languages]
        path.write_text(yaml.safe_dump(table, allow_unicode=True, sort_keys=False), encoding="utf-8")
    speak(folder, voice)
    return folder


def copy_of(folder: Path, target: Path) -> Path:
    """Of a checkout or of releases; the sounds, which nobody writes into, are shared."""
    return Path(shutil.copytree(folder, target, copy_function=_share_sounds))


def _share_sounds(source: str, target: str) -> None:
    if source.endswith(".mp3"):
        os.link(source, target)
    else:
        shutil.copy(source, target)


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Change the words in a file of prompts/."""
    path = folder / "prompts" / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def change_sentence(folder: Path, language: str, sentence: str, words: str) -> None:
    """Say something else, and make the clip of it."""
    path = folder / "prompts" / f"{language}.yaml"
    table: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    table["clips"][sentence] = words
    path.write_text(yaml.safe_dump(table, allow_unicode=True, sort_keys=False), encoding="utf-8")
    speak(folder)


def speak(folder: Path, voice: str = "a") -> None:
    """A clip for every sentence that has none of its words; what is said no more goes out of the manifest."""
    content, audio = Content.load(folder / "prompts"), folder / "audio"
    known = read_manifest(audio)
    manifest: dict[str, Any] = {}
    for code in content.languages.codes:
        (audio / code).mkdir(parents=True, exist_ok=True)
        for clip, phrase in content.phrases(code):
            digest = hashlib.sha256(f"{voice} {phrase.text}".encode()).hexdigest()[:12]
            file = f"{code}/{clip}-{digest}.mp3"
            manifest[file] = known.get(file) or _entry(code, clip, phrase.text, voice)
            if not (audio / file).exists():
                _sound(audio, file)
    (audio / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


def _entry(language: str, clip: str, text: str, voice: str) -> dict[str, Any]:
    made = {"engine": "espeak", "voice": voice, "seconds": SECONDS, "draft": False}
    return {"language": language, "clip": clip, "text": text} | made


def _sound(audio: Path, file: str) -> None:
    quiet = audio / f".quiet-{file[:2]}.mp3"  # a disk gives one file no more than 65,000 names
    if not quiet.exists():
        quiet.write_bytes(FRAME * FRAMES)
    os.link(quiet, audio / file)
