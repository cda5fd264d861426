"""Sums of the counts over a period and the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from sqlalchemy import ColumnElement
from sqlalchemy import Connection
from sqlalchemy import Select
from sqlalchemy import Table
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy import union_all

from ivr.dashboard.period import Period
from ivr.journal.schema import counts
from ivr.journal.schema import monthly

By = Literal["language", "a", "b"]
Key = tuple[str, ...]
_POSITION: Mapping[By, int] = {"language": 0, "a": 1, "b": 2}


@dataclass(frozen=True)
class Sums:
    """What was counted in the period and in the one before, by what was asked for."""

    now: Mapping[Key, int]
    before: Mapping[Key, int]

    @property
    def total(self) -> int:
        return sum(self.now.values())

    @property
    def total_before(self) -> int:
        return sum(self.before.values())

    def of(self, *key: str) -> int:
        return self.now.get(key, 0)

    def was(self, *key: str) -> int:
        return self.before.get(key, 0)

    def by(self, position: int) -> dict[str, int]:
        """The sums of the period by one part of the key."""
        return {name: n for (name,), n in _regroup(self.now, (position,)).items()}


class Reader:
    """One page's look at the counts: each measure is read once."""

    def __init__(self, connection: Connection, period: Period) -> None:
        self._connection = connection
        self.period = period
        self._read: dict[str, Sums] = {}

    def sums(self, measure: str, *by: By) -> Sums:
        if measure not in self._read:
            self._read[measure] = Sums(self._sums(measure, self.period), self._sums(measure, self.period.before))
        finest, positions = self._read[measure], tuple(_POSITION[name] for name in by)
        return Sums(_regroup(finest.now, positions), _regroup(finest.before, positions))

    def daily(self, measure: str) -> dict[date, int]:
        """By day, from the first of the period before to the last of this one."""
        reach = (counts.c.measure == measure, counts.c.day.between(self.period.before.first, self.period.last))
        rows = self._connection.execute(select(counts.c.day, func.sum(counts.c.n)).where(*reach).group_by(counts.c.day))
        return {day: int(n) for day, n in rows}

    def _sums(self, measure: str, period: Period) -> dict[Key, int]:
        months = period.whole_months(self._first_month)
        if months is None:
            days: ColumnElement[bool] = counts.c.day.between(period.first, period.last)
            parts = [_rows(counts, measure, days)]
        else:
            first, after = months
            before_and_after = or_(
                counts.c.day.between(period.first, first) & (counts.c.day < first), counts.c.day.between(after, period.last)
            )
            parts = [
                _rows(monthly, measure, (monthly.c.day >= first) & (monthly.c.day < after)),
                _rows(counts, measure, before_and_after),
            ]
        found = union_all(*parts).subquery()
        keys = (found.c.language, found.c.a, found.c.b)
        rows = self._connection.execute(select(*keys, func.sum(found.c.n)).group_by(*keys))
        return {tuple(key): int(n) for *key, n in rows if n}

    @cached_property
    def _first_month(self) -> date | None:
        """The first month that is whole: those before it are partly forgotten."""
        first: date | None = self._connection.scalar(select(func.min(monthly.c.day)).where(monthly.c.measure == "calls"))
        return first


def _rows(table: Table, measure: str, days: ColumnElement[bool]) -> Select[tuple[str, str, str, int]]:
    return select(table.c.language, table.c.a, table.c.b, table.c.n).where(table.c.measure == measure, days)


def _regroup(sums: Mapping[Key, int], positions: tuple[int, ...]) -> dict[Key, int]:
    grouped: dict[Key, int] = {}
    for key, n in sums.items():
        short = tuple(key[position] for position in positions)
        grouped[short] = grouped.get(short, 0) + n
    return grouped
