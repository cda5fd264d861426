"""Whether somebody can answer when a call comes."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime

import pytest

from ivr.content.hours import Timetable
from ivr.statistics.journal import facts
from ivr.statistics.journal.outside import outside_hours


@pytest.mark.parametrize(
    ("centre", "at", "outside"),
    [
        ("", datetime(2026, 11, 24, 8, 0, tzinfo=UTC), False),
        ("", datetime(2026, 11, 24, 7, 59, tzinfo=UTC), True),
        ("", datetime(2026, 11, 28, 10, 0, tzinfo=UTC), True),  # Saturday
        ("", datetime(2026, 12, 25, 10, 0, tzinfo=UTC), True),  # Christmas
        ("late", datetime(2026, 11, 24, 18, 0, tzinfo=UTC), False),
        ("late", datetime(2026, 11, 24, 10, 0, tzinfo=UTC), True),
        ("unknown-hours", datetime(2026, 11, 24, 10, 0, tzinfo=UTC), False),
        ("no-such-centre", datetime(2026, 11, 24, 22, 0, tzinfo=UTC), True),
    ],
)
def test_a_call_is_outside_the_hours_of_its_centre_or_of_an_office(centre: str, at: datetime, outside: bool) -> None:
    evenings = Timetable.model_validate({"hours": {"tuesday": ["18:00-21:00"]}})
    asked = outside_hours({"late": evenings, "unknown-hours": Timetable(hours=None)})

    assert asked(centre, facts.milliseconds(at)) is outside
