"""The draft: a copy of a release to change, with the id of that release beside it.

Its clips are shared with the release, or with the checkout; only where the disk knows no links across must they be copied.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from ivr.clips.manifest import MANIFEST
from ivr.clips.manifest import read_manifest
from ivr.clips.releases import files
from ivr.clips.releases.building import UNFINISHED
from ivr.clips.releases.building import base_digest
from ivr.clips.releases.building import copy_base
from ivr.clips.releases.building import copy_words
from ivr.clips.releases.building import digest_of
from ivr.clips.releases.release import AUDIO
from ivr.clips.releases.release import BASE
from ivr.clips.releases.release import Place

PARENT = "parent"
READY = ".ready"  # a draft that nobody has begun yet


def begin(parent: Place, folder: Path) -> None:
    """The words copied, the clips shared: write them anew and never into the same file."""
    unfinished = folder.with_name(UNFINISHED)
    shutil.rmtree(unfinished, ignore_errors=True)
    copy_words(parent, unfinished)
    for file in read_manifest(parent.audio):
        if (parent.audio / file).is_file():
            files.share(parent.audio / file, unfinished / AUDIO / file)
    files.copy(parent.audio / MANIFEST, unfinished / AUDIO / MANIFEST)
    write_parent(unfinished, parent)
    unfinished.rename(folder)


def take_ready(parent: Place, folder: Path) -> bool:
    """Begin with the one that was made ready, if it is a copy of this release."""
    ready = folder.with_name(READY)
    if not ready.exists() or is_behind(ready, parent):
        return False
    ready.rename(folder)
    return True


def write_parent(folder: Path, parent: Place) -> None:
    """Write down what a draft is a change of; of the checkout, which changes with an update of the program, also what it says."""
    if parent.about is None:
        copy_base(parent, folder / BASE)
    files.write_whole(folder / PARENT, f"{parent.id}\n")


def parent_of(folder: Path) -> str | None:
    """The release a draft was made from; None for a folder that somebody made by hand."""
    path = folder / PARENT
    return path.read_text(encoding="utf-8").strip() if path.exists() else None


def base_of(folder: Path, parent: Place) -> Path:
    """The words and the manifest that a draft was made from: its parent's, or what it kept of the checkout."""
    kept = folder / BASE
    return kept if parent.about is None and kept.is_dir() else parent.folder


def is_behind(folder: Path, current: Place) -> bool:
    """Whether the line says something else by now than what the draft was made from: another release, or an update."""
    if parent_of(folder) not in (current.id, None):
        return True
    kept = base_of(folder, current)
    return kept != current.folder and digest_of(files.sums(kept)) != base_digest(current)


def follows(folder: Path, parent: str) -> None:
    """From now on the draft is a change of this release; a folder that somebody made by hand is left alone."""
    if (folder / PARENT).exists():
        files.write_whole(folder / PARENT, f"{parent}\n")
        shutil.rmtree(folder / BASE, ignore_errors=True)
