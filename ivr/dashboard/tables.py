"""A table: what a chart is drawn from, what a screen reader reads, and what is exported."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Chart = Literal["line", "column", "column-stacked", "bar", "bar-stacked", "none"]
Unit = Literal["", "%", "s"]
Value = float | int | None


@dataclass(frozen=True)
class Column:
    """`name` is a key of the texts, or, in a table by language, a label of its own."""

    name: str
    unit: Unit = ""
    charted: bool = True
    labelled: bool = False  # the name is the label


@dataclass(frozen=True)
class Row:
    label: str
    values: Sequence[Value]


@dataclass(frozen=True)
class Table:
    """The title and the note stand in the texts under the table's name."""

    name: str
    chart: Chart
    heading: str  # what the rows are: a key of the texts
    columns: Sequence[Column]
    rows: Sequence[Row]

    @property
    def empty(self) -> bool:
        return not any(value for row in self.rows for value in row.values)


def share(part: float, whole: float) -> float | None:
    """Per cent, to one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def to_csv(table: Table, heading: str, labels: Sequence[str], separator: str) -> str:
    """The table as a file that a spreadsheet of the page's language opens."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow([heading, *labels])
    decimal = "," if separator == ";" else "."
    for row in table.rows:
        writer.writerow([row.label, *("" if value is None else str(value).replace(".", decimal) for value in row.values)])
    return out.getvalue()
