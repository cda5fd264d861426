"""Whether a call comes when nobody can answer it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import UTC
from datetime import datetime
from functools import lru_cache

from ivr.content.hours import Timetable

OutsideHours = Callable[[str, int], bool]  # a centre's id or "", and milliseconds since 1970

# What is taken where no hours are known: offices in Belgium, in Brussels time, closed on public holidays.
OFFICE = Timetable.model_validate(
    {"hours": {day: ["09:00-17:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}}
)


def outside_hours(centres: Mapping[str, Timetable]) -> OutsideHours:
    """The question for these centres: their own hours where they are known, else those of an office."""

    @lru_cache(maxsize=4096)
    def in_minute(centre: str, minute: int) -> bool:
        timetable = centres.get(centre, OFFICE)
        hours = timetable if timetable.hours else OFFICE
        return hours.next_opening(datetime.fromtimestamp(minute * 60, UTC)) is not None

    return lambda centre, at: in_minute(centre, at // 60_000)
