"""The way through the call: branches, the first useful message, the end."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.statistics.dashboard.figures.page import COMPARED
from ivr.statistics.dashboard.figures.page import Page
from ivr.statistics.dashboard.figures.page import compared
from ivr.statistics.dashboard.figures.page import known_first
from ivr.statistics.dashboard.tables import Column
from ivr.statistics.dashboard.tables import Row
from ivr.statistics.dashboard.tables import Table
from ivr.statistics.dashboard.tables import share
from ivr.statistics.journal import facts
from ivr.statistics.journal.events import Ending


def branches(page: Page) -> Table:
    calls, entered = page.reader.sums(facts.CALLS), page.reader.sums(facts.BRANCH, "a")
    names = known_first(tuple(page.texts.words.branches), entered.by(0))
    return Table("branches", "bar", "branch", COMPARED, compared(entered, names, calls, page.texts.branch))


def useful(page: Page) -> Table:
    """How long until the first useful message, in classes; the last class is open."""
    sums = page.reader.sums(facts.USEFUL, "a")
    width, last = 15, 180
    classes: dict[int, list[int]] = {start: [0, 0] for start in range(0, last + 1, width)}
    for position, counted in enumerate((sums.now, sums.before)):
        for (start,), n in counted.items():
            classes[min(int(start) // width * width, last)][position] += n
    rows = [Row(f"{start}-{start + width - 1} s" if start < last else f"{last} s +", tuple(n)) for start, n in classes.items()]
    return Table("useful", "column", "seconds", (Column("calls"), Column("before")), rows)


def useful_by_language(page: Page) -> Table:
    sums, calls = page.reader.sums(facts.USEFUL, "language", "a"), page.reader.sums(facts.CALLS, "language")
    rows = [
        Row(
            page.texts.language(name),
            (
                _median({int(a): n for (language, a), n in sums.now.items() if language == name}),
                _median({int(a): n for (language, a), n in sums.before.items() if language == name}),
                share(sums.by(0).get(name, 0), calls.of(name)),
            ),
        )
        for name in page.languages_in(calls.by(0))
    ]
    columns = (Column("median", "s"), Column("median_before", "s", charted=False), Column("reached", "%", charted=False))
    return Table("useful_by_language", "bar", "language", columns, rows)


def endings(page: Page) -> Table:
    sums = page.reader.sums(facts.ENDING, "a")
    names = (*(ending.value for ending in Ending), facts.UNREPORTED)
    return Table("endings", "bar", "ending", COMPARED, compared(sums, names, sums, page.texts.ending))


def _median(classes: Mapping[int, int]) -> int | None:
    """The middle of the class that the middle call falls in."""
    half = sum(classes.values()) / 2
    passed = 0
    for start, n in sorted(classes.items()):
        passed += n
        if passed >= half and n:
            return start + facts.USEFUL_CLASS_SECONDS // 2
    return None
