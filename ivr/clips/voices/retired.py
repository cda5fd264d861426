"""Clips that the words of today no longer name, but a running line may: listed in audio/retired.json, each with its last moment.

No build and no import deletes a clip. `build --tidy` removes those that were retired more than a day ago.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from datetime import timedelta
from pathlib import Path

from ivr.clips.writing import write_whole

RETIRED = "retired.json"
KEPT = timedelta(days=1)  # a running line has taken the new manifest long before

Retired = dict[str, str]  # "<language>/<file>" -> when it left the manifest


def read_retired(folder: Path) -> Retired:
    path = folder / RETIRED
    retired: Retired = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return retired


def retire(folder: Path, named: Collection[str], now: datetime) -> list[str]:
    """List the files that the manifest (`named`) does not name, and take from the list those it names again; the newly listed."""
    before = read_retired(folder)
    unnamed = sorted(files_on_disk(folder) - set(named))
    after = {file: before.get(file, now.isoformat(timespec="seconds")) for file in unnamed}
    if after != before:
        write_whole(folder / RETIRED, (json.dumps(after, indent=0, ensure_ascii=False) + "\n").encode())
    return [file for file in unnamed if file not in before]


def tidy(folder: Path, now: datetime) -> list[str]:
    """Delete the clips that were retired long enough ago; the deleted ones."""
    retired = read_retired(folder)
    old = [file for file, since in retired.items() if now - datetime.fromisoformat(since) > KEPT]
    for file in old:
        (folder / file).unlink(missing_ok=True)
    if old:
        left = {file: since for file, since in retired.items() if file not in old}
        write_whole(folder / RETIRED, (json.dumps(left, indent=0, ensure_ascii=False) + "\n").encode())
    return old


def files_on_disk(folder: Path) -> set[str]:
    """Everything in the language folders, "<language>/<file>"."""
    return {f"{path.parent.name}/{path.name}" for path in folder.glob("*/*") if path.is_file()}
