"""The table at the end of a build."""

from __future__ import annotations

from collections import Counter
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import astuple
from dataclasses import dataclass
from pathlib import Path

from ivr.clips.manifest import ManifestEntry
from ivr.clips.voices.plan import Need
from ivr.clips.voices.plan import Plan
from ivr.content.languages import ONLINE

_HEAD = ("", "made", "kept", "stale", "missing", "retired", "seconds", "MB")


@dataclass
class BuildRow:
    """One language: what was done, and how much there is now. Stale and missing tell how clips stood before."""

    made: int = 0
    kept: int = 0
    stale: int = 0
    missing: int = 0
    retired: int = 0
    seconds: float = 0
    megabytes: float = 0


def summary(plan: Plan, manifest: Mapping[str, ManifestEntry], retired: Sequence[str], folder: Path) -> str:
    """One line a language, one for all, one for each recording of older words and each better voice."""
    rows: dict[str, BuildRow] = defaultdict(BuildRow)
    for target in plan.targets:
        row = rows[target.language]
        row.made += target.file in manifest
        row.stale += target.need is Need.STALE
        row.missing += target.need is Need.MISSING
    for language, count in Counter(entry["language"] for entry in plan.kept.values()).items():
        rows[language].kept = count
    for file in retired:
        rows[file.partition("/")[0]].retired += 1
    for file, entry in manifest.items():
        if (folder / file).is_file():
            rows[entry["language"]].seconds += entry["seconds"]
            rows[entry["language"]].megabytes += (folder / file).stat().st_size / 1e6
    table = [_line(_HEAD), *(_line((language, *astuple(row))) for language, row in rows.items()), _line(_total(rows))]
    return "\n".join([*table, *_outdated(plan), *_preferred(plan)])


def _outdated(plan: Plan) -> Iterator[str]:
    for target in plan.targets:
        if target.speaker:
            yield f"{target.language}/{target.clip}: {target.speaker}'s recording says older words; record it again"


def _preferred(plan: Plan) -> Iterator[str]:
    """For each language, the better voice it would have had."""
    wanted = {(target.language, target.preferred) for target in plan.targets if target.preferred and not target.borrowed}
    for language, voice in sorted(wanted, key=lambda pair: pair[0]):
        how = f"build --engine {voice.engine}" if voice.engine in ONLINE else f"voices install {voice.engine}"
        yield f"{language}: would rather speak with {voice.engine} {voice.voice} (scripts/line {how})"


def _total(rows: Mapping[str, BuildRow]) -> tuple[object, ...]:
    return ("all", *(sum(column) for column in zip(*map(astuple, rows.values()), strict=True))) if rows else ()


def _line(cells: Sequence[object]) -> str:
    return "".join(f"{cell:>9.1f}" if isinstance(cell, float) else f"{cell!s:>9}" for cell in cells)
