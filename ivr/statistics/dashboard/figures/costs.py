"""What the line cost in the period."""

from __future__ import annotations

from ivr.call.turns import DialResult
from ivr.statistics import cost
from ivr.statistics.dashboard.figures.page import Page
from ivr.statistics.dashboard.tables import Column
from ivr.statistics.dashboard.tables import Row
from ivr.statistics.dashboard.tables import Table
from ivr.statistics.journal import facts


def costs(page: Page) -> Table:
    """Each thing used, and its price where that is known."""
    branches, transfers = page.reader.sums(facts.BRANCH, "a"), page.reader.sums(facts.TRANSFER, "b")
    used = cost.Used(
        days=page.reader.period.length,
        calls=page.reader.sums(facts.CALLS).total,
        call_seconds=page.reader.sums(facts.LENGTH).total,
        transfers=transfers.of(DialResult.ANSWERED.value),
        talk_seconds=page.reader.sums(facts.TALK).total,
        texts=branches.of("text"),
        callbacks=branches.of("callback"),
    )
    tariffs, words = cost.tariffs(), page.texts.words
    items = cost.items(used, tariffs)
    rows = [Row(page.texts.cost(item.name), (item.quantity, item.amount)) for item in items]
    rows.append(Row(page.texts.cost("total"), (None, cost.total(items))))
    remark = words.words["unpriced"]
    if tariffs.looked_up_on:
        day = tariffs.looked_up_on.strftime(words.date)
        remark = words.words["priced"].format(currency=tariffs.currency, day=day, source=tariffs.source)
    return Table("costs", "none", "item", (Column("quantity"), Column("amount")), rows, remark)
