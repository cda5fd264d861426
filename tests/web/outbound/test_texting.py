"""Key 5: what was heard, as a text message."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ivr.web.outbound import texting
from tests.conftest import live
from tests.support.restcarrier import RestCarrier
from tests.support.waiting import AT_ONCE_SECONDS
from tests.web.outbound.conftest import OURS
from tests.web.outbound.conftest import Dial
from tests.web.outbound.conftest import Line
from tests.web.outbound.telephone import Telephone

DATE = ("2", "", "1", "05", "03", "2025", "1")  # to the end date, confirmed


def to_the_date(phone: Telephone, language: str = "2") -> Telephone:
    return phone.dials().presses(language, "", *DATE, "", "")


def to_the_number(phone: Telephone) -> Telephone:
    """Of the centre in Namur, whose number is confirmed."""
    return phone.dials().presses("2", "", "4", "5", "000", "", "2", "1", "")


def test_the_end_date_is_sent_in_the_callers_language_to_the_number_that_calls(phone: Dial, carrier: RestCarrier) -> None:
    caller = to_the_date(phone(), language="3")
    assert caller.heard == ["again_choice", "centre_choice", "sms_choice", "main_choice"]
    caller.presses("5").waits_until_told()
    assert caller.heard == ["sms_sent", "again_choice", "centre_choice", "main_choice"]
    (text,) = carrier.texts
    assert (text["To"], text["From"]) == ("+32470000000", "+3242223344")
    assert "05/03/2028" in text["Body"]
    assert text["Body"].startswith("آخر")


def test_a_centre_is_sent_with_a_number_that_can_be_dialled(phone: Dial, carrier: RestCarrier) -> None:
    caller = to_the_number(phone()).presses("5").waits_until_told()
    assert caller.heard[0] == "sms_sent"
    assert "Namur, tel. 081000000" in carrier.texts[0]["Body"]


def test_it_is_offered_once_in_a_call(phone: Dial, carrier: RestCarrier) -> None:
    caller = to_the_date(phone()).presses("5").waits_until_told()
    assert "sms_choice" not in caller.heard
    caller.presses("5")
    assert caller.heard[0] == "hint_wrong"
    assert len(carrier.texts) == 1


@pytest.mark.parametrize("number", ["+3242223355", "anonymous", "", "+266696687", "+15005550006", "+79161234567"])
def test_withheld_landline_and_distant_numbers_are_not_offered_it(phone: Dial, carrier: RestCarrier, number: str) -> None:
    assert "sms_choice" not in to_the_date(phone(number)).presses("5").heard
    assert carrier.asked == 0


def test_nobody_is_offered_it_until_it_is_configured(phone: Dial, carrier: RestCarrier) -> None:
    assert "sms_choice" not in to_the_date(phone(sms_sender="")).heard


def test_what_the_carrier_refuses_is_told_as_not_sent_and_no_number_is_logged(
    phone: Dial, carrier: RestCarrier, caplog: pytest.LogCaptureFixture
) -> None:
    carrier.refuses = 21610
    caller = to_the_date(phone()).presses("5").waits_until_told()
    assert caller.heard[0] == "sms_not_sent"
    assert "21610" in caplog.text
    assert "470000000" not in caplog.text


@pytest.mark.parametrize("says", [b"<html>", b"", b"null", b"[]", b"{}", b'"x"', b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_answer_of_a_carrier_is_told_as_not_sent_and_is_not_one_of_the_three(
    phone: Dial, line: Line, carrier: RestCarrier, says: bytes
) -> None:
    """A proxy in between, or a hotel's network, answers in its place."""
    app, carrier.says = line(), says
    for call in "abc":
        assert to_the_date(phone(call=call, app=app)).presses("5").waits_until_told().heard[0] == "sms_not_sent"
    carrier.says = None
    assert to_the_date(phone(call="d", app=app)).presses("5").waits_until_told().heard[0] == "sms_sent"
    assert not app.extensions["outside"].warnings()


