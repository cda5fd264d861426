"""Opening hours in Brussels time, over holidays, weekends and the change of the clocks."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime

import pytest
from pydantic import ValidationError

from ivr.hours import BRUSSELS
from ivr.hours import Timetable
from ivr.hours import is_public_holiday
from ivr.hours import opening_clips

WEEK = {day: ["09:00-12:30", "13:30-16:30"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
OFFICE = Timetable.model_validate({"hours": WEEK, "closed_on": ["2026-11-26"]})


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-24T09:00", None),
        ("2026-11-24T12:29", None),
        ("2026-11-24T12:30", "2026-11-24T13:30"),
        ("2026-11-24T08:59", "2026-11-24T09:00"),
        ("2026-11-24T16:30", "2026-11-25T09:00"),
        ("2026-11-25T17:00", "2026-11-27T09:00"),  # closed on the 26th
        ("2026-11-27T17:00", "2026-11-30T09:00"),  # over the weekend
        ("2026-12-24T17:00", "2026-12-28T09:00"),  # Christmas is a Friday
        ("2027-03-26T17:00", "2027-03-30T09:00"),  # Easter Monday
        ("2026-10-24T23:00", "2026-10-26T09:00"),  # the night the clocks change
    ],
)
def test_the_next_opening(now: str, opens: str | None) -> None:
    assert OFFICE.next_opening(at(now)) == (at(opens) if opens else None)


def test_time_is_that_of_brussels_wherever_the_server_stands() -> None:
    assert OFFICE.next_opening(datetime(2026, 7, 1, 7, 0, tzinfo=UTC)) is None  # nine in summer
    assert OFFICE.next_opening(datetime(2026, 11, 25, 8, 0, tzinfo=UTC)) is None  # nine in winter
    assert OFFICE.next_opening(datetime(2026, 11, 25, 7, 59, tzinfo=UTC)) is not None


def test_without_hours_a_call_is_always_tried() -> None:
    assert Timetable(hours=None).next_opening(at("2026-12-25T03:00")) is None


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-01",
        "2026-04-06",
        "2026-05-01",
        "2026-05-14",
        "2026-05-25",
        "2026-07-21",
        "2026-08-15",
        "2026-11-01",
        "2026-11-11",
        "2026-12-25",
    ],
)
def test_the_ten_public_holidays(day: str) -> None:
    assert is_public_holiday(date.fromisoformat(day))


def test_an_opening_in_words() -> None:
    now = at("2026-11-24T08:00")
    order = ("day", "month", "year")
    assert opening_clips(at("2026-11-24T09:00"), now, order) == ("weekday_today", "hour_9")
    assert opening_clips(at("2026-11-27T13:30"), now, order) == ("weekday_friday", "hour_13", "minute_30")
    assert opening_clips(at("2026-11-30T09:00"), now, order) == ("weekday_monday", "hour_9")
    assert opening_clips(at("2026-12-01T09:00"), now, order) == ("weekday_tuesday", "day_1", "month_12", "year_2026", "hour_9")


def test_a_day_without_any_hours_is_refused() -> None:
    with pytest.raises(ValidationError):
        Timetable.model_validate({"hours": {"monday": []}})


@pytest.mark.parametrize("span", ["9-12", "09:00", "12:00-09:00", "05:00-12:00", "09:10-12:00", 900])
def test_hours_that_cannot_be_announced_are_refused(span: object) -> None:
    with pytest.raises(ValidationError):
        Timetable.model_validate({"hours": {"monday": [span]}})
