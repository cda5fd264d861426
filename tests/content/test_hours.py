"""Opening hours in Brussels time, over holidays, weekends and the change of the clocks."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest
from pydantic import ValidationError

from ivr.call.speech import opening_clips
from ivr.content.hours import BRUSSELS
from ivr.content.hours import Timetable

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


def test_an_opening_in_words() -> None:
    now = at("2026-11-24T08:00")
    order = ("day", "month", "year")
    assert opening_clips(at("2026-11-24T09:00"), now, order) == ("weekday_today", "hour_9")
    assert opening_clips(at("2026-11-27T13:30"), now, order) == ("weekday_friday", "hour_13", "minute_30")
    assert opening_clips(at("2026-11-30T09:00"), now, order) == ("weekday_monday", "hour_9")
    assert opening_clips(at("2026-12-01T09:00"), now, order) == ("weekday_tuesday", "day_1", "month_12", "year_2026", "hour_9")


@pytest.mark.parametrize(("now", "opens"), [("08:00", "09:00"), ("12:30", "13:30"), ("13:00", "13:30"), ("14:00", None)])
def test_the_times_of_a_day_may_stand_in_any_order(now: str, opens: str | None) -> None:
    spans = ["13:30-16:30", "09:00-12:30"]
    for table in ({"hours": {"tuesday": spans}}, {"hours": {"monday": ["09:00-10:00"]}, "special_hours": {"2026-11-24": spans}}):
        expected = at(f"2026-11-24T{opens}") if opens else None
        assert Timetable.model_validate(table).next_opening(at(f"2026-11-24T{now}")) == expected


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-26", "2026-12-25", "2026-11-28"])
def test_hours_of_a_single_day_count_on_a_working_day_a_closed_day_a_holiday_and_a_weekend(day: str) -> None:
    table = Timetable.model_validate({"hours": WEEK, "closed_on": ["2026-11-26"], "special_hours": {day: ["10:00-11:00"]}})
    assert table.next_opening(at(f"{day}T09:30")) == at(f"{day}T10:00")
    assert table.next_opening(at(f"{day}T10:59")) is None
    assert table.next_opening(at(f"{day}T11:00")) not in (None, at(f"{day}T13:30"))


def test_a_closure_of_a_year_is_waited_for_and_no_longer() -> None:
    opens_once = Timetable.model_validate({"hours": {"monday": ["09:00-10:00"]}, "special_hours": {}})
    assert opens_once.next_opening(at("2026-11-23T10:00")) == at("2026-11-30T09:00")
    days = [date(2026, 11, 23) + timedelta(days=7 * week) for week in range(60)]
    closed = opens_once.model_copy(update={"closed_on": tuple(days)})
    assert closed.next_opening(at("2026-11-23T08:00")) is None
    until = opens_once.model_copy(update={"closed_on": tuple(days[:57])})
    assert until.next_opening(at("2026-11-23T08:00")) == at("2027-12-27T09:00")


def test_a_day_without_any_hours_is_refused() -> None:
    with pytest.raises(ValidationError):
        Timetable.model_validate({"hours": {"monday": []}})


@pytest.mark.parametrize("span", ["9-12", "09:00", "12:00-09:00", "05:00-12:00", "09:10-12:00", 900])
def test_hours_that_cannot_be_announced_are_refused(span: object) -> None:
    with pytest.raises(ValidationError):
        Timetable.model_validate({"hours": {"monday": [span]}})


@pytest.mark.parametrize(
    ("span", "fault"),
    [
        ("07:00-19:45", ""),
        ("19:45-23:59", ""),
        ("09:15-09:16", ""),
        ("06:45-12:00", "must open on a quarter of an hour"),
        ("20:00-21:00", "must open on a quarter of an hour"),
        ("09:05-12:00", "must open on a quarter of an hour"),
        ("09:00-09:00", "must have the earlier time first"),
        ("09:00-24:00", "must be a time of the day"),
        ("24:00-25:00", "must be a time of the day"),
        ("09:60-12:00", "must be a time of the day"),
        ("09:00-12:60", "must be a time of the day"),
        ("09:00-12:00 ", "must be a time such as"),
        (" 09:00-12:00", "must be a time such as"),
        ("9:00-12:00", "must be a time such as"),
        ("09:00-12:00, 13:00-16:00", "must be a time such as"),
        ("", "must be a time such as"),
    ],
)
def test_a_time_that_can_be_announced_and_lies_before_its_end(span: str, fault: str) -> None:
    if not fault:
        assert Timetable.model_validate({"hours": {"monday": [span]}}).hours
        return
    with pytest.raises(ValidationError, match=fault):
        Timetable.model_validate({"hours": {"monday": [span]}})


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-10-23T23:00", "2026-10-24T08:00"),
        ("2026-10-24T23:00", "2026-10-25T08:00"),  # 25 hours long: two o'clock comes twice
        ("2027-03-27T23:00", "2027-03-28T08:00"),  # 23 hours long
        ("2026-10-25T08:59", None),
        ("2026-10-25T09:00", "2026-10-31T08:00"),
    ],
)
def test_the_clock_on_the_wall_counts_on_the_days_when_it_is_put_back_or_forward(now: str, opens: str | None) -> None:
    table = Timetable.model_validate({"hours": {day: ["08:00-09:00"] for day in ("saturday", "sunday")}})
    assert table.next_opening(at(now)) == (at(opens) if opens else None)


def test_a_closing_day_closes_that_day_alone_and_hours_of_its_own_open_it() -> None:
    day = date(2026, 11, 24)
    closed = OFFICE.model_copy(update={"closed_on": (day,)})
    assert closed.next_opening(at("2026-11-23T10:00")) is None
    assert closed.next_opening(at("2026-11-24T10:00")) == at("2026-11-25T09:00")
    opened = Timetable.model_validate({"hours": WEEK, "closed_on": [day], "special_hours": {day: ["14:00-15:00"]}})
    assert opened.next_opening(at("2026-11-24T10:00")) == at("2026-11-24T14:00")
    assert opened.next_opening(at("2026-11-24T15:00")) == at("2026-11-25T09:00")
