"""The recorded clips: audio/manifest.json says which file speaks which clip."""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AUDIO = Path(__file__).resolve().parent.parent / "audio"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Clips:
    """Which files there are. A clip is named "<language>/<clip>", its file "<language>/<file>"."""

    folder: Path
    files: Mapping[str, str]
    seconds: Mapping[str, float]

    @classmethod
    def load(cls, folder: Path = AUDIO) -> Clips:
        """Read the manifest once; nothing is read again during a call."""
        files, seconds = {}, {}
        for file, entry in read_manifest(folder).items():
            name = f"{entry['language']}/{entry['clip']}"
            if (folder / file).is_file():
                files[name] = file
                seconds[name] = entry["seconds"]
        return cls(folder, files, seconds)

    def missing(self, wanted: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in wanted if name not in self.files)


def read_manifest(folder: Path = AUDIO) -> dict[str, dict[str, Any]]:
    """The manifest as it stands; empty when nothing was ever built."""
    path = folder / MANIFEST
    manifest: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return manifest
