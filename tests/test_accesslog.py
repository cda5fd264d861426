"""A line a request, from which nobody can be found again."""

from __future__ import annotations

import json
import logging

import pytest

from tests.caller import Caller
from tests.conftest import CallerFactory
from tests.conftest import live


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "ivr")
    return caplog


def test_each_request_is_one_line_of_json(caller: Caller, lines: pytest.LogCaptureFixture) -> None:
    caller.dials().presses("2").waits()
    entries = [json.loads(record.message) for record in lines.records]
    assert [(entry["path"], entry["step"], entry["language"]) for entry in entries] == [
        ("/voice", "languages", "fr"),
        ("/voice/step", "welcome", "en"),
        ("/voice/step", "main", "en"),
    ]
    assert len({entry["call"] for entry in entries}) == 1
    assert all(len(entry["call"]) == 8 and entry["ms"] < 1000 for entry in entries)


def test_no_number_no_postal_code_and_no_key_is_logged(call: CallerFactory, lines: pytest.LogCaptureFixture) -> None:
    caller = call(settings=live(desk_number="+3242223344"))
    caller.form |= {"From": "+32470987654", "Caller": "+32470987654", "FromCity": "Bouillon"}
    caller.dials("+3242229999").presses("2").waits().presses("4").presses("6830").waits().presses("1").waits()
    caller.line_is("busy").presses("2").waits().presses("*").presses("*")
    text = "\n".join(record.getMessage() for record in lines.records)
    for secret in ("470987654", "6830", "42229999", "42223344", caller.form["CallSid"], "Digits", "Bouillon", "v=1"):
        assert secret not in text


def test_an_unknown_address_is_not_repeated(caller: Caller, lines: pytest.LogCaptureFixture) -> None:
    caller._post("/call/+32470987654?l=fr")
    assert "470987654" not in lines.text
