"""The table at the end of a build."""

from __future__ import annotations

from collections import Counter
from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import astuple
from dataclasses import dataclass
from pathlib import Path

from ivr.voices.manifest import Entry
from ivr.voices.plan import Need
from ivr.voices.plan import Plan

_HEAD = ("", "made", "kept", "stale", "missing", "removed", "seconds", "MB")


@dataclass
class Row:
    """One language: what was done, and how much there is now. Stale and missing tell how clips stood before."""

    made: int = 0
    kept: int = 0
    stale: int = 0
    missing: int = 0
    removed: int = 0
    seconds: float = 0
    megabytes: float = 0


def summary(plan: Plan, manifest: Mapping[str, Entry], removed: Sequence[str], folder: Path) -> str:
    """One line a language, one for all, and one for each recording by a person that says older words."""
    rows: dict[str, Row] = defaultdict(Row)
    for target in plan.targets:
        row = rows[target.language]
        row.made += target.file in manifest
        row.stale += target.need is Need.STALE
        row.missing += target.need is Need.MISSING
    for language, count in Counter(entry["language"] for entry in plan.kept.values()).items():
        rows[language].kept = count
    for file in removed:
        rows[file.partition("/")[0]].removed += 1
    for file, entry in manifest.items():
        if (folder / file).is_file():
            rows[entry["language"]].seconds += entry["seconds"]
            rows[entry["language"]].megabytes += (folder / file).stat().st_size / 1e6
    table = [_line(_HEAD), *(_line((language, *astuple(row))) for language, row in rows.items()), _line(_total(rows))]
    outdated = [
        f"{target.language}/{target.clip}: {target.speaker}'s recording says older words; record it again (recording_kit.py)"
        for target in plan.targets
        if target.speaker
    ]
    return "\n".join(table + outdated)


def _total(rows: Mapping[str, Row]) -> tuple[object, ...]:
    return ("all", *(sum(column) for column in zip(*map(astuple, rows.values()), strict=True))) if rows else ()


def _line(cells: Sequence[object]) -> str:
    return "".join(f"{cell:>9.1f}" if isinstance(cell, float) else f"{cell!s:>9}" for cell in cells)
