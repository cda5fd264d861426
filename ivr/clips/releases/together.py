"""A folder of words and clips that holds what two sides made of a third."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from typing import NamedTuple

from ivr.clips.manifest import ManifestEntry
from ivr.clips.manifest import by_clip
from ivr.clips.manifest import read_manifest
from ivr.clips.manifest import write_manifest
from ivr.clips.releases import files
from ivr.clips.releases import tables
from ivr.clips.releases.merge import ABSENT
from ivr.clips.releases.merge import Where
from ivr.clips.releases.merge import three_ways
from ivr.clips.releases.release import AUDIO
from ivr.clips.releases.release import PROMPTS
from ivr.clips.releases.release import Place
from ivr.content.content import Content

# How a file is read and written; any other is taken whole.
_READ: dict[str, Callable[[str], Any]] = {".yaml": tables.read_yaml, ".csv": tables.read_csv}
_WRITE: dict[str, Callable[[Any], str]] = {".yaml": tables.write_yaml, ".csv": tables.write_csv}


class KeptSound(NamedTuple):
    folder: Path
    file: str
    entry: ManifestEntry


def put_together(base: Path, theirs: Place, ours: Place, target: Path) -> tuple[str, ...]:
    """Write it; the places where both had changed something, and ours stands. Of `base`, no clip needs to be there.

    Raises ContentError when the two do not fit together.
    """
    shutil.rmtree(target, ignore_errors=True)
    conflicts = list(_words((base / PROMPTS, theirs.prompts, ours.prompts), target / PROMPTS))
    content = Content.load(target / PROMPTS)
    before, new, own = (_sounds(audio) for audio in (base / AUDIO, theirs.audio, ours.audio))
    manifest: dict[str, ManifestEntry] = {}
    for code in content.languages.codes:
        for clip, phrase in content.phrases(code):
            key = code, clip
            if sound := _choose(phrase.text, before.get(key), new.get(key), own.get(key)):
                files.share(sound.folder / sound.file, target / AUDIO / sound.file)
                manifest[sound.file] = sound.entry
    write_manifest(target / AUDIO, manifest)
    return tuple(conflicts)


def _words(sides: tuple[Path, Path, Path], target: Path) -> Iterator[str]:
    names = {path.relative_to(side).as_posix() for side in sides[1:] for path in side.rglob("*") if path.is_file()}
    for name in sorted(names):
        read = _READ.get(Path(name).suffix, str)
        old, new, own = (read(path.read_text(encoding="utf-8")) if (path := side / name).exists() else ABSENT for side in sides)
        conflicts: list[Where] = []
        merged = three_ways(old, new, own, conflicts)
        yield from (f"{name}: {'.'.join(where)}" if where else name for where in conflicts)
        if merged is not ABSENT:
            _write(merged, [(new, sides[1] / name), (own, sides[2] / name)], target / name)


def _write(merged: Any, known: list[tuple[Any, Path]], target: Path) -> None:
    """As one of the sides has it, with its comments, where that says the same."""
    same = next((path for value, path in known if value == merged), None)
    if same:
        files.copy(same, target)
    else:
        files.write_whole(target, _WRITE[target.suffix](merged))


def _sounds(audio: Path) -> dict[tuple[str, str], KeptSound]:
    return {clip: KeptSound(audio, *listed) for clip, listed in by_clip(read_manifest(audio)).items()}


def _choose(words: str, base: KeptSound | None, theirs: KeptSound | None, ours: KeptSound | None) -> KeptSound | None:
    """The sound of whoever changed it, ours where both did; but one that says the words of today before any other."""
    changed_here = base is None or ours is None or ours.file != base.file
    candidates = [sound for sound in ((ours, theirs) if changed_here else (theirs, ours)) if sound]
    there = [sound for sound in candidates if (sound.folder / sound.file).is_file()]
    return next((sound for sound in there if sound.entry["text"] == words), there[0] if there else None)
