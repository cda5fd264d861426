"""A number is pointed at the line: shown first, changed once, and checked afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from twilio.rest import Client

from ivr import Fault
from ivr.golive.connection import OVERRIDES
from ivr.golive.numbertypes import NumberType
from ivr.golive.numbertypes import may_transfer
from ivr.golive.numbertypes import number_type
from scripts.commands import connect as command
from scripts.commands import numbers
from scripts.commands import prices
from tests.support.carrier_memory import ACCOUNT
from tests.support.carrier_memory import LOCAL
from tests.support.carrier_memory import CarrierMemory
from tests.support.carrier_memory import RefusingCarrier
from tests.support.restcarrier import rest_carrier

ENV = {
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": "secret",
    "PUBLIC_URL": "https://line.example",
    "LINE_NUMBER": LOCAL,
}
FALLBACK = "https://sorry.example/fallback.xml"


def never_asked(question: str) -> str:
    raise AssertionError(question)


def says(answer: str) -> Callable[[str], str]:
    return lambda question: answer


def connect(carrier: CarrierMemory, *arguments: str, ask: Callable[[str], str] = never_asked, env: Any = None) -> int:
    options = command.parser("connect").parse_args(arguments)
    return command.run(options, ENV if env is None else env, ask, lambda settings, env: carrier.client)


def only(carrier: CarrierMemory) -> dict[str, str]:
    (number,) = carrier.numbers.values()
    return number


def test_the_number_calls_the_line_from_europe_with_retries_and_a_fallback_that_a_static_host_can_answer() -> None:
    carrier = CarrierMemory()
    assert connect(carrier, "--yes", "--fallback-url", FALLBACK) == 0
    number = only(carrier)
    assert number["voice_url"] == "https://line.example/voice#e=dublin,frankfurt&ct=2000&rt=4000&rc=2&rp=ct,rt,5xx"
    assert number["voice_method"] == number["status_callback_method"] == "POST"
    assert number["status_callback"] == "https://line.example/voice/status"
    assert (number["voice_fallback_url"], number["voice_fallback_method"]) == (FALLBACK, "GET")


def test_what_will_change_is_shown_with_what_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    carrier = CarrierMemory(voice_url="https://old.example/answer", voice_method="POST")
    assert connect(carrier, ask=says("y")) == 0
    told = capsys.readouterr().out
    assert "- https://old.example/answer" in told
    assert f"+ https://line.example/voice#{OVERRIDES}" in told
    assert "voice_method" not in told
    assert told.rstrip().endswith("Changed.")


@pytest.mark.parametrize("answer", ["", "n", "no", "non", "what?"])
def test_anything_but_yes_changes_nothing(answer: str) -> None:
    carrier = CarrierMemory()
    assert connect(carrier, ask=says(answer)) == 1
    assert carrier.updates == 0


def test_showing_changes_nothing_and_asks_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    carrier = CarrierMemory()
    assert connect(carrier, "--show") == 1
    assert carrier.updates == 0
    assert "voice_url" in capsys.readouterr().out


def test_a_second_time_nothing_is_changed_nor_asked(capsys: pytest.CaptureFixture[str]) -> None:
    carrier = CarrierMemory()
    assert connect(carrier, "--yes", "--fallback-url", FALLBACK) == 0
    assert connect(carrier, "--fallback-url", FALLBACK) == 0
    assert connect(carrier) == 0
    assert carrier.updates == 1
    assert "Nothing to change" in capsys.readouterr().out
    assert only(carrier)["voice_fallback_url"] == FALLBACK


def test_an_application_or_trunk_that_would_win_over_the_address_is_taken_off() -> None:
    carrier = CarrierMemory(voice_application_sid="AP" + "2" * 32, trunk_sid="TK" + "3" * 32)
    assert connect(carrier, "--yes") == 0
    assert only(carrier)["voice_application_sid"] == only(carrier)["trunk_sid"] == ""


def test_what_the_carrier_does_not_keep_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    carrier = CarrierMemory(forgets=("voice_fallback_url",))
    assert connect(carrier, "--yes", "--fallback-url", FALLBACK) == 1
    told = capsys.readouterr().out.split("does not show:")[1]
    assert "voice_fallback_url" in told
    assert "voice_method" not in told


def test_several_numbers_are_connected_and_each_is_told_by_its_type(capsys: pytest.CaptureFixture[str]) -> None:
    carrier = CarrierMemory(LOCAL, "+3280012345")
    assert connect(carrier, "--yes", "--number", LOCAL, "--number", "+3280012345") == 0
    assert carrier.updates == 2
    told = capsys.readouterr().out
    assert f"{LOCAL} is a local number" in told
    assert "+3280012345 is a toll-free number" in told
    assert "no transfer may be made from it" in told


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"IVR_DEMO": "1"}, "demonstration"),
        ({"LINE_NUMBER": ""}, "LINE_NUMBER"),
        ({"LINE_NUMBER": "+3242229999"}, "not a number of this account"),
        ({"PUBLIC_URL": "http://127.0.0.1:8000"}, "PUBLIC_URL: .*expected https://"),
    ],
)
def test_what_is_missing_or_cannot_be_called_is_named_and_nothing_is_changed(env: dict[str, str], words: str) -> None:
    carrier = CarrierMemory()
    with pytest.raises(Fault, match=words):
        connect(carrier, "--yes", env=ENV | env)
    assert carrier.updates == 0


def test_a_fallback_in_the_clear_is_refused() -> None:
    with pytest.raises(Fault, match=r"--fallback-url: .*expected https://"):
        connect(CarrierMemory(), "--yes", "--fallback-url", "http://sorry.example/fallback.xml")


def test_an_account_that_is_not_named_is_asked_for() -> None:
    env = {name: value for name, value in ENV.items() if name != "TWILIO_ACCOUNT_SID"}
    with pytest.raises(Fault, match="Set TWILIO_ACCOUNT_SID"):
        command.run(command.parser("connect").parse_args(["--yes"]), env)


def test_all_that_is_missing_is_asked_for_at_once_and_nobody_is_sent_to_the_demonstration() -> None:
    for module, name in ((command, "connect"), (numbers, "numbers"), (prices, "prices")):
        with pytest.raises(Fault) as fault:
            module.run(module.parser(name).parse_args([]), {})
        for setting in ("PUBLIC_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "LINE_NUMBER"):
            assert setting in str(fault.value)
        assert "IVR_DEMO" not in str(fault.value)
    with pytest.raises(Fault) as fault:
        command.run(command.parser("connect").parse_args(["--number", LOCAL]), {})
    assert "LINE_NUMBER" not in str(fault.value)


def test_a_wrong_token_is_told_with_what_to_do_about_it() -> None:
    refusing = Client(ACCOUNT, "wrong", http_client=RefusingCarrier())
    with pytest.raises(Fault, match=r"does not accept TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN\. Copy both again") as fault:
        command.run(command.parser("connect").parse_args(["--yes"]), ENV, never_asked, lambda settings, env: refusing)
    assert "{" not in str(fault.value)


@pytest.mark.parametrize("says", [b"<html>", b"", b"null", b"[1]", b"{}", b"[" * 100_000])
def test_what_is_no_answer_of_a_carrier_is_told_in_a_sentence(
    says: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy in between answers in its place."""
    with rest_carrier(tmp_path) as (carrier, env):
        carrier.says = says
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(Fault, match="The carrier cannot be reached"):
            command.run(command.parser("connect").parse_args(["--yes"]), ENV, never_asked)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("+3242223344", NumberType.LOCAL),
        ("+3225551234", NumberType.LOCAL),
        ("+3280012345", NumberType.TOLL_FREE),
        ("+32470123456", NumberType.MOBILE),
        ("+3278150000", NumberType.NATIONAL),
        ("+33142223344", NumberType.FOREIGN),
    ],
)
def test_the_type_of_a_number_decides_whether_transfers_may_be_made_from_it(number: str, kind: NumberType) -> None:
    assert number_type(number) is kind
    assert may_transfer(number) is (kind is NumberType.LOCAL)
