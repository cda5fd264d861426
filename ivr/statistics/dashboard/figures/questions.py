"""What callers answer to the questions about the stages."""

from __future__ import annotations

from ivr.call.turns import Key
from ivr.statistics.dashboard.figures.page import Page
from ivr.statistics.dashboard.tables import Column
from ivr.statistics.dashboard.tables import Row
from ivr.statistics.dashboard.tables import Table
from ivr.statistics.dashboard.tables import share
from ivr.statistics.journal import facts


def questions(page: Page) -> Table:
    """Each call once a question; no answer: it was heard and the caller left, went back or asked for a person."""
    asked, answers = page.reader.sums(facts.ASKED, "a"), page.reader.sums(facts.ANSWER, "a", "b")
    rows = []
    for name in page.questions:
        given = [answers.of(name, answer.value) for answer in (Key.YES, Key.NO, Key.UNKNOWN)]
        heard = max(asked.of(name), sum(given))
        rows.append(Row(page.texts.step(name), (*given, heard - sum(given), heard, share(given[2], heard), asked.was(name))))
    columns = (
        Column("yes"),
        Column("no"),
        Column("unknown"),
        Column("unanswered"),
        Column("heard", charted=False),
        Column("unknown_share", "%", charted=False),
        Column("before", charted=False),
    )
    return Table("questions", "bar-stacked", "question", columns, rows)
