"""The account's numbers are shown with what each is for, and those of the line connected. Nothing is ever bought."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from twilio.rest import Client

from ivr import Fault
from ivr.golive.connection import OVERRIDES
from ivr.paths import PROMPTS
from scripts.commands import connect
from scripts.commands import numbers
from tests.support.carrier_memory import ACCOUNT
from tests.support.carrier_memory import LOCAL
from tests.support.carrier_memory import CarrierMemory
from tests.support.carrier_memory import RefusingCarrier

SOMALI, ARABIC, CALL_ME_BACK, SPARE = "+3242220001", "+3242220002", "+3242220003", "+3280012345"
ENV = {
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": "secret",
    "PUBLIC_URL": "https://line.example",
    "LINE_NUMBER": LOCAL,
    "CALLBACK_NUMBER": CALL_ME_BACK,
}


@pytest.fixture(autouse=True)
def languages_with_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somali and Arabic have a number of their own, in the release that callers hear."""
    data = yaml.safe_load((PROMPTS / "languages.yaml").read_text(encoding="utf-8"))
    for language in data["languages"]:
        language["numbers"] = {"so": [SOMALI], "ar": [ARABIC]}.get(language["code"], [])
    heard = tmp_path / "releases" / "0001" / "prompts"
    heard.mkdir(parents=True)
    (heard / "languages.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    (tmp_path / "current").write_text("0001", encoding="utf-8")
    monkeypatch.setitem(ENV, "CONTENT_DIR", str(tmp_path))


def never_asked(question: str) -> str:
    raise AssertionError(question)


def run(carrier: CarrierMemory, *arguments: str, ask: Any = never_asked) -> int:
    options = numbers.parser("numbers").parse_args(arguments)
    return numbers.run(options, ENV, ask, lambda settings, env: carrier.client)


def voice_urls(carrier: CarrierMemory) -> dict[str, str]:
    return {entry["phone_number"]: entry.get("voice_url", "") for entry in carrier.numbers.values()}


def shown(told: str) -> dict[str, str]:
    """The first word of each line is a number."""
    return {line.split()[0]: line.split(maxsplit=1)[1] for line in told.splitlines() if line.startswith("+")}


def test_each_number_is_shown_with_its_use_and_nothing_is_changed(capsys: pytest.CaptureFixture[str]) -> None:
    carrier = CarrierMemory(LOCAL, SOMALI, SPARE)
    assert run(carrier) == 1
    told = capsys.readouterr().out
    assert shown(told)[LOCAL].startswith("the line ")
    assert shown(told)[SOMALI].startswith("in somali at once ")
    assert "calls something else" in shown(told)[SOMALI]
    assert "not a number of this account" in shown(told)[ARABIC]
    assert shown(told)[CALL_ME_BACK].startswith("call me back ")
    assert shown(told)[SPARE].startswith("no use yet ")
    assert "a toll-free number" in shown(told)[SPARE]
    assert "scripts/line numbers --connect" in told
    assert (carrier.updates, carrier.bought) == (0, 0)


def test_those_of_the_line_are_connected_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    carrier = CarrierMemory(LOCAL, SOMALI, ARABIC, CALL_ME_BACK, SPARE)
    assert run(carrier, "--connect", "--yes") == 0
    ours = f"https://line.example/voice#{OVERRIDES}"
    assert voice_urls(carrier) == {LOCAL: ours, SOMALI: ours, ARABIC: ours, CALL_ME_BACK: ours, SPARE: ""}
    assert (carrier.updates, carrier.bought) == (4, 0)
    capsys.readouterr()
    assert run(carrier) == 0
    assert "--connect" not in capsys.readouterr().out


def test_what_is_not_there_stays_amiss_and_is_not_bought() -> None:
    carrier = CarrierMemory(LOCAL, ARABIC, CALL_ME_BACK)
    assert run(carrier, "--connect", "--yes") == 1
    assert carrier.updates == 3
    assert carrier.bought == 0
    assert SOMALI not in voice_urls(carrier)


def test_each_change_is_shown_and_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    carrier = CarrierMemory(LOCAL, SOMALI, ARABIC, CALL_ME_BACK)
    answers = iter("ynyn")
    assert run(carrier, "--connect", ask=lambda question: next(answers)) == 1
    assert carrier.updates == 2
    assert capsys.readouterr().out.count("+ https://line.example/voice#") == 4


def test_connect_knows_the_number_that_calls_back_too() -> None:
    carrier = CarrierMemory(LOCAL, SOMALI, ARABIC, CALL_ME_BACK)
    options = connect.parser("connect").parse_args(["--yes"])
    assert connect.run(options, ENV, never_asked, lambda settings, env: carrier.client) == 0
    assert carrier.updates == 4


def test_a_refusal_is_told_in_words() -> None:
    client = Client(ACCOUNT, "wrong", http_client=RefusingCarrier())
    with pytest.raises(Fault, match="does not accept TWILIO_ACCOUNT_SID"):
        numbers.run(numbers.parser("numbers").parse_args([]), ENV, never_asked, lambda settings, env: client)
