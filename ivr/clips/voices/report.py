"""The table at the end of a build."""

from __future__ import annotations

from collections import Counter
from collections import defaultdict
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import astuple
from dataclasses import dataclass
from pathlib import Path

from ivr.clips.manifest import ManifestEntry
from ivr.clips.voices.plan import Plan
from ivr.content.languages import ONLINE

_HEAD = ("", "made", "kept", "to make", "retired", "seconds", "MB")


@dataclass
class BuildRow:
    """One language: what was done, and how much there is now."""

    made: int = 0
    kept: int = 0
    to_make: int = 0
    retired: int = 0
    seconds: float = 0
    megabytes: float = 0


def summary(
    plan: Plan,
    manifest: Mapping[str, ManifestEntry],
    retired: Sequence[str],
    folder: Path,
    languages: Collection[str] = (),
) -> str:
    """One line a language, one for all, one for each recording of older words and each better voice; then what it means.

    `languages`: those that it is about; all of them unless named.
    """
    rows: dict[str, BuildRow] = defaultdict(BuildRow)
    for target in plan.targets:
        row = rows[target.language]
        done = target.file in manifest and (folder / target.file).is_file()
        row.made += done
        row.to_make += not done
    for language, count in Counter(entry["language"] for entry in plan.kept.values()).items():
        rows[language].kept = count
    for file in retired:
        rows[file.partition("/")[0]].retired += 1
    for file, entry in manifest.items():
        if (not languages or entry["language"] in languages) and (folder / file).is_file():
            rows[entry["language"]].seconds += entry["seconds"]
            rows[entry["language"]].megabytes += (folder / file).stat().st_size / 1e6
    table = [_line(_HEAD), *(_line((language, *astuple(row))) for language, row in rows.items()), _line(_total(rows))]
    return "\n".join([*table, *_outdated(plan), *_preferred(plan), _meaning(rows.values())])


def _meaning(rows: Collection[BuildRow]) -> str:
    made, to_make = sum(row.made for row in rows), sum(row.to_make for row in rows)
    if to_make:
        return f"{to_make} clips are missing or say older words: scripts/line build makes them."
    if made:
        what = "clip was" if made == 1 else "clips were"
        return f"{made} {what} spoken anew. Callers hear it once the line is restarted."
    return "Every sentence is spoken in its words of today."


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
