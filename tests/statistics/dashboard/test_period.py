"""The days a page speaks of, and those it compares them with."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest

from ivr.statistics.dashboard.period import PRESETS
from ivr.statistics.dashboard.period import Period

TODAY = date(2026, 11, 24)


def test_the_usual_period_is_four_weeks_up_to_today() -> None:
    period = Period.from_query({}, TODAY)

    assert (period.first, period.last) == (date(2026, 10, 28), TODAY)


@pytest.mark.parametrize("days", PRESETS)
def test_a_preset_compares_each_day_with_the_same_day_of_the_week(days: int) -> None:
    period = Period.from_query({"days": str(days)}, TODAY)

    assert period.length == days
    assert [day.weekday() for day in period.days()] == [day.weekday() for day in period.before.days()]


@pytest.mark.parametrize(
    "query",
    [
        "from=x&to=y",
        "from=2026-02-30&to=2026-03-01",
        "from=2026-03-02&to=2026-03-01",
        "days=-5",
        "days=30",
        "from=0001-01-01&to=0001-01-02",
        "from=9999-12-31&to=9999-12-31",
        "from=9999-11-30&to=9999-12-31",
        "from=2000-01-01&to=2026-01-01",
    ],
)
def test_an_impossible_period_becomes_the_usual_one(query: str) -> None:
    asked = dict(pair.split("=") for pair in query.split("&"))

    assert Period.from_query(asked, TODAY) == Period(date(2026, 10, 28), TODAY)


def test_a_period_of_ones_own_is_compared_with_as_many_days_before() -> None:
    period = Period.from_query({"from": "2026-02-01", "to": "2026-02-28"}, TODAY)

    assert period.before == Period(date(2026, 1, 4), date(2026, 1, 31))


def test_a_month_is_compared_weekday_by_weekday() -> None:
    period = Period.from_query({"from": "2026-10-01", "to": "2026-10-31"}, TODAY)

    assert period.before == Period(date(2026, 8, 27), date(2026, 9, 26))  # from a Thursday to a Saturday, as October was


@pytest.mark.parametrize(("days", "compared"), [(91, True), (182, True), (364, False)])
def test_a_period_is_compared_only_with_days_that_are_all_kept(days: int, compared: bool) -> None:
    period = Period(TODAY - timedelta(days=days - 1), TODAY)

    assert period.can_be_compared(TODAY, kept_days=400) is compared
