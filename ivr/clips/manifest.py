"""The recorded clips: audio/manifest.json says which file speaks which clip."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from typing import NotRequired
from typing import TypedDict

from ivr.clips.writing import write_whole
from ivr.content.yamlfile import ContentError
from ivr.content.yamlfile import read_text
from ivr.paths import AUDIO

MANIFEST = "manifest.json"
MEND = "`git checkout audio/manifest.json` brings it back, or delete it and run scripts/line build"
FILE_NAME = re.compile(r"[a-z]{2,3}/\w[\w.-]*")  # nothing that leads out of the folder


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
    speaker: NotRequired[str]  # of a recording, as the next two
    recorded_on: NotRequired[str]
    consent: NotRequired[str]  # digest of the signed agreement, which itself is private


Manifest = Mapping[str, ManifestEntry]


class ListedClip(NamedTuple):
    file: str
    entry: ManifestEntry


@dataclass(frozen=True)
class Clips:
    """Which files there are. A clip is named "<language>/<clip>", its file "<language>/<file>"."""

    folder: Path
    files: Mapping[str, str]
    seconds: Mapping[str, float]

    @classmethod
    def load(cls, folder: Path = AUDIO) -> Clips:
        """Read the manifest once; nothing is read again during a call."""
        files, seconds, there = {}, {}, on_disk(folder)
        for file, entry in read_manifest(folder).items():
            name = f"{entry['language']}/{entry['clip']}"
            if file in there:
                files[name] = file
                seconds[name] = entry["seconds"]
        return cls(folder, files, seconds)

    @cached_property
    def names(self) -> frozenset[str]:
        """Of the files that are there."""
        return frozenset(self.files.values())

    def missing(self, wanted: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in wanted if name not in self.files)


def on_disk(folder: Path) -> frozenset[str]:
    """The files that are there, named as in the manifest."""
    return frozenset(
        f"{language.name}/{file.name}" for language in _entries(folder) for file in _entries(language.path) if file.is_file()
    )


def _entries(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    """What is in a folder; nothing when there is no such folder."""
    try:
        with os.scandir(folder) as found:
            yield from found
    except (FileNotFoundError, NotADirectoryError):
        return


def read_manifest(folder: Path = AUDIO) -> Manifest:
    """The manifest as it stands; empty when nothing was ever built. Raises ContentError when it is damaged."""
    path = folder / MANIFEST
    try:
        stat = path.stat()
    except FileNotFoundError:
        return {}
    return _read(path, stat.st_mtime_ns, stat.st_ino, stat.st_size)


def by_clip(manifest: Manifest) -> dict[tuple[str, str], ListedClip]:
    """The entries by language and clip."""
    return {(entry["language"], entry["clip"]): ListedClip(file, entry) for file, entry in manifest.items()}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Sorted, one entry a line, so that a change of one clip is a change of one line."""
    lines = [f"{json.dumps(file)}: {json.dumps(manifest[file], ensure_ascii=False)}" for file in sorted(manifest)]
    write_whole(folder / MANIFEST, ("{\n" + ",\n".join(lines) + "\n}\n").encode())


@lru_cache(maxsize=3)
def _read(path: Path, *written: int) -> Manifest:
    """Once for each time that somebody wrote the file; nobody changes what others read."""
    try:
        manifest: dict[str, ManifestEntry] = json.loads(read_text(path))
    except json.JSONDecodeError as fault:
        raise ContentError(path, "", f"line {fault.lineno}: this file is damaged; {MEND}") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets within thousands of others
        raise ContentError(path, "", f"this file is damaged; {MEND}") from None
    if not isinstance(manifest, dict):
        raise ContentError(path, "", f"this file is no list of clips; {MEND}")
    for file, entry in manifest.items():
        if not FILE_NAME.fullmatch(file):
            raise ContentError(path, "", f"{file!r} is not the name of a clip, such as fr/welcome-1a2b3c.mp3; {MEND}")
        if not _is_entry(entry):
            raise ContentError(path, "", f"{file} lacks its language, its clip or its seconds; {MEND}")
    return MappingProxyType(manifest)


def _is_entry(entry: object) -> bool:
    """What a line of the manifest says at least."""
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("language"), str)
        and isinstance(entry.get("clip"), str)
        and isinstance(entry.get("seconds"), int | float)
    )
