"""Writing audio/manifest.json and the clips beside it, whole or not at all."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

from ivr import Fault
from ivr.clips.manifest import MANIFEST

UNFINISHED = ".part"  # the ending of a file that is being written


class ManifestEntry(TypedDict):
    """What the manifest says about one file."""

    language: str
    clip: str
    text: str
    engine: str
    voice: str
    seconds: float
    draft: bool
    licence: str
    version: str  # of the engine and its voice; empty for a person


Manifest = dict[str, ManifestEntry]


def write_manifest(folder: Path, manifest: Mapping[str, ManifestEntry]) -> None:
    """Sorted, one entry a line, so that a change of one clip is a change of one line."""
    lines = [f"{json.dumps(file)}: {json.dumps(manifest[file], ensure_ascii=False)}" for file in sorted(manifest)]
    write_whole(folder / MANIFEST, ("{\n" + ",\n".join(lines) + "\n}\n").encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        unfinished.write_bytes(data)
        os.replace(unfinished, path)
    except OSError:  # a full disk: leave no half behind
        unfinished.unlink(missing_ok=True)
        raise


class AtWorkError(Fault, BlockingIOError):
    """Somebody else changes the clips of this folder now."""


@contextmanager
def only_builder(folder: Path) -> Iterator[None]:
    """Hold the folder for one build. Raises AtWorkError when another one runs."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AtWorkError(f"a build is at work in {folder}; try again when it has ended") from None
        yield
    finally:
        os.close(handle)
