"""Which tables stand on which page."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping

from ivr.statistics.dashboard.figures.centres import transfers
from ivr.statistics.dashboard.figures.costs import costs
from ivr.statistics.dashboard.figures.difficulties import hang_ups
from ivr.statistics.dashboard.figures.difficulties import troubles
from ivr.statistics.dashboard.figures.difficulties import troubles_by_language
from ivr.statistics.dashboard.figures.difficulties import troubles_by_step_and_language
from ivr.statistics.dashboard.figures.overview import days
from ivr.statistics.dashboard.figures.overview import hours
from ivr.statistics.dashboard.figures.overview import languages
from ivr.statistics.dashboard.figures.page import Page
from ivr.statistics.dashboard.figures.path import branches
from ivr.statistics.dashboard.figures.path import endings
from ivr.statistics.dashboard.figures.path import useful
from ivr.statistics.dashboard.figures.path import useful_by_language
from ivr.statistics.dashboard.figures.questions import questions
from ivr.statistics.dashboard.tables import Table

Make = Callable[[Page], Table]

SUBJECTS: Mapping[str, tuple[Make, ...]] = {
    "overview": (days, hours, languages, costs),
    "path": (branches, useful, useful_by_language, endings),
    "questions": (questions,),
    "difficulties": (hang_ups, troubles, troubles_by_language, troubles_by_step_and_language),
    "centres": (transfers,),
}
REPORT = "report"  # everything on one page, to print
VIEWS = (*SUBJECTS, REPORT)
TABLES: Mapping[str, Make] = {make.__name__: make for makes in SUBJECTS.values() for make in makes}


def tables_of(view: str) -> tuple[Make, ...]:
    return tuple(TABLES.values()) if view == REPORT else SUBJECTS[view]
