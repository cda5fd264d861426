"""Dates, hours and telephone numbers, as a caller hears them."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.call.speech import date_clips
from ivr.call.speech import digit_clips
from ivr.call.speech import number_groups
from ivr.call.speech import opening_clips
from ivr.call.speech import spelled
from ivr.content.hours import BRUSSELS


@pytest.mark.parametrize(
    ("number", "groups"),
    [
        ("+3265611850", ("065", "61", "18", "50")),
        ("+3287353520", ("087", "35", "35", "20")),
        ("+3242223344", ("04", "222", "33", "44")),
        ("+32470123456", ("0470", "12", "34", "56")),
        ("+3280012345", ("0800", "12", "345")),
        ("+32000000001", ("00", "00", "00", "01")),  # the demonstration's invented numbers
        ("+320000001", ("000", "00", "01")),  # of no known plan: pairs, the first longer when they do not come out even
        ("+3225", ("25",)),
    ],
)
def test_a_number_is_grouped_as_it_is_printed(number: str, groups: tuple[str, ...]) -> None:
    assert number_groups(number) == groups


def test_the_last_digit_of_a_group_closes_it() -> None:
    assert digit_clips("04", "22") == ("digit_0", "digit_end_4", "digit_2", "digit_end_2")


ORDER = ("day", "month", "year")


@pytest.mark.parametrize(
    ("opening", "now", "clips"),
    [
        ("2026-11-24T09:00", "2026-11-24T08:59", "weekday_today hour_9"),
        ("2026-11-25T07:15", "2026-11-24T23:59", "weekday_wednesday hour_7 minute_15"),
        ("2026-11-30T13:45", "2026-11-24T00:00", "weekday_monday hour_13 minute_45"),
        ("2026-12-01T09:00", "2026-11-24T23:59", "weekday_tuesday day_1 month_12 year_2026 hour_9"),
        ("2027-01-04T09:00", "2026-11-24T10:00", "weekday_monday day_4 month_1 year_2027 hour_9"),
    ],
)
def test_an_opening_is_told_with_its_date_from_a_week_on(opening: str, now: str, clips: str) -> None:
    opens, here = (datetime.fromisoformat(moment).replace(tzinfo=BRUSSELS) for moment in (opening, now))
    assert opening_clips(opens, here, ORDER) == tuple(clips.split())
    assert opening_clips(opens, here.astimezone(UTC), ORDER) == tuple(clips.split()), "wherever the server stands"


def test_the_day_of_a_caller_begins_at_midnight_in_brussels() -> None:
    opens = datetime(2026, 11, 24, 9, tzinfo=BRUSSELS)
    assert opening_clips(opens, datetime(2026, 11, 23, 23, 30, tzinfo=UTC), ORDER)[0] == "weekday_today"
    assert opening_clips(opens, datetime(2026, 11, 23, 22, 30, tzinfo=UTC), ORDER)[0] == "weekday_tuesday"


def test_a_date_is_said_in_the_order_of_the_language() -> None:
    assert date_clips(date(2025, 3, 5), ORDER) == ("day_5", "month_3", "year_2025")
    assert date_clips(date(2025, 3, 5), ("year", "month", "day")) == ("year_2025", "month_3", "day_5")


@given(st.from_regex(r"\+32[1-9][0-9]{2,9}", fullmatch=True))
def test_every_digit_of_a_number_is_said_in_its_place(number: str) -> None:
    said = spelled(number)
    assert "".join(clip[-1] for clip in said).lstrip("0") == number.removeprefix("+32")
    assert said[-1].startswith("digit_end_"), "the caller hears that it is over"
