"""What the line will cost, as far as somebody looked the prices up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import timedelta

from ivr.golive.checks import Check
from ivr.golive.checks import ok
from ivr.golive.checks import warn
from ivr.statistics.cost import Tariffs
from ivr.statistics.cost import Used
from ivr.statistics.cost import items
from ivr.statistics.cost import total

STALE = timedelta(days=365)
# A month to compare prices with, not a forecast.
MONTH = Used(days=30, calls=100, call_seconds=100 * 300, transfers=20, talk_seconds=20 * 300, texts=20, callbacks=10)


def cost_checks(tariffs: Tariffs, today: date) -> Iterator[Check]:
    """A hundred calls of five minutes a month, twenty transfers, twenty texts, ten call-backs."""
    if tariffs.missing or tariffs.looked_up_on is None:
        found = f"no price is known for {', '.join(tariffs.missing)}"
        yield warn(
            "cost", found, "scripts/line prices --write asks Twilio; with another carrier write them into prompts/tariffs.yaml."
        )
        return
    sum_, day = total(items(MONTH, tariffs)), tariffs.looked_up_on
    month = "100 calls of 5 minutes with 20 transfers, 20 texts and 10 call-backs"
    found = f"{month}: {sum_} {tariffs.currency} a month (prices of {day}: {tariffs.source})"
    if today - day > STALE:
        yield warn("cost", found, "The prices are more than a year old: look them up again (scripts/line prices --write).")
        return
    yield ok("cost", found)
