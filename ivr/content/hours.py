"""Opening hours in Belgian time, with Belgian public holidays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator
from pydantic import Field

from ivr.content.public_holidays import is_public_holiday
from ivr.content.words import OPENING_HOURS
from ivr.content.words import OPENING_MINUTES
from ivr.content.words import WEEKDAYS
from ivr.content.words import Weekday
from ivr.content.yamlfile import Model

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
        raise ValueError('must be a time such as "09:00-12:30"')
    hours = [int(part) for part in match.groups()]
    if max(hours[0], hours[2]) > 23 or max(hours[1], hours[3]) > 59:
        raise ValueError("must be a time of the day, from 00:00 to 23:59")
    opens, closes = time(hours[0], hours[1]), time(hours[2], hours[3])
    if opens >= closes:
        raise ValueError("must have the earlier time first")
    if opens.hour not in OPENING_HOURS or opens.minute not in (0, *OPENING_MINUTES):
        raise ValueError("must open on a quarter of an hour from 07:00 to 19:45: no other opening time can be announced")
    return {"opens": opens, "closes": closes}


Spans = Annotated[tuple[Annotated[Span, BeforeValidator(_span)], ...], Field(min_length=1)]


class Timetable(Model):
    """When somebody answers. Without hours nothing is known, and a call is tried at any time."""

    hours: Annotated[dict[Weekday, Spans], Field(min_length=1)] | None
    closed_on: tuple[date, ...] = ()
    special_hours: dict[date, Spans] = Field(default={})  # of single days, whatever the weekday

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
        special = self.special_hours.get(day)
        if special is None and (day in self.closed_on or is_public_holiday(day)):
            return
        usual = (self.hours or {}).get(WEEKDAYS[day.weekday()], ())
        for span in sorted(special or usual, key=lambda span: span.opens):
            yield datetime.combine(day, span.opens, BRUSSELS), datetime.combine(day, span.closes, BRUSSELS)
