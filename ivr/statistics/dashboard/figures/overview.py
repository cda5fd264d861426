"""How many calls, when, and in which languages."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace

from ivr.call.turns import DialResult
from ivr.statistics.dashboard.figures.page import COMPARED
from ivr.statistics.dashboard.figures.page import Page
from ivr.statistics.dashboard.figures.page import compared
from ivr.statistics.dashboard.figures.page import mean
from ivr.statistics.dashboard.tables import Column
from ivr.statistics.dashboard.tables import Row
from ivr.statistics.dashboard.tables import Table
from ivr.statistics.dashboard.tables import Unit
from ivr.statistics.dashboard.tables import Value
from ivr.statistics.dashboard.tables import share
from ivr.statistics.journal import facts


@dataclass(frozen=True)
class Figure:
    """One number at the top of the page."""

    name: str
    value: Value
    before: Value
    unit: Unit = ""

    @property
    def alone(self) -> Figure:
        """With nothing to compare it with."""
        return replace(self, before=None)


def headline(page: Page) -> list[Figure]:
    calls = page.reader.sums(facts.CALLS)
    outside, useful = page.reader.sums(facts.OUTSIDE), page.reader.sums(facts.USEFUL)
    length, endings = page.reader.sums(facts.LENGTH), page.reader.sums(facts.ENDING, "a")
    transfers = page.reader.sums(facts.TRANSFER, "b")
    lost = page.reader.sums(facts.LOST)
    reported = calls.total - endings.of(facts.UNREPORTED)
    reported_before = calls.total_before - endings.was(facts.UNREPORTED)
    answered = DialResult.ANSWERED.value
    answered_share = share(transfers.of(answered), transfers.total)
    return [
        Figure("calls", calls.total, calls.total_before),
        Figure("useful", share(useful.total, calls.total), share(useful.total_before, calls.total_before), "%"),
        Figure("length", mean(length.total, reported), mean(length.total_before, reported_before), "s"),
        Figure("answered", answered_share, share(transfers.was(answered), transfers.total_before), "%"),
        Figure("outside", share(outside.total, calls.total), share(outside.total_before, calls.total_before), "%"),
        Figure("lost", lost.total, lost.total_before),
    ]


def days(page: Page) -> Table:
    daily, period = page.reader.daily(facts.CALLS), page.reader.period
    rows = [
        Row(day.isoformat(), (daily.get(day, 0), daily.get(day - period.back, 0)), unfinished=day == page.today)
        for day in period.days()
    ]
    return Table("days", "line", "day", (Column("calls"), Column("before")), rows)


def hours(page: Page) -> Table:
    calls, outside = page.reader.sums(facts.CALLS, "a"), page.reader.sums(facts.OUTSIDE, "a")
    names = [f"{hour:02}" for hour in range(24)]
    rows = [Row(f"{name}:00", (calls.of(name) - outside.of(name), outside.of(name), calls.was(name))) for name in names]
    columns = (Column("inside"), Column("outside"), Column("before", charted=False))
    return Table("hours", "column-stacked", "hour", columns, rows)


def languages(page: Page) -> Table:
    calls = page.reader.sums(facts.CALLS, "language")
    names = page.languages_in(calls.by(0), {name: n for (name,), n in calls.before.items()})
    return Table("languages", "bar", "language", COMPARED, compared(calls, names, calls, page.texts.language))
