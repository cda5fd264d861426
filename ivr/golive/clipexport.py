"""All clips in a folder ready for a bucket or a CDN, where AUDIO_URL then points."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from ivr.clips.manifest import MANIFEST
from ivr.clips.manifest import read_manifest
from ivr.golive.statichost import ALWAYS_ASK
from ivr.golive.statichost import CONTENT_TYPES
from ivr.golive.statichost import ExportError
from ivr.golive.statichost import clip_rules
from ivr.golive.statichost import copy_clips
from ivr.golive.statichost import write_headers
from ivr.paths import AUDIO


@dataclass(frozen=True)
class ExportedClips:
    clips: int
    size: int  # bytes
    left_over: tuple[str, ...]  # clips of an earlier export: calls under way may still ask for them


def export_clips(target: Path, source: Path = AUDIO) -> ExportedClips:
    """Write the folder. Raises ExportError when a clip of the manifest is missing, or when there is no manifest."""
    manifest = read_manifest(source)
    if not manifest:
        raise ExportError(f"{source.name}/{MANIFEST} lists no clips; scripts/line build makes them")
    count = copy_clips(source, target, manifest)
    shutil.copyfile(source / MANIFEST, target / MANIFEST)
    languages = dict.fromkeys(entry["language"] for entry in manifest.values())
    manifest_headers = {"Content-Type": CONTENT_TYPES[".json"], "Cache-Control": ALWAYS_ASK}
    write_headers(target, {**clip_rules(languages), f"/{MANIFEST}": manifest_headers})
    present = {path.relative_to(target).as_posix() for path in target.rglob("*.mp3")}
    size = sum((target / file).stat().st_size for file in manifest)
    return ExportedClips(count, size, tuple(sorted(present - set(manifest))))
