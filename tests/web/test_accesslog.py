"""A line a request, when it is asked for, from which nobody can be found again."""

from __future__ import annotations

import json
import logging
from datetime import UTC
from datetime import datetime

import pytest

from ivr.call.build import build_line
from ivr.content.content import Content
from ivr.settings import ConfigError
from ivr.settings import Settings
from ivr.statistics.observe import Happened
from ivr.web.accesslog import access_log
from tests.conftest import WORKING_MORNING
from tests.conftest import CallerFactory
from tests.conftest import live
from tests.support.caller import Caller


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "ivr")
    return caplog


def seen(caller: Caller) -> Caller:
    """Once everybody who is told has been told."""
    assert caller.client.application.extensions["observers"].close()
    return caller


def test_each_request_is_one_line_of_json(call: CallerFactory, lines: pytest.LogCaptureFixture) -> None:
    seen(call(settings=live(access_log=True)).dials().presses("2").waits())
    entries = [json.loads(record.message) for record in lines.records if record.name == "ivr.access"]
    assert [(entry["webhook"], entry["step"], entry["language"], entry["status"]) for entry in entries] == [
        ("new call", "languages", "fr", 200),
        ("step", "welcome", "en", 200),
        ("step", "main", "en", 200),
    ]
    assert len({entry["call"] for entry in entries}) == 1
    assert all(len(entry["call"]) == 8 for entry in entries)


def test_unless_it_is_asked_for_nothing_is_logged(caller: Caller, lines: pytest.LogCaptureFixture) -> None:
    seen(caller.dials().presses("2").waits())
    assert lines.text == ""
    assert not Settings.from_env({"IVR_DEMO": "1"}).access_log
    assert Settings.from_env({"IVR_DEMO": "1", "ACCESS_LOG": "1"}).access_log
    with pytest.raises(ConfigError, match="ACCESS_LOG"):
        Settings.from_env({"IVR_DEMO": "1", "ACCESS_LOG": "loud"})


def test_no_number_no_postal_code_and_no_key_is_logged(call: CallerFactory, lines: pytest.LogCaptureFixture) -> None:
    caller = call(settings=live(desk_numbers=("+3242223344",), access_log=True))
    caller.form |= {"From": "+32470987654", "Caller": "+32470987654", "FromCity": "Bouillon"}
    caller.dials("+3242229999").presses("2").waits().presses("4").presses("6830").waits().presses("1").waits()
    seen(caller.line_is("busy").presses("2").waits())
    text = "\n".join(record.getMessage() for record in lines.records)
    assert '"step": "found"' in text
    for secret in ("470987654", "6830", "42229999", "42223344", caller.form["CallSid"], "Digits", "Bouillon", "v=1"):
        assert secret not in text


def test_the_time_is_told_to_the_minute(lines: pytest.LogCaptureFixture) -> None:
    access_log("key", lambda: datetime(2026, 11, 26, 9, 41, 59, 999, UTC))(Happened("refused"))
    assert json.loads(lines.records[0].message)["time"] == "2026-11-26T09:41+00:00"


def test_a_call_is_named_alike_by_all_workers_and_otherwise_after_each_start(
    content: Content, lines: pytest.LogCaptureFixture
) -> None:
    turn = Happened("opened", call="CA1", turn=build_line(content).open("", WORKING_MORNING))
    for key in ("one", "one", "other", "", ""):
        access_log(key)(turn)
    names = [json.loads(record.message)["call"] for record in lines.records]
    assert names[0] == names[1]
    assert len(set(names)) == 4, "without a key, one is made that nobody knows"


def test_an_unknown_address_is_not_repeated(call: CallerFactory, lines: pytest.LogCaptureFixture) -> None:
    seen(call(settings=live(access_log=True)).posts("/call/+32470987654?l=fr"))
    assert "470987654" not in lines.text
    assert json.loads(lines.records[-1].getMessage())["webhook"] == "unknown address"


def test_how_long_an_answer_took_is_told_in_milliseconds(lines: pytest.LogCaptureFixture) -> None:
    access_log("key")(Happened("stepped", webhook="step", seconds=0.0123456))
    assert json.loads(lines.records[-1].getMessage())["ms"] == 12.35


def test_a_key_of_any_length_names_the_calls(lines: pytest.LogCaptureFixture, content: Content) -> None:
    turn = build_line(content).open("", WORKING_MORNING)
    access_log("k" * 1000)(Happened("opened", call="CA1", turn=turn))
    assert len(json.loads(lines.records[-1].getMessage())["call"]) == 8
