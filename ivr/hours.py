"""Opening hours in Belgian time, with Belgian public holidays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo

import holidays
from pydantic import BeforeValidator
from pydantic import Field

from ivr.dates import date_clips
from ivr.words import OPENING_HOURS
from ivr.words import OPENING_MINUTES
from ivr.words import WEEKDAYS
from ivr.words import Weekday
from ivr.yamlfile import Model

BRUSSELS = ZoneInfo("Europe/Brussels")
LONGEST_CLOSURE_DAYS = 400  # a centre that is closed for longer is taken out of the table
_SPAN = re.compile(r"^(\d\d):(\d\d)-(\d\d):(\d\d)$")


class Span(Model):
    opens: time
    closes: time


def _span(value: object) -> object:
    if isinstance(value, dict | Span):
        return value
    match = _SPAN.match(value) if isinstance(value, str) else None
    if not match:
        raise ValueError('expected a time such as "09:00-12:30"')
    opens, closes = (time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4])))
    if opens >= closes:
        raise ValueError(f"{value}: expected the first time before the second")
    if opens.hour not in OPENING_HOURS or opens.minute not in (0, *OPENING_MINUTES):
        raise ValueError(f"{value}: an opening time can be announced on the quarter of an hour, from 07:00 to 19:45")
    return {"opens": opens, "closes": closes}


Spans = Annotated[tuple[Annotated[Span, BeforeValidator(_span)], ...], Field(min_length=1)]


class Timetable(Model):
    """When somebody answers. Without hours nothing is known, and a call is tried at any time."""

    hours: Annotated[dict[Weekday, Spans], Field(min_length=1)] | None
    closed_on: tuple[date, ...] = ()

    def next_opening(self, now: datetime) -> datetime | None:
        """When it opens next, in Brussels time; None when it is open now or no hours are known.

        `now` must carry a time zone.
        """
        if self.hours is None:
            return None
        here = now.astimezone(BRUSSELS)
        for offset in range(LONGEST_CLOSURE_DAYS):
            for opens, closes in self._spans(here.date() + timedelta(days=offset)):
                if opens <= here < closes:
                    return None
                if opens > here:
                    return opens
        return None

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if day in self.closed_on or is_public_holiday(day):
            return
        for span in sorted((self.hours or {}).get(WEEKDAYS[day.weekday()], ()), key=lambda span: span.opens):
            yield datetime.combine(day, span.opens, BRUSSELS), datetime.combine(day, span.closes, BRUSSELS)


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("BE", years=year))


def is_public_holiday(day: date) -> bool:
    """One of the ten legal holidays of Belgium (package `holidays`)."""
    return day in _holidays(day.year)


def opening_clips(opening: datetime, now: datetime, date_order: Sequence[str]) -> tuple[str, ...]:
    """The day, the hour and the minutes of an opening, as clips; the date too when it is a week away or more."""
    days = (opening.date() - now.astimezone(BRUSSELS).date()).days
    weekday = f"weekday_{WEEKDAYS[opening.weekday()] if days else 'today'}"
    the_date = date_clips(opening.date(), date_order) if days >= len(WEEKDAYS) else ()
    minutes = (f"minute_{opening.minute}",) if opening.minute else ()
    return (weekday, *the_date, f"hour_{opening.hour}", *minutes)
