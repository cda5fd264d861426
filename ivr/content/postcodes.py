"""Postal codes: which commune, which centre. prompts/postcodes.csv and the ranges of centres.yaml."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from ivr.content.centres import Centres
from ivr.content.inwords import quoted
from ivr.content.yamlfile import ContentError
from ivr.content.yamlfile import read_text

MOST_COMMUNES = 4  # of one code: as many as the address of a call carries


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune and the centre that serves it."""

    nis: str  # the number Belgium's statistics office gives it
    name: str
    centre: str  # id of centres.yaml, or a key of own_programme
    certain: bool  # False: deduced, not read in a source
    spoken: str = ""  # where voices would misread the name

    @property
    def clip(self) -> str:
        return f"commune_{self.nis}"

    def __str__(self) -> str:
        return f"{self.name}, {self.centre}, {'certain' if self.certain else 'uncertain'}"


@dataclass(frozen=True, slots=True)
class Postcodes:
    communes: Mapping[str, Commune]  # by NIS number
    by_code: Mapping[str, tuple[Commune, ...]]  # the main commune first
    elsewhere: tuple[tuple[range, str], ...] = field(default=())

    def clip_elsewhere(self, code: str) -> str | None:
        """The sentence for a code outside Wallonia; None when no such code is known."""
        return next((clip for codes, clip in self.elsewhere if int(code) in codes), None)


def load_postcodes(folder: Path, centres: Centres) -> Postcodes:
    """Read the table. Raises ContentError for what is cut off, contradicts itself or cannot be carried through a call."""
    path = folder / "postcodes.csv"
    spoken = centres.spoken_communes
    known = {*centres.by_id, *centres.own_programme}
    communes: dict[str, Commune] = {}
    by_code: dict[str, list[Commune]] = defaultdict(list)
    for number, row in _rows(path):
        commune = _commune(path, number, row, known, spoken)
        first = communes.setdefault(commune.nis, commune)
        if first != commune:
            told = f"commune {commune.nis} is {first} in an earlier line, and {commune} here"
            raise ContentError(path, f"line {number}", f"{told}; it must have one name, one centre, and be certain or not")
        by_code[row["postal_code"] or ""].append(first)
    _check_whole(path, communes, by_code, known)
    for nis in spoken.keys() - communes.keys():
        raise ContentError(folder / "centres.yaml", f"spoken_communes {nis}", "no commune of postcodes.csv has this number")
    ranges = tuple((range(entry.first, entry.last + 1), entry.clip) for entry in centres.elsewhere)
    return Postcodes(communes, {code: tuple(dict.fromkeys(found)) for code, found in by_code.items()}, ranges)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str | None]]]:
    """Each with the number of its line."""
    try:
        yield from enumerate(csv.DictReader(read_text(path).splitlines()), start=2)
    except csv.Error as fault:
        raise ContentError(path, "", f"this is not a table of values with commas between them ({fault})") from None


def _commune(path: Path, line: int, row: Mapping[str, str | None], centres: set[str], spoken: Mapping[str, str]) -> Commune:
    code, nis, name = row.get("postal_code") or "", row.get("nis") or "", row.get("commune") or ""
    centre, certain = row.get("centre") or "", row.get("certain") or ""
    for wrong, problem in (
        (not re.fullmatch("[0-9]{4}", code), f"postal_code must be four digits; {quoted(code)} stands there"),
        (not re.fullmatch("[0-9]{5}", nis), f"nis must be five digits; {quoted(nis)} stands there"),
        (not name, "commune must be a name; nothing stands there"),
        (centre not in centres, f"centre must be one of centres.yaml; {quoted(centre)} stands there"),
        (certain not in ("yes", "no"), f"certain must be yes or no; {quoted(certain)} stands there"),
    ):
        if wrong:
            raise ContentError(path, f"line {line}", problem)
    return Commune(nis, name, centre, certain == "yes", spoken.get(nis, ""))


def _check_whole(path: Path, communes: Mapping[str, Commune], by_code: Mapping[str, list[Commune]], centres: set[str]) -> None:
    empty = sorted(centres - {commune.centre for commune in communes.values()})
    if empty:
        raise ContentError(path, "", f"no commune belongs to {' or '.join(empty)}: is the table cut off?")
    for code, found in by_code.items():
        if len(dict.fromkeys(found)) > MOST_COMMUNES:
            names = ", ".join(commune.name for commune in found)
            raise ContentError(path, code, f"has more than {MOST_COMMUNES} communes, which a caller cannot choose among: {names}")
