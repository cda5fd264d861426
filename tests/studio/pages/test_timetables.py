"""Hours and days off as an editor writes them, and as centres.yaml has them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ivr.content.hours import Timetable
from ivr.content.words import WEEKDAYS
from ivr.studio.pages.timetables import confirmed
from ivr.studio.pages.timetables import day_in
from ivr.studio.pages.timetables import special_written
from ivr.studio.pages.timetables import timetable
from ivr.studio.pages.timetables import written

EMPTY: dict[str, object] = {"hours": None, "closed_on": [], "special_hours": {}}


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ({}, EMPTY),
        ({"monday": "", "closed_on": "", "special_hours": ""}, EMPTY),
        ({"monday": " , ,"}, EMPTY),
        ({"monday": "09:00-12:00"}, EMPTY | {"hours": {"monday": ["09:00-12:00"]}}),
        ({"sunday": " 09:00-12:00 ,13:00-16:00,"}, EMPTY | {"hours": {"sunday": ["09:00-12:00", "13:00-16:00"]}}),
        ({"closed_on": "2026-12-24, 2026-12-31"}, EMPTY | {"closed_on": [date(2026, 12, 24), date(2026, 12, 31)]}),
        (
            {"special_hours": "\n 2026-12-24: 09:00-12:00, 13:00-14:00 \r\n\n2026-12-31 : 10:00-11:00\n"},
            EMPTY
            | {
                "special_hours": {
                    date(2026, 12, 24): ["09:00-12:00", "13:00-14:00"],
                    date(2026, 12, 31): ["10:00-11:00"],
                }
            },
        ),
    ],
)
def test_what_an_editor_writes_is_read(form: dict[str, str], found: dict[str, object]) -> None:
    assert timetable(form) == found


def test_of_several_timetables_in_a_form_each_has_its_own() -> None:
    form = {"1-monday": "09:00-10:00", "2-monday": "11:00-12:00", "monday": "13:00-14:00", "2-closed_on": "2026-12-24"}
    assert timetable(form, "1-") == EMPTY | {"hours": {"monday": ["09:00-10:00"]}}
    assert timetable(form, "2-") == EMPTY | {"hours": {"monday": ["11:00-12:00"]}, "closed_on": [date(2026, 12, 24)]}


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ({"closed_on": "24/12/2026, 2026-12-31"}, {"closed_on": ["24/12/2026", date(2026, 12, 31)]}),
        ({"closed_on": "2026-02-29"}, {"closed_on": ["2026-02-29"]}),
        ({"special_hours": "2026-12-24"}, {"special_hours": {date(2026, 12, 24): []}}),
        ({"special_hours": "2026-12-24: ,"}, {"special_hours": {date(2026, 12, 24): []}}),
        ({"special_hours": "Christmas: 09:00-12:00"}, {"special_hours": {"Christmas": ["09:00-12:00"]}}),
    ],
)
def test_what_is_no_day_stays_as_it_was_written_and_is_refused_where_the_files_are(
    form: dict[str, str], kept: dict[str, object]
) -> None:
    assert timetable(form) == EMPTY | kept
    with pytest.raises(ValidationError):
        Timetable.model_validate(timetable(form))


@pytest.mark.parametrize(
    ("form", "phone", "day"),
    [
        ({"phone": "+32 4 222 33 44", "confirmed_on": " 2026-11-01 "}, "+3242223344", date(2026, 11, 1)),
        ({"phone": "  ", "confirmed_on": " "}, None, None),
        ({}, None, None),
        ({"phone": "+3242223344"}, "+3242223344", None),
    ],
)
def test_a_number_is_confirmed_on_a_day_or_not_at_all(form: dict[str, str], phone: str | None, day: date | None) -> None:
    assert confirmed(form) == {"phone": phone, "confirmed_on": day}
    assert confirmed({f"centre-{name}": value for name, value in form.items()}, "centre-") == confirmed(form)


def test_a_day_is_written_in_one_way() -> None:
    assert (day_in("2026-12-24"), day_in("24/12/2026"), day_in("")) == (date(2026, 12, 24), "24/12/2026", "")


TIMES = st.builds(
    lambda hour, quarter, length: f"{hour:02}:{quarter * 15:02}-{hour + length:02}:{quarter * 15:02}",
    st.integers(7, 19),
    st.integers(0, 3),
    st.integers(1, 4),
)
SPANS = st.lists(TIMES, min_size=1, max_size=3)
DAYS = st.dates(date(2026, 1, 1), date(2030, 1, 1))


@given(st.dictionaries(st.sampled_from(WEEKDAYS), SPANS, min_size=1), st.dictionaries(DAYS, SPANS, max_size=3))
def test_what_is_shown_to_an_editor_and_sent_back_changes_nothing(
    hours: dict[str, list[str]], special: dict[date, list[str]]
) -> None:
    entry = Timetable.model_validate({"hours": hours, "special_hours": special})
    form = {day: written(entry, day) for day in WEEKDAYS} | {"special_hours": special_written(entry)}
    again = timetable(form)
    assert Timetable.model_validate(again) == entry
    assert list(again["special_hours"]) == sorted(special), "in the order of the days"


def test_a_timetable_of_which_nothing_is_known_is_shown_empty() -> None:
    nothing = Timetable(hours=None)
    assert (written(nothing, "monday"), special_written(nothing)) == ("", "")
