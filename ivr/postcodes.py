"""Postal codes: which commune, which centre. prompts/postcodes.csv and the ranges of centres.yaml."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from ivr.centres import Centres
from ivr.yamlfile import ContentError


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune and the centre that serves it."""

    nis: str  # the number Belgium's statistics office gives it
    name: str
    centre: str  # id of centres.yaml, or a key of own_programme
    certain: bool  # False: deduced, not read in a source

    @property
    def clip(self) -> str:
        return f"commune_{self.nis}"


@dataclass(frozen=True, slots=True)
class Postcodes:
    communes: Mapping[str, Commune]  # by NIS number
    by_code: Mapping[str, tuple[Commune, ...]]  # the main commune first
    elsewhere: tuple[tuple[range, str], ...] = field(default=())

    def clip_elsewhere(self, code: str) -> str | None:
        """The sentence for a code outside Wallonia; None when no such code is known."""
        return next((clip for codes, clip in self.elsewhere if int(code) in codes), None)


def load_postcodes(folder: Path, centres: Centres) -> Postcodes:
    path = folder / "postcodes.csv"
    known = {*centres.by_id, *centres.own_programme}
    communes: dict[str, Commune] = {}
    by_code: dict[str, list[Commune]] = defaultdict(list)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise ContentError(path, "", "this file is missing") from None
    for number, row in enumerate(csv.DictReader(lines), start=2):
        _check(path, number, row, known)
        commune = communes.setdefault(row["nis"], Commune(row["nis"], row["commune"], row["centre"], row["certain"] == "yes"))
        by_code[row["postal_code"]].append(commune)
    ranges = tuple((range(entry.first, entry.last + 1), entry.clip) for entry in centres.elsewhere)
    return Postcodes(communes, {code: tuple(dict.fromkeys(found)) for code, found in by_code.items()}, ranges)


def _check(path: Path, line: int, row: Mapping[str, str | None], centres: set[str]) -> None:
    code, nis = row.get("postal_code") or "", row.get("nis") or ""
    if not (len(code) == 4 and code.isdigit()):
        raise ContentError(path, f"line {line}", f"postal_code: expected four digits, not {code!r}")
    if not (len(nis) == 5 and nis.isdigit()):
        raise ContentError(path, f"line {line}", f"nis: expected five digits, not {nis!r}")
    if not row.get("commune"):
        raise ContentError(path, f"line {line}", "commune: expected a name")
    if row.get("centre") not in centres:
        raise ContentError(path, f"line {line}", f"centre: {row.get('centre')!r} is not in centres.yaml")
    if row.get("certain") not in ("yes", "no"):
        raise ContentError(path, f"line {line}", "certain: expected yes or no")
