"""Putting accepted recordings into audio/, in place of what said the clip before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from datetime import date
from datetime import datetime
from pathlib import Path

from ivr.clips.manifest import ManifestEntry
from ivr.clips.manifest import read_manifest
from ivr.clips.manifest import write_manifest
from ivr.clips.recordings.lines import KitLine
from ivr.clips.recordings.take import Take
from ivr.clips.voices.catalogue import HUMAN
from ivr.clips.voices.retired import retire
from ivr.clips.writing import only_builder
from ivr.clips.writing import write_whole


@dataclass(frozen=True)
class Terms:
    """Who spoke, when, and what may be done with it."""

    speaker: str
    licence: str
    recorded_on: date
    consent: str | None = None  # digest of the signed agreement, which itself is private


def install(folder: Path, takes: Iterable[Take], terms: Terms, patience: float = 0.0) -> int:
    """The number of clips written, in all languages that play them.

    First the files, then the manifest in one stroke; the old files stay, retired: a running line may name them.
    Whenever it is interrupted, every clip of the line has one whole file. Raises AtWorkError when a build is still
    at work in the folder after so many seconds of patience.
    """
    with only_builder(folder, patience):
        manifest = read_manifest(folder)
        replaced: set[str] = set()
        written: dict[str, ManifestEntry] = {}
        for take in takes:
            if take.line is None or not take.accepted:
                continue
            for language in take.line.languages:
                file = f"{language}/{take.line.clip}-{_digest(take, terms)}.mp3"
                write_whole(folder / file, take.mp3)
                replaced |= {
                    old for old, entry in manifest.items() if (entry["language"], entry["clip"]) == (language, take.line.clip)
                }
                written[file] = _entry(language, take.line, take.seconds, terms)
        kept = {file: entry for file, entry in manifest.items() if file not in replaced}
        if written:
            write_manifest(folder, kept | written)
            retire(folder, kept.keys() | written.keys(), datetime.now(UTC))
    return len(written)


def _entry(language: str, line: KitLine, seconds: float, terms: Terms) -> ManifestEntry:
    entry = ManifestEntry(
        language=language,
        clip=line.clip,
        text=line.text,
        engine=HUMAN,
        voice=terms.speaker,
        seconds=round(seconds, 3),
        draft=False,
        version="",
        speaker=terms.speaker,
        licence=terms.licence,
        recorded_on=terms.recorded_on.isoformat(),
    )
    if terms.consent:
        entry["consent"] = terms.consent
    return entry


def _digest(take: Take, terms: Terms) -> str:
    """Of words, speaker and sound: a second recording of the same words is a new file to every cache."""
    assert take.line is not None
    parts = [HUMAN, terms.speaker, take.line.text, hashlib.sha256(take.mp3).hexdigest()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]