def test_a_carrier_that_hangs_is_told_as_not_sent_and_holds_up_no_key(phone: Dial, carrier: RestCarrier) -> None:
    carrier.hangs = True
    caller = to_the_date(phone())
    slowest = 0.0
    caller.presses("5")
    for _ in range(30):
        before = time.perf_counter()
        caller.presses("")
        slowest = max(slowest, time.perf_counter() - before)
        if caller.heard:
            break
        time.sleep(0.9)
    assert caller.heard[0] == "sms_not_sent"
    assert slowest < AT_ONCE_SECONDS


def test_what_still_waits_when_the_caller_is_told_so_is_never_sent(phone: Dial, line: Line, carrier: RestCarrier) -> None:
    carrier.hangs = True
    app = line()
    before = [to_the_date(phone(f"+3247000000{n}", call=str(n), app=app)).presses("5") for n in range(1, 5)]
    last = to_the_date(phone("+32470000009", call="9", app=app)).presses("5", *[""] * 7)
    assert last.heard[0] == "sms_not_sent"
    carrier.hangs = False
    carrier.over.set()
    for caller in before:
        caller.waits_until_told()
    assert app.extensions["outside"].close(5)
    assert "+32470000009" not in {text["To"] for text in carrier.texts}


def test_what_cannot_be_begun_in_time_for_the_caller_to_be_told_is_not_sent(
    phone: Dial, carrier: RestCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texting, "LATEST_START_SECONDS", -1.0)
    assert to_the_date(phone()).presses("5").waits_until_told().heard[0] == "sms_not_sent"
    assert carrier.asked == 0


def test_three_a_day_for_one_number(phone: Dial, line: Line, carrier: RestCarrier) -> None:
    app = line()
    told = [to_the_date(phone(call=call, app=app)).presses("5").waits_until_told().heard[0] for call in "abcd"]
    assert told == ["sms_sent", "sms_sent", "sms_sent", "sms_not_sent"]
    assert len(carrier.texts) == 3


def test_one_that_was_not_sent_is_not_one_of_the_three(phone: Dial, line: Line, carrier: RestCarrier) -> None:
    app = line()
    carrier.refuses = 30001
    for call in "abc":
        to_the_date(phone(call=call, app=app)).presses("5").waits_until_told()
    carrier.refuses = 0
    assert to_the_date(phone(call="d", app=app)).presses("5").waits_until_told().heard[0] == "sms_sent"


def test_a_request_that_is_sent_again_sends_nothing_again(phone: Dial, carrier: RestCarrier) -> None:
    caller = to_the_date(phone())
    address = caller.document.findtext("Redirect", "")
    caller.posts(address, Digits="5").posts(address, Digits="5").waits_until_told()
    assert caller.client.application.extensions["outside"].close(10)
    assert len(carrier.texts) == 1


def test_another_worker_of_the_machine_knows_what_became_of_it(phone: Dial, line: Line, carrier: RestCarrier) -> None:
    settings = live(desk_numbers=(OURS,), log_key="the server gives all of its workers the same")
    one, other = line(settings), line(settings)
    caller = to_the_date(phone(app=one)).presses("5")
    caller.client = other.test_client()
    assert caller.waits_until_told().heard[0] == "sms_sent"


def test_a_forged_request_sends_nothing(phone: Dial, carrier: RestCarrier) -> None:
    caller = to_the_date(phone())
    address = caller.document.findtext("Redirect", "").removeprefix("https://line.example")
    answer = caller.client.post(address, data=caller.form | {"Digits": "5"}, headers={"X-Twilio-Signature": "forged"})
    assert answer.status_code == 403
    assert caller.client.application.extensions["outside"].close(10)
    assert carrier.asked == 0


def test_no_number_stands_in_the_address_or_in_the_folder(phone: Dial, carrier: RestCarrier, tmp_path: Path) -> None:
    caller = to_the_date(phone()).presses("5").waits_until_told()
    assert "470000000" not in caller.address
    kept = list((tmp_path / "outbound").iterdir())
    assert kept
    assert all("470000000" not in entry.name + entry.read_text() for entry in kept)
