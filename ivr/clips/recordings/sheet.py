"""The list of a kit as a CSV file: written for spreadsheets, read back whatever they made of it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ivr import Fault
from ivr.clips.recordings.lines import KitLine

# The speaker's program shows these; kits that are under way are read back by them, so they never change.
COLUMNS = ("numero", "fichier", "paroles", "sens", "prononciation", "usage", "secondes_max", "clip", "code")
SEPARATOR = ";"  # what spreadsheets set up for Belgium expect
NEEDED = ("numero", "clip", "code")


class SheetError(Fault):
    """The list of the kit cannot be used."""


@dataclass(frozen=True)
class SheetRow:
    """What the import needs of a line as it stood when the kit was made."""

    number: int
    clip: str
    code: str

    @property
    def language(self) -> str:
        return self.code.partition("-")[0]


def write_sheet(path: Path, lines: Iterable[KitLine]) -> None:
    """UTF-8 with a byte order mark, so that spreadsheets show every script."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=SEPARATOR)
    writer.writerow(COLUMNS)
    for line in lines:
        seconds = f"{line.max_seconds:g}".replace(".", ",")
        row = [f"{line.number:03}", f"{line.name}.wav", line.text, line.french, line.spoken or "", line.usage, seconds]
        writer.writerow([*row, line.clip, line.code])
    path.write_bytes(file.getvalue().encode("utf-8-sig"))


def read_sheet(path: Path) -> dict[int, SheetRow]:
    """Number -> row. Raises SheetError."""
    try:
        text = _text(path.read_bytes())
    except OSError as fault:
        raise SheetError(f"{path.name} cannot be read: {fault.strerror}") from fault
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=separator)
    missing = [column for column in NEEDED if column not in (reader.fieldnames or ())]
    if missing:
        raise SheetError(f"{path.name} is not the list of a recording kit: it has no column {', '.join(missing)}")
    try:
        rows = [SheetRow(int(row["numero"]), row["clip"], row["code"]) for row in reader if any(row.values())]
    except (TypeError, ValueError) as fault:
        raise SheetError(f"{path.name}: a number in the column numero is not a number any more") from fault
    if len({row.number for row in rows}) < len(rows):
        raise SheetError(f"{path.name}: a number is there twice")
    return {row.number: row for row in rows}


def _text(data: bytes) -> str:
    """Numbers, ids and codes are ASCII: an old encoding can spoil no more than the words, which are not read."""
    try:
        return data.decode("utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")
