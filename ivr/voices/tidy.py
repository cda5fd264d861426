"""Clips of words that are no longer said."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ivr.voices.manifest import Manifest
from ivr.voices.plan import Plan
from ivr.voices.plan import Selection


def files_on_disk(folder: Path) -> set[str]:
    """Everything in the language folders, "<language>/<file>"."""
    return {f"{path.parent.name}/{path.name}" for path in folder.glob("*/*") if path.is_file()}


def forget_old_words(manifest: Manifest, plan: Plan, selection: Selection) -> None:
    """Take out of the manifest what the selected part of the line no longer says."""
    wanted = {*plan.kept, *(target.file for target in plan.targets)}
    for file, entry in list(manifest.items()):
        if file not in wanted and selection.covers(entry["language"], entry["clip"]):
            del manifest[file]
    manifest.update(plan.kept)


def remove_old_files(folder: Path, manifest: Manifest, before: Collection[str], selection: Selection) -> list[str]:
    """Delete, in the selected part, the files that no entry names any more; `before` are those the manifest named before."""
    unlisted = files_on_disk(folder) - manifest.keys()
    if selection.clips:
        unlisted &= set(before)  # whatever else lies there is not this build's business
    old = sorted(file for file in unlisted if not selection.languages or file.partition("/")[0] in selection.languages)
    for file in old:
        (folder / file).unlink()
    return old
