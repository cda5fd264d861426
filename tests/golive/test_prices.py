"""The carrier is asked what it charges this account, and the answer is kept where the estimate of costs finds it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from twilio.rest import Client

from ivr import Fault
from ivr.golive.prices import Uses
from ivr.golive.prices import ask
from ivr.paths import PROMPTS
from ivr.statistics.cost import load_tariffs
from scripts.commands import prices
from tests.support.carrier_memory import ACCOUNT
from tests.support.carrier_memory import LOCAL
from tests.support.carrier_memory import PriceList
from tests.support.carrier_memory import RefusingCarrier

ENV = {
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": "secret",
    "PUBLIC_URL": "https://line.example",
    "LINE_NUMBER": LOCAL,
}
FREE, NAMUR, LIEGE = "+3280012345", "+3281223344", "+3242223399"
TODAY = date(2026, 12, 1)


@pytest.fixture
def prompts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for file in ("languages.yaml", "centres.yaml", "tariffs.yaml"):
        shutil.copy(PROMPTS / file, tmp_path)
    monkeypatch.setattr(prices, "PROMPTS", tmp_path)
    return tmp_path


def run(*arguments: str, env: dict[str, str] = ENV) -> int:
    options = prices.parser("prices").parse_args(arguments)
    return prices.run(options, env, lambda settings, given: PriceList().client, TODAY)


def test_the_price_of_a_call_is_that_of_the_longest_prefix_and_of_the_number_shown() -> None:
    found = ask(PriceList().client, Uses(LOCAL, [LOCAL, FREE], LOCAL, [LIEGE]))
    assert found.currency == "EUR"
    assert found.prices == {
        "incoming_minute": 0.011,
        "outgoing_minute": 0.02,
        "callback_minute": 0.07,
        "text_message": 0.1,
        "numbers_month": 21.75,
    }
    assert ask(PriceList().client, Uses(LOCAL, [LOCAL], LOCAL, [LIEGE, NAMUR])).prices["outgoing_minute"] == 0.03
    assert ask(PriceList().client, Uses(FREE, [FREE], "+12025550100", [])).prices == {
        "incoming_minute": 0.075,
        "outgoing_minute": 0.02,
        "callback_minute": 0.3,
        "text_message": 0.1,
        "numbers_month": 20.25,
    }


def test_what_is_not_in_the_list_stays_unknown() -> None:
    found = ask(PriceList().client, Uses("+32470123456", ["+32470123456", LOCAL], LOCAL, ["+4930123456"]))
    assert [name for name, price in found.prices.items() if price is None] == [
        "incoming_minute",
        "outgoing_minute",
        "numbers_month",
    ]


def test_they_are_shown_and_nothing_is_written(prompts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (prompts / "tariffs.yaml").read_bytes()
    assert run() == 0
    assert "incoming_minute  0.011 EUR" in capsys.readouterr().out
    assert (prompts / "tariffs.yaml").read_bytes() == before


def test_written_they_have_a_source_and_a_day_and_the_file_keeps_its_comments(prompts: Path) -> None:
    before = (prompts / "tariffs.yaml").read_text(encoding="utf-8")
    for _ in range(2):
        assert run("--write") == 0
    tariffs = load_tariffs(prompts)
    assert (tariffs.incoming_minute, tariffs.numbers_month, tariffs.missing) == (0.011, 1.5, ())
    assert (tariffs.currency, tariffs.looked_up_on) == ("EUR", TODAY)
    assert "Pricing API" in (tariffs.source or "")
    after = (prompts / "tariffs.yaml").read_text(encoding="utf-8")
    assert [line.partition("#")[2] for line in after.splitlines()] == [line.partition("#")[2] for line in before.splitlines()]


def test_prices_in_two_currencies_are_not_mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    currencies = iter(("USD", "EUR", "EUR"))
    monkeypatch.setattr(PriceList, "currency", property(lambda self: next(currencies)))
    with pytest.raises(Fault, match="EUR and USD"):
        ask(PriceList().client, Uses(LOCAL, [LOCAL], LOCAL, []))


def test_a_refusal_is_told_in_words_and_a_line_without_a_number_has_no_price(prompts: Path) -> None:
    refusing = Client(ACCOUNT, "wrong", http_client=RefusingCarrier())
    with pytest.raises(Fault, match="does not accept TWILIO_ACCOUNT_SID"):
        prices.run(prices.parser("prices").parse_args([]), ENV, lambda settings, env: refusing, TODAY)
    with pytest.raises(Fault, match="Set LINE_NUMBER"):
        run(env={name: value for name, value in ENV.items() if name != "LINE_NUMBER"})
