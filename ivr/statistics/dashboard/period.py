"""The days a page speaks of, and those it compares them with."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

PRESETS = (7, 28, 91, 364)
DEFAULT_DAYS = 28
LONGEST_DAYS = 3660
YEARS = range(1971, 2200)


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    @classmethod
    def from_query(cls, query: Mapping[str, str], today: date) -> Period:
        """What the form asks for: `days` up to today, or `from` and `to`; the usual period for anything impossible."""
        first, last = _day(query.get("from", "")), _day(query.get("to", ""))
        if first and last and timedelta(0) <= last - first < timedelta(days=LONGEST_DAYS):
            return cls(first, last)
        text = query.get("days", "")
        days = int(text) if text in map(str, PRESETS) else DEFAULT_DAYS
        return cls(today - timedelta(days=days - 1), today)

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def back(self) -> timedelta:
        """To the period it is compared with: whole weeks, so that a Monday is compared with a Monday."""
        return timedelta(weeks=-(-self.length // 7))

    @property
    def before(self) -> Period:
        """As many days, before this period."""
        return Period(self.first - self.back, self.last - self.back)

    def can_be_compared(self, today: date, kept_days: int) -> bool:
        """Whether all days of the period before are still kept."""
        return self.before.first > today - timedelta(days=kept_days)

    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(self.length))


def _day(text: str) -> date | None:
    """A day that the days before and after can be reckoned from; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None
