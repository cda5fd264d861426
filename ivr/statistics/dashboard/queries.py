"""Sums of the counts over a period and the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from ivr.statistics.dashboard.period import Period
from ivr.statistics.journal.schema import counts

By = Literal["language", "a", "b"]
_Key = tuple[str, ...]
_POSITION: Mapping[By, int] = {"language": 0, "a": 1, "b": 2}


@dataclass(frozen=True)
class Sums:
    """What was counted in the period and in the one before, by what was asked for."""

    now: Mapping[_Key, int]
    before: Mapping[_Key, int]

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

    def _sums(self, measure: str, period: Period) -> dict[_Key, int]:
        keys = (counts.c.language, counts.c.a, counts.c.b)
        reach = (counts.c.measure == measure, counts.c.day.between(period.first, period.last))
        rows = self._connection.execute(select(*keys, func.sum(counts.c.n)).where(*reach).group_by(*keys))
        return {tuple(key): int(n) for *key, n in rows if n}


def _regroup(sums: Mapping[_Key, int], positions: tuple[int, ...]) -> dict[_Key, int]:
    grouped: dict[_Key, int] = {}
    for key, n in sums.items():
        short = tuple(key[position] for position in positions)
        grouped[short] = grouped.get(short, 0) + n
    return grouped
