"""What only the carrier knows is told too: calls it refused before they came here, and money that runs out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from datetime import datetime

import pytest
import requests

from ivr.statistics.alerts.account import FRESH_SECONDS
from ivr.statistics.alerts.account import Account
from ivr.statistics.alerts.account import Reports
from ivr.statistics.alerts.kinds import Trouble
from ivr.statistics.alerts.settings import AlertSettings
from tests.support.restcarrier import RestCarrier

NOW = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)
ACCOUNT = Account("AC" + "0" * 32, "secret", least_balance=20)


def found(clock: Callable[[], float] = lambda: 0.0) -> dict[Trouble, str]:
    return {trouble: what for trouble, look in Reports(ACCOUNT, lambda: NOW, clock).looks().items() if (what := look())}


def test_calls_that_the_carrier_refused_are_told_with_the_time_of_the_last(carrier: RestCarrier) -> None:
    carrier.alerts = [
        {"error_code": "10004", "date_generated": "2026-11-24T09:15:00Z"},
        {"error_code": "11200", "date_generated": "2026-11-24T09:14:00Z"},
        {"error_code": "10004", "date_generated": "2026-11-24T09:13:00Z"},
        {"error_code": "10003", "date_created": "2026-11-24T09:12:00Z"},
    ]
    assert found() == {Trouble.AT_ONCE: "10004, 2026-11-24T09:15:00Z", Trouble.ACCOUNT: "10003, 2026-11-24T09:12:00Z"}
    assert carrier.parameters["/v1/Alerts"] == {"LogLevel": "error", "StartDate": "2026-11-24T08:50:00Z", "PageSize": "200"}


def test_all_looks_share_one_answer_for_a_while(carrier: RestCarrier) -> None:
    now = 0.0
    looks = Reports(ACCOUNT, lambda: NOW, lambda: now).looks()
    for look in looks.values():
        look()
    assert carrier.asked == 2  # for the reports, and for the balance
    now += FRESH_SECONDS + 1
    looks[Trouble.AT_ONCE]()
    assert carrier.asked == 3


@pytest.mark.parametrize(("balance", "said"), [("19.995", "20.00 EUR"), ("-3.5", "-3.50 EUR"), ("20", ""), (None, "")])
def test_money_that_runs_out(carrier: RestCarrier, balance: str | None, said: str) -> None:
    carrier.balance = balance
    assert found().get(Trouble.BALANCE, "") == said


def test_a_carrier_that_refuses_is_no_answer(carrier: RestCarrier) -> None:
    carrier.refuses = 20003
    with pytest.raises(requests.HTTPError):
        found()


def test_a_region_has_hosts_of_its_own() -> None:
    assert ACCOUNT.host("monitor") == "https://monitor.twilio.com"
    assert Account("AC", "secret", "ie1").host("api") == "https://api.ie1.twilio.com"
    assert Account("AC", "secret", "ie1", "dublin").host("api") == "https://api.dublin.ie1.twilio.com"
    assert Account("AC", "secret", edge="dublin").host("api") == "https://api.dublin.us1.twilio.com"


def test_nothing_is_asked_where_nobody_is_told() -> None:
    assert AlertSettings().account("AC", "secret") is None
    told = AlertSettings.from_env({"ALERT_WEBHOOK": "https://chat.example/x", "ALERT_BALANCE": "5"})
    assert told.account(None, "secret") is None
    account = told.account("AC", "secret")
    assert account == Account("AC", "secret", least_balance=5.0)
    assert "secret" not in repr(account)
