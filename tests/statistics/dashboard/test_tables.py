"""A table: its shares, whether anything is in it, what of it is compared, and what a spreadsheet reads."""

from __future__ import annotations

import pytest

from ivr.statistics.dashboard.tables import Column
from ivr.statistics.dashboard.tables import Row
from ivr.statistics.dashboard.tables import Table
from ivr.statistics.dashboard.tables import Value
from ivr.statistics.dashboard.tables import share
from ivr.statistics.dashboard.tables import to_csv


def table(*rows: tuple[Value, ...], columns: tuple[str, ...] = ("calls", "before")) -> Table:
    return Table("t", "none", "day", [Column(name) for name in columns], [Row(f"row {n}", row) for n, row in enumerate(rows)])


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(1, 3, 33.3), (2, 3, 66.7), (0, 5, 0.0), (5, 5, 100.0), (1, 2000, 0.1), (1, 2500, 0.0), (0, 0, None), (3, 0, None)],
)
def test_a_share_has_one_decimal_and_there_is_none_of_nothing(part: float, whole: float, percent: float | None) -> None:
    assert share(part, whole) == percent


@pytest.mark.parametrize(
    ("rows", "empty"), [((), True), (((None, None),), True), (((0, 0.0),), True), (((0, None), (None, 1)), False)]
)
def test_a_table_of_nothing_but_noughts_is_empty(rows: tuple[tuple[Value, ...], ...], empty: bool) -> None:
    assert table(*rows).empty is empty


def test_with_nothing_to_compare_it_with_a_table_keeps_its_own_numbers() -> None:
    before = table((1, 2, 3, 4), columns=("calls", "before", "median", "median_before"))
    assert [row.values for row in before.alone.rows] == [[1, None, 3, None]]
    assert [row.label for row in before.alone.rows] == ["row 0"]
    assert [row.values for row in before.rows] == [(1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("separator", "text"),
    [
        (";", "Jour;Appels;Avant\r\nrow 0;1,5;\r\nrow 1;0;12\r\n"),
        (",", "Jour,Appels,Avant\r\nrow 0,1.5,\r\nrow 1,0,12\r\n"),
    ],
)
def test_a_spreadsheet_of_either_language_reads_the_decimals_and_what_is_not_known_is_left_out(separator: str, text: str) -> None:
    assert to_csv(table((1.5, None), (0, 12)), "Jour", ["Appels", "Avant"], separator) == text


def test_a_label_with_a_separator_in_it_stays_one_cell() -> None:
    made = Table("t", "none", "day", [Column("calls")], [Row('Mons; "nord"', (1,))])
    assert to_csv(made, "Centre", ["Appels"], ";") == 'Centre;Appels\r\n"Mons; ""nord""";1\r\n'
