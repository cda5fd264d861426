"""A table: what a chart is drawn from, what a screen reader reads, and what is exported."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from typing import Literal

Chart = Literal["line", "column", "column-stacked", "bar", "bar-stacked", "none"]
Unit = Literal["", "%", "s"]
Value = float | int | None
BEFORE = ("before", "median_before")  # the columns of the period before


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
    unfinished: bool = False  # today: more will come


@dataclass(frozen=True)
class Table:
    """The title and the note stand in the texts under the table's name."""

    name: str
    chart: Chart
    heading: str  # what the rows are: a key of the texts
    columns: Sequence[Column]
    rows: Sequence[Row]
    remark: str = ""  # beside the note, of this period or this line alone

    @property
    def empty(self) -> bool:
        return not any(value for row in self.rows for value in row.values)

    @property
    def alone(self) -> Table:
        """With nothing to compare it with."""
        compares = [column.name in BEFORE for column in self.columns]
        rows = [
            replace(row, values=[None if was else value for was, value in zip(compares, row.values, strict=True)])
            for row in self.rows
        ]
        return replace(self, rows=rows)


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
