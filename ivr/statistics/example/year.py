"""What is counted of a year of invented calls: always the same on the same day, whenever it is asked for."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from typing import TypeVar

from ivr.call.line import Line
from ivr.content.hours import BRUSSELS
from ivr.statistics.example.calls import CallPattern
from ivr.statistics.example.calls import Said
from ivr.statistics.example.calls import make_calls
from ivr.statistics.example.habits import Habits
from ivr.statistics.journal import facts
from ivr.statistics.journal.facts import FactKey
from ivr.statistics.journal.facts import milliseconds
from ivr.statistics.journal.outside import outside_hours

SEED = "a year of calls that nobody made"
PATTERNS = 150
NOON = 12
SPREAD = 0.15  # of the number of calls, from one day to the next

T = TypeVar("T")
DayOfCalls = Counter[FactKey]


class Year:
    """Invented from the line as it is: its steps, its languages, its centres and their hours."""

    def __init__(self, line: Line, habits: Habits, calls_a_day: int = 0) -> None:
        """`calls_a_day`: another number than the habits have."""
        self._habits = habits
        self._calls_a_day = calls_a_day or habits.calls_a_day
        self._patterns = make_calls(line, PATTERNS, habits, random.Random(SEED))
        self._languages = {code: habits.languages.get(code, habits.other_languages) for code in line.content.languages.codes}
        self._outside = outside_hours(line.content.centre_by_id)

    def days(self, number: int, until: datetime) -> Iterator[DayOfCalls]:
        """What is counted of each of a number of days; the last is over as far as the hours before `until` go, in Brussels."""
        now = until.astimezone(BRUSSELS)
        for n in range(number):
            day = now.date() - timedelta(days=number - 1 - n)
            yield self._day(day, n / number, now.hour if day == now.date() else 24)

    def _day(self, day: date, progress: float, hours: int) -> DayOfCalls:
        chance = random.Random(f"{SEED} {day}")
        counted: DayOfCalls = Counter()
        for _ in range(self._number(day, progress, chance)):
            pattern, language = chance.choice(self._patterns), _one_of(self._languages, chance)
            hour = _one_of(self._habits.hours, chance)
            if hour < hours:
                for (measure, spoken, a, b), n in (*pattern.said, *self._at(pattern, day, hour)):
                    counted[measure, day, language if spoken else "", a, b] += n
        return counted

    def _number(self, day: date, progress: float, chance: random.Random) -> int:
        closed = self._outside("", _moment(day, NOON))  # a weekend, or a public holiday
        usual = self._calls_a_day * (1 + self._habits.grows_by * (progress - 0.5))
        return round(usual * (self._habits.weekend if closed else 1) * chance.uniform(1 - SPREAD, 1 + SPREAD))

    def _at(self, pattern: CallPattern, day: date, hour: int) -> Iterator[tuple[Said, int]]:
        """What depends on when the call is made."""
        yield (facts.CALLS, pattern.spoken, f"{hour:02}", ""), 1
        if self._outside(pattern.centre, _moment(day, hour)):
            yield (facts.OUTSIDE, pattern.spoken, f"{hour:02}", ""), 1


def _moment(day: date, hour: int) -> int:
    return milliseconds(datetime.combine(day, time(hour), BRUSSELS))


def _one_of(weights: Mapping[T, int], chance: random.Random) -> T:
    return chance.choices([*weights], [*weights.values()])[0]
