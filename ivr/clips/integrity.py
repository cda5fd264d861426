"""Whether every clip can still be played: files may be cut, emptied or overwritten long after they were made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ivr.clips import frames
from ivr.clips.manifest import Manifest

TOLERANCE_SECONDS = 0.4  # MP3 itself adds some silence at both ends


def faults(folder: Path, manifest: Manifest) -> Iterator[str]:
    """A line for each file that is there and cannot be played to its end. What is missing is the build's matter."""
    for file, entry in manifest.items():
        if (folder / file).is_file() and (fault := fault_of(folder / file, entry["seconds"])):
            yield f"{file} {fault}"


def fault_of(clip: Path, seconds: float | None = None) -> str:
    """Why it cannot be played, or not for so long; ""."""
    try:
        heard = frames.seconds(clip)
    except ValueError as fault:
        return str(fault)
    if seconds is None or abs(heard - seconds) <= TOLERANCE_SECONDS:
        return ""
    return f"plays {heard:.1f} s instead of {seconds:.1f} s"
