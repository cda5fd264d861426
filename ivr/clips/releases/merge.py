"""Three ways together: what was, what one side made of it, and what the other side did; by sentence, fact and clip."""

from __future__ import annotations

from typing import Any

from ivr.clips.releases.tables import YamlTable
from ivr.clips.releases.tables import name_of_entries

Where = tuple[str, ...]
ORDER = "(order)"  # stands in a place for the order of a list's entries; no entry can have such a name


class Absent:
    """Stands for what is not there."""


ABSENT = Absent()


def three_ways(base: Any, theirs: Any, ours: Any, conflicts: list[Where], where: Where = ()) -> Any:
    """What both sides say together; where both changed the same thing, ours stands and `conflicts` has its place.

    What they took away stays away: the rest of their work does without it.
    """
    if ours == base:
        return theirs
    if theirs in (base, ours):
        return ours
    if all(isinstance(side, dict) and "text" not in side for side in (base, theirs, ours)):
        return _tables(base, theirs, ours, conflicts, where)
    if all(isinstance(side, list) for side in (base, theirs, ours)) and (name := name_of_entries(base, theirs, ours)):
        old, new, own = ({str(entry[name]): entry for entry in side} for side in (base, theirs, ours))
        merged = _tables(old, new, own, conflicts, where)
        return [merged[key] for key in _order(list(old), list(new), list(own), conflicts, where) if key in merged]
    conflicts.append(where)
    return ABSENT if theirs is ABSENT else ours


def _tables(base: YamlTable, theirs: YamlTable, ours: YamlTable, conflicts: list[Where], where: Where) -> YamlTable:
    merged = {}
    for key in dict.fromkeys((*theirs, *ours)):
        old, new, own = (side.get(key, ABSENT) for side in (base, theirs, ours))
        value = three_ways(old, new, own, conflicts, (*where, str(key)))
        if value is not ABSENT:
            merged[key] = value
    return merged


def _order(base: list[str], theirs: list[str], ours: list[str], conflicts: list[Where], where: Where) -> list[str]:
    """As the side has it that moved something, ours where both did; what the other side added stays behind its neighbour."""
    both = {*base} & {*theirs} & {*ours}
    old, new, own = ([key for key in side if key in both] for side in (base, theirs, ours))
    if own in (old, new):
        return woven(theirs, ours)
    if new != old:
        conflicts.append((*where, ORDER))
    return woven(ours, theirs)


def woven(leading: list[str], other: list[str]) -> list[str]:
    """The leading order, with what only the other one has behind what it follows there."""
    keys = list(leading)
    for before, key in zip(("", *other), other, strict=False):
        if key not in keys:
            keys.insert(keys.index(before) + 1 if before else 0, key)
    return keys
