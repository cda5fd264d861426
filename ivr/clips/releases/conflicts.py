"""What two sides changed otherwise than each other, kept until somebody decides: what was, and what the other side made of it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ivr.clips.releases import files
from ivr.clips.releases import tables
from ivr.clips.releases.merge import ABSENT
from ivr.clips.releases.merge import ORDER
from ivr.clips.releases.merge import woven
from ivr.clips.releases.release import BASE
from ivr.clips.releases.release import PROMPTS
from ivr.clips.releases.release import Place

FILE = "conflicts.yaml"  # beside a draft
NOT_FOR_PEOPLE = "sources.yaml"  # follows from the sentences: what it does not know is stale, and somebody looks at it


@dataclass(frozen=True)
class Conflict:
    """`place` is "fr.yaml: clips.praise", or a whole file. ABSENT stands for what is not there."""

    place: str
    before: Any
    theirs: Any

    @property
    def file(self) -> str:
        return self.place.partition(": ")[0]

    @property
    def path(self) -> str:
        return self.place.partition(": ")[2]


def between(places: Iterable[str], before: Path, theirs: Path) -> Iterator[Conflict]:
    """With what both folders of words say there."""
    for place in places:
        file, _, path = place.partition(": ")
        if file != NOT_FOR_PEOPLE:
            yield Conflict(place, said(before / file, path), said(theirs / file, path))


def of_update(release: Place, parent: Place | None) -> Iterator[Conflict]:
    """Those of a release that brought an update of the program in."""
    if release.about:
        before = parent.folder / BASE / PROMPTS if parent else Path()
        yield from between(release.about.conflicts, before, release.folder / BASE / PROMPTS)


def said(file: Path, path: str) -> Any:
    """What a file has at a place."""
    if not file.is_file():
        return ABSENT
    text = file.read_text(encoding="utf-8")
    return value_at(tables.read_yaml(text), path) if file.suffix == ".yaml" else text


def value_at(table: Any, path: str) -> Any:
    """An entry of a list is found by its name. A key may have a dot in it, so the whole of each is compared."""
    if not path:
        return table
    if path == ORDER and isinstance(table, list):
        return [key for key, _ in _named(table)]
    for key, entry in _named(table):
        if path == key:
            return entry
        if path.startswith(f"{key}.") and (found := value_at(entry, path.removeprefix(f"{key}."))) is not ABSENT:
            return found
    return ABSENT


def put_at(table: Any, path: str, value: Any) -> None:
    """Change what is there, add it to its table, or take it away. Raises ValueError where there is no such table."""
    for key, entry in _named(table):
        if path.startswith(f"{key}.") and isinstance(entry, dict | list):
            return put_at(entry, path.removeprefix(f"{key}."), value)
    if path == ORDER and isinstance(table, list):
        _arrange(table, value)
    elif isinstance(table, dict):
        known = next((key for key in table if str(key) == path), path)
        table.pop(known, None) if value is ABSENT else table.update({known: value})
    elif isinstance(table, list) and all(isinstance(entry, dict) for entry in table):
        place = next((index for index, (key, _) in enumerate(_named(table)) if key == path), len(table))
        table[place : place + 1] = [] if value is ABSENT else [value]
    else:
        raise ValueError(f"{path}: there is no place for it")
    return None


def _named(table: Any) -> list[tuple[str, Any]]:
    if isinstance(table, dict):
        return [(str(key), entry) for key, entry in table.items()]
    name = tables.name_of_entries(table) if isinstance(table, list) else None
    return [(str(entry[name]), entry) for entry in table] if name else []


def _arrange(table: list[Any], order: list[str]) -> None:
    """As the other side has it; what only this side has stays behind what it follows here."""
    entries = dict(_named(table))
    table[:] = [entries[key] for key in woven(order, list(entries)) if key in entries]


def keep(folder: Path, conflicts: Iterable[Conflict]) -> None:
    """Beside a draft, the newest first; of a place, the newest alone."""
    newest = {conflict.place: conflict for conflict in reversed([*conflicts, *kept(folder)])}
    listed = [_as_table(conflict) for conflict in reversed(newest.values())]
    if listed:
        files.write_whole(folder / FILE, tables.write_yaml(listed))


def kept(folder: Path) -> tuple[Conflict, ...]:
    path = folder / FILE
    listed = tables.read_yaml(path.read_text(encoding="utf-8")) if path.exists() else []
    return tuple(Conflict(each["place"], each.get("before", ABSENT), each.get("theirs", ABSENT)) for each in listed)


def _as_table(conflict: Conflict) -> dict[str, Any]:
    sides = {"before": conflict.before, "theirs": conflict.theirs}
    return {"place": conflict.place} | {side: value for side, value in sides.items() if value is not ABSENT}
