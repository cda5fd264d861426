"""Where callers hang up, say nothing or press wrong keys."""

from __future__ import annotations

from ivr.call.steps import LANGUAGES_STEP
from ivr.call.turns import Key
from ivr.statistics.dashboard.figures.page import Page
from ivr.statistics.dashboard.figures.page import most
from ivr.statistics.dashboard.queries import Sums
from ivr.statistics.dashboard.tables import Column
from ivr.statistics.dashboard.tables import Row
from ivr.statistics.dashboard.tables import Table
from ivr.statistics.dashboard.tables import Value
from ivr.statistics.dashboard.tables import share
from ivr.statistics.journal import facts

_TROUBLE = (
    Column("silence_share", "%"),
    Column("wrong_share", "%"),
    Column("silence", charted=False),
    Column("wrong", charted=False),
    Column("hearings", charted=False),
)


def hang_ups(page: Page) -> Table:
    """The last step heard; those that end a call by themselves are left out."""
    last, calls = page.reader.sums(facts.LAST, "a", "b"), page.reader.sums(facts.CALLS)
    ends = {name for name, step in page.steps.items() if step.ends}
    totals = {name: n for name, n in last.by(0).items() if name and name not in ends}
    rows = [
        Row(
            page.texts.step(name),
            (
                last.of(name, "before"),
                last.of(name, "after"),
                share(n, calls.total),
                last.was(name, "before") + last.was(name, "after"),
            ),
        )
        for name, n in most(totals)
    ]
    columns = (Column("left_before"), Column("left_after"), Column("share", "%", charted=False), Column("before", charted=False))
    return Table("hang_ups", "bar-stacked", "step", columns, rows)


def troubles(page: Page) -> Table:
    """Silence and wrong keys by step, for a hundred times it was heard."""
    steps = page.reader.sums(facts.STEP, "a", "b")
    heard = steps.by(0)
    failed = {name: steps.of(name, Key.SILENCE.value) + steps.of(name, Key.WRONG.value) for name in heard}
    rows = [Row(page.texts.step(name), _trouble(steps, name, heard[name])) for name, n in most(failed) if n]
    return Table("troubles", "bar-stacked", "step", _TROUBLE, rows)


def troubles_by_language(page: Page) -> Table:
    steps = page.reader.sums(facts.STEP, "language", "b")
    heard = steps.by(0)
    rows = [
        Row(page.texts.language(name), _trouble(steps, name, heard.get(name, 0))) for name in page.languages_in(heard) if name
    ]
    return Table("troubles_by_language", "bar-stacked", "language", _TROUBLE, rows)


def troubles_by_step_and_language(page: Page) -> Table:
    """The share of hearings that ended in silence or a wrong key."""
    steps = page.reader.sums(facts.STEP, "language", "a", "b")
    heard: dict[tuple[str, str], int] = {}
    failed: dict[tuple[str, str], int] = {}
    worst: dict[str, int] = {}
    for (language, step, how), n in steps.now.items():
        heard[step, language] = heard.get((step, language), 0) + n
        if how in (Key.SILENCE.value, Key.WRONG.value):
            failed[step, language] = failed.get((step, language), 0) + n
            worst[step] = worst.get(step, 0) + n
    spoken = [name for name in page.languages_in(steps.by(0)) if name]
    rows = [
        Row(page.texts.step(step), [share(failed.get((step, name), 0), heard.get((step, name), 0)) for name in spoken])
        for step, _ in most(worst)
        if step != LANGUAGES_STEP  # heard before there is a language
    ]
    columns = [Column(page.texts.language(name), "%", labelled=True) for name in spoken]
    return Table("troubles_by_step_and_language", "none", "step", columns, rows)


def _trouble(steps: Sums, name: str, heard: int) -> tuple[Value, ...]:
    silence, wrong = steps.of(name, Key.SILENCE.value), steps.of(name, Key.WRONG.value)
    return share(silence, heard), share(wrong, heard), silence, wrong, heard
