"""What the tables are made with, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ivr.call.steps import Step
from ivr.statistics.dashboard.queries import Reader
from ivr.statistics.dashboard.queries import Sums
from ivr.statistics.dashboard.tables import Column
from ivr.statistics.dashboard.tables import Row
from ivr.statistics.dashboard.tables import share
from ivr.statistics.dashboard.texts import DashboardTexts

LISTED = 20  # steps in a table of steps, the worst first
COMPARED = (Column("calls"), Column("share", "%", charted=False), Column("before"))


@dataclass(frozen=True)
class Page:
    """One look at the counts, in one language."""

    reader: Reader
    texts: DashboardTexts
    steps: Mapping[str, Step]
    questions: Sequence[str]
    languages: Sequence[str]
    centres: Sequence[str]
    today: date

    def languages_in(self, *found: Mapping[str, int]) -> list[str]:
        """Those of the line in their order, then any other that was counted, such as one taken off."""
        return known_first(self.languages, *found)


def known_first(known: Sequence[str], *found: Mapping[str, int]) -> list[str]:
    return list(dict.fromkeys((*known, *sorted({name for names in found for name in names}))))


def compared(sums: Sums, names: Sequence[str], whole: Sums, label: Callable[[str], str]) -> list[Row]:
    return [Row(label(name), (sums.of(name), share(sums.of(name), whole.total), sums.was(name))) for name in names]


def most(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:LISTED]


def mean(total: int, number: int) -> int | None:
    return round(total / number) if number else None
