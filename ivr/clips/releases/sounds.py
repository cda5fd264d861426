"""Which clips two places share, found out without reading what lies under both names."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from ivr.clips.manifest import MANIFEST
from ivr.clips.manifest import read_manifest
from ivr.clips.releases import files
from ivr.clips.releases.release import AUDIO
from ivr.clips.releases.release import Place


def audio_sums(place: Place, like: Place | None = None) -> dict[str, str]:
    """The SHA-256 of each clip of the manifest that is there. No file is read twice, and none that the release `like` has too."""
    if place.about:
        listed = files.read_sums(place.folder)
        return {file.removeprefix(f"{AUDIO}/"): digest for file, digest in listed.items() if file.startswith(f"{AUDIO}/")}
    known = audio_sums(like) if like and like.about else {}
    found = {}
    for file in (MANIFEST, *read_manifest(place.audio)):
        path = place.audio / file
        if path.is_file():
            shared = like is not None and file in known and _is_one(path, like.audio / file)
            found[file] = known[file] if shared else _sum_of(path)
    return found


def _sum_of(path: Path) -> str:
    stat = path.stat()
    return _read(path, stat.st_mtime_ns, stat.st_size, stat.st_ino)


@lru_cache(maxsize=20_000)
def _read(path: Path, *written: int) -> str:
    """Once for each time that somebody wrote the file."""
    return files.sum_of(path)


def _is_one(path: Path, other: Path) -> bool:
    return other.exists() and os.path.samefile(path, other)
