"""The days a page speaks of, and those it compares them with."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

from dateutil.relativedelta import relativedelta

PRESETS = (7, 30, 90, 365)
DEFAULT_DAYS = 30
LONGEST_DAYS = 3660


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    @classmethod
    def from_query(cls, query: Mapping[str, str], today: date) -> Period:
        """What the form asks for: `days` up to today, or `from` and `to`; the usual period for anything impossible."""
        first, last = _day(query.get("from", "")), _day(query.get("to", ""))
        if first and last and timedelta(0) <= last - first < timedelta(days=LONGEST_DAYS) and first.year > 1970:
            return cls(first, last)
        text = query.get("days", "")
        days = int(text) if text in map(str, PRESETS) else DEFAULT_DAYS
        return cls(today - timedelta(days=days - 1), today)

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """As many days, just before."""
        return Period(self.first - timedelta(days=self.length), self.first - timedelta(days=1))

    def whole_months(self, first_known: date | None) -> tuple[date, date] | None:
        """The first day of the first month wholly in the period and known as a whole, and the day after the last such month."""
        if first_known is None:
            return None
        first = max(first_known, (self.first - timedelta(days=1)).replace(day=1) + relativedelta(months=1))
        after = (self.last + timedelta(days=1)).replace(day=1)
        return (first, after) if first < after else None

    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(self.length))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
