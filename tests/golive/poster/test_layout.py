"""Where each language stands on the poster: inside the page, and nowhere twice."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.golive.poster.layout import CARD
from ivr.golive.poster.layout import LAYOUTS
from ivr.golive.poster.layout import Layout

WITHIN = 1e-6  # millimetres


@given(st.sampled_from(list(LAYOUTS.values())), st.integers(1, 12))
def test_every_language_lies_within_the_margins_below_the_number_and_touches_no_other(layout: Layout, rows: int) -> None:
    places = [layout.row(index, rows) for index in range(rows)]
    for left, top, width, height in places:
        assert left >= layout.margin - WITHIN
        assert left + width <= layout.width - layout.margin + WITHIN
        assert top >= layout.head + layout.margin - WITHIN
        assert top + height <= layout.height - layout.margin + WITHIN
    for one, other in combinations(places, 2):
        beside = one[0] + one[2] <= other[0] + WITHIN or other[0] + other[2] <= one[0] + WITHIN
        below = one[1] + one[3] <= other[1] + WITHIN or other[1] + other[3] <= one[1] + WITHIN
        assert beside or below


@pytest.mark.parametrize(("rows", "in_the_first_column"), [(1, 1), (2, 1), (3, 2), (9, 5), (10, 5), (11, 6)])
def test_the_first_column_of_a_card_is_filled_first_and_has_the_odd_one(rows: int, in_the_first_column: int) -> None:
    columns = [CARD.row(index, rows)[0] for index in range(rows)]
    assert columns == sorted(columns)
    assert columns.count(columns[0]) == in_the_first_column


@pytest.mark.parametrize("name", ["a4", "a3"])
def test_on_a_poster_the_languages_fill_the_page_one_below_the_other(name: str) -> None:
    layout = LAYOUTS[name]
    places = [layout.row(index, 10) for index in range(10)]
    assert {place[0] for place in places} == {layout.margin}
    assert places[0][1] == layout.head + layout.margin
    assert places[-1][1] + places[-1][3] == pytest.approx(layout.height - layout.margin)
