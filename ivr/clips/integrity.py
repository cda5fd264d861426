"""Whether every clip can still be played: files may be cut, emptied or overwritten long after they were made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from ivr.clips.voices.sound import decode

TOLERANCE_SECONDS = 0.2
TOGETHER = 200  # files a process is given at once


def faults(folder: Path, manifest: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """A line for each file that is there and cannot be played to its end. What is missing is the build's matter."""
    there = [(folder / file, float(entry["seconds"])) for file, entry in manifest.items() if (folder / file).is_file()]
    with ProcessPoolExecutor(min(os.cpu_count() or 1, max(1, len(there) // TOGETHER))) as pool:
        for (path, _), fault in zip(there, pool.map(_fault, there, chunksize=TOGETHER), strict=True):
            if fault:
                yield f"{path.parent.name}/{path.name} {fault}"


def _fault(clip: tuple[Path, float]) -> str:
    path, seconds = clip
    try:
        heard = decode(path.read_bytes()).seconds
    except ValueError:
        return "is damaged: nothing in it can be played"
    return "" if abs(heard - seconds) <= TOLERANCE_SECONDS else f"is damaged: {heard:.1f} s of {seconds:.1f} s can be played"
