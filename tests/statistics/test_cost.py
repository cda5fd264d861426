"""The cost of a month: what was used times what somebody looked up, and nothing where nobody did."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ivr.content.content import Content
from ivr.content.yamlfile import ContentError
from ivr.golive.checks import CheckVerdict
from ivr.golive.costchecks import cost_checks
from ivr.golive.reachchecks import reach_checks
from ivr.paths import PROMPTS
from ivr.statistics import cost
from ivr.statistics.alerts.settings import AlertSettings
from ivr.statistics.cost import Tariffs
from ivr.statistics.cost import Used
from ivr.statistics.cost import items
from ivr.statistics.cost import load_tariffs
from ivr.statistics.cost import total
from ivr.web.outbound.settings import ReachSettings
from tests.support.dashboards import example
from tests.support.waiting import eventually

# Invented: tests of the calculation, not a price list.
PRICED = Tariffs(
    currency="EUR",
    source="a test",
    looked_up_on=date(2026, 11, 1),
    incoming_minute=0.5,
    outgoing_minute=0.25,
    callback_minute=1.0,
    text_message=0.1,
    segments=2,
    numbers_month=10.0,
    billed_by_seconds=60,
)
USED = Used(days=30, calls=10, call_seconds=6000, transfers=4, talk_seconds=600, texts=5, callbacks=2)
TODAY = date(2026, 11, 26)


def test_each_thing_used_times_its_price_the_last_minute_of_a_call_being_paid_whole() -> None:
    assert {item.name: (item.quantity, item.amount) for item in items(USED, PRICED)} == {
        "incoming_minute": (84, 42),
        "outgoing_minute": (12, 3),
        "callback_minute": (21, 21),
        "text_message": (10, 1),
        "numbers_month": (1.0, 9.87),
    }
    assert total(items(USED, PRICED)) == 76.87


def test_a_carrier_that_bills_by_the_second_is_paid_for_what_was_spoken() -> None:
    quantities = {item.name: item.quantity for item in items(USED, PRICED.model_copy(update={"billed_by_seconds": 1}))}
    assert (quantities["incoming_minute"], quantities["outgoing_minute"]) == (80.1, 10.0)


def test_a_price_that_is_not_known_makes_no_sum() -> None:
    assert total(items(USED, PRICED.model_copy(update={"outgoing_minute": None}))) is None
    unused = Used(days=0, calls=1, call_seconds=90, transfers=0, talk_seconds=0, texts=0, callbacks=0)
    assert total(items(unused, PRICED.model_copy(update={"outgoing_minute": None}))) == 1.0


def test_the_dashboard_names_source_day_and_currency_or_says_that_nothing_is_known(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = example(content, tmp_path, length=8).test_client()
    eventually(lambda: client.get("/dashboard/overview").status_code == 200)
    assert (
        "hence the dashes: the person who looks after the server can ask the carrier"
        in client.get("/dashboard/overview?lang=en").text
    )
    monkeypatch.setattr(cost, "tariffs", lambda: PRICED)
    page = client.get("/dashboard/overview?lang=en").text
    assert "Prices in EUR, looked up on 01 November 2026: a test." in page
    rows = client.get("/dashboard/csv/costs.csv?lang=en&days=7").text.splitlines()
    assert float(rows[-1].split(",")[2]) > 0


def test_no_price_is_invented() -> None:
    assert len(load_tariffs(PROMPTS).missing) == 5


def test_a_price_needs_its_source(tmp_path: Path) -> None:
    text = (PROMPTS / "tariffs.yaml").read_text(encoding="utf-8").replace("incoming_minute: null", "incoming_minute: 0.01")
    (tmp_path / "tariffs.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="source"):
        load_tariffs(tmp_path)


@pytest.mark.parametrize(
    ("tariffs", "today", "verdict", "said"),
    [
        (load_tariffs(PROMPTS), TODAY, CheckVerdict.WARN, "no price is known for incoming_minute"),
        (PRICED, TODAY, CheckVerdict.OK, "EUR a month (prices of 2026-11-01: a test)"),
        (PRICED, date(2028, 1, 1), CheckVerdict.WARN, "prices of 2026-11-01"),
    ],
)
def test_the_check_before_going_live(tariffs: Tariffs, today: date, verdict: CheckVerdict, said: str) -> None:
    (check,) = cost_checks(tariffs, today)
    assert check.verdict is verdict
    assert said in check.found


def test_the_check_says_what_is_on_and_from_which_number_callers_are_called() -> None:
    off = {check.name: check for check in reach_checks(ReachSettings(), AlertSettings())}
    assert off["alerts"].verdict is CheckVerdict.WARN
    assert off["text messages"].found == "off (SMS_SENDER)"
    free = ReachSettings(callback_number="+3242223344", callback_from="+3280012345")
    assert {check.name: check for check in reach_checks(free, AlertSettings())}["call me back"].verdict is CheckVerdict.WARN
    local = ReachSettings(callback_number="+3242223344", callback_from="+3242223344")
    assert {check.name: check for check in reach_checks(local, AlertSettings())}["call me back"].verdict is CheckVerdict.OK
