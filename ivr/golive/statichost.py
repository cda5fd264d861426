"""Clips copied into a folder that any static host, bucket or CDN can serve."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from collections.abc import Mapping
from pathlib import Path

from ivr import Fault
from ivr.clips.integrity import fault_of

CONTENT_TYPES = {".mp3": "audio/mpeg", ".json": "application/json", ".xml": "text/xml; charset=utf-8"}
FOR_EVER = "public, max-age=31536000, immutable"  # a clip's name changes with its words
ALWAYS_ASK = "no-cache"


class ExportError(Fault):
    """A folder that cannot be written as asked for."""


def copy_clips(source: Path, target: Path, files: Iterable[str]) -> int:
    """Copy the clips under their own names and say how many. Raises ExportError naming those that are missing or damaged."""
    wanted = sorted(set(files))
    faults = [f"{file} {fault}" for file in wanted if (fault := _fault(source / file))]
    if faults:
        raise ExportError("; ".join(faults[:20]) + (f"; and {len(faults) - 20} more" if len(faults) > 20 else ""))
    for file in wanted:
        copy = target / file
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / file, copy)
    return len(wanted)


def _fault(clip: Path) -> str:
    return fault_of(clip) if clip.is_file() else "is missing"


def write_headers(target: Path, rules: Mapping[str, Mapping[str, str]]) -> None:
    """The `_headers` file that Netlify, Cloudflare Pages and others read: a path, then its headers."""
    blocks = [f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items()) for path, headers in rules.items()]
    (target / "_headers").write_text("\n".join(blocks), encoding="utf-8")


def clip_rules(languages: Iterable[str], prefix: str = "") -> dict[str, dict[str, str]]:
    """The headers of the clips: one rule a language, since not every host takes a star in the middle of a path."""
    headers = {"Content-Type": CONTENT_TYPES[".mp3"], "Cache-Control": FOR_EVER, "X-Content-Type-Options": "nosniff"}
    return {f"{prefix}/{language}/*": headers for language in languages}
