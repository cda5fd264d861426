"""Whether the centres answer."""

from __future__ import annotations

from ivr.call.turns import DESK
from ivr.call.turns import DialResult
from ivr.statistics.dashboard.figures.page import Page
from ivr.statistics.dashboard.figures.page import mean
from ivr.statistics.dashboard.tables import Column
from ivr.statistics.dashboard.tables import Row
from ivr.statistics.dashboard.tables import Table
from ivr.statistics.dashboard.tables import share
from ivr.statistics.journal import facts


def transfers(page: Page) -> Table:
    sums, talk = page.reader.sums(facts.TRANSFER, "a", "b"), page.reader.sums(facts.TALK, "a")
    rows = []
    for name in dict.fromkeys((*page.centres, DESK, *sums.by(0))):
        outcomes = [sums.of(name, result.value) for result in DialResult]
        before = sum(sums.was(name, result.value) for result in DialResult)
        average = mean(talk.of(name), outcomes[0])
        rows.append(Row(page.texts.centre(name), (*outcomes, sum(outcomes), share(outcomes[0], sum(outcomes)), average, before)))
    columns = (
        *(Column(result.value) for result in DialResult),
        Column("transfers", charted=False),
        Column("answered_share", "%", charted=False),
        Column("talk", "s", charted=False),
        Column("before", charted=False),
    )
    return Table("transfers", "bar-stacked", "centre", columns, rows)
