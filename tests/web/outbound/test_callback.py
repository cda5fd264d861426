"""Call me back: the call is refused, and the caller is called within ten seconds."""

from __future__ import annotations

import time

import pytest
from flask import Flask

from ivr.web.outbound import callback
from tests.support.restcarrier import RestCarrier
from tests.support.waiting import eventually
from tests.web.outbound.conftest import OURS
from tests.web.outbound.conftest import RINGS
from tests.web.outbound.conftest import Dial
from tests.web.outbound.conftest import Line
from tests.web.outbound.telephone import BASE
from tests.web.outbound.telephone import Telephone

CALL_ME_BACK = {"callback_number": RINGS, "callback_from": OURS}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The telephone that was refused is free again soon."""
    monkeypatch.setattr(callback, "PAUSE_SECONDS", 0.05)


def rings(phone: Dial, call: str = "1", number: str = "+32470000000", **how: object) -> Telephone:
    caller = phone(number, call, **how).dials(RINGS)
    assert [(verb.tag, verb.attrib) for verb in caller.document] == [("Reject", {"reason": "busy"})]
    return caller


def all_done(app: Flask) -> bool:
    """Whether nothing is left that the line would still ask the carrier."""
    closed: bool = app.extensions["outside"].close(10)
    return closed


def test_the_caller_is_called_from_a_number_that_may_call_out(phone: Dial, carrier: RestCarrier) -> None:
    assert all_done(rings(phone, **CALL_ME_BACK).client.application)
    (call,) = carrier.calls
    assert (call["To"], call["From"], call["Url"]) == ("+32470000000", OURS, f"{BASE}/voice")
    assert call["StatusCallback"] == f"{BASE}/voice/status"


def test_the_telephone_is_free_again_and_it_takes_less_than_ten_seconds(
    phone: Dial, carrier: RestCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback, "PAUSE_SECONDS", 3)
    began = time.monotonic()
    rings(phone, **CALL_ME_BACK)
    eventually(lambda: bool(carrier.calls))
    assert 3 <= time.monotonic() - began < 10


def test_whoever_is_called_hears_the_line_and_can_be_sent_a_text(phone: Dial, carrier: RestCarrier) -> None:
    called = phone(OURS, **CALL_ME_BACK)
    called.form |= {"Direction": "outbound-api"}
    called.dials("+32470000000")
    assert called.heard[0] == "opening"
    called.presses("2", "", "2", "", "1", "05", "03", "2025", "1", "", "", "5").waits_until_told()
    assert called.heard[0] == "sms_sent"
    assert carrier.texts[0]["To"] == "+32470000000"


def test_never_twice_for_one_ring_and_once_in_ten_minutes(phone: Dial, line: Line, carrier: RestCarrier) -> None:
    app = line(**CALL_ME_BACK)
    for call in ("1", "1", "2"):
        rings(phone, call, app=app)
    assert all_done(app)
    assert len(carrier.calls) == 1


def test_another_caller_is_called_too_but_not_more_than_allowed_at_once(phone: Dial, line: Line, carrier: RestCarrier) -> None:
    app = line(**CALL_ME_BACK, callbacks_at_once=2)
    for call, number in (("1", "+32470000001"), ("2", "+32470000002")):
        rings(phone, call, number, app=app)
    assert all_done(app)
    assert len(carrier.calls) == 2
    rings(phone, "3", "+32470000003", app=app)
    assert all_done(app)
    assert len(carrier.calls) == 2
    over = phone(app=app)
    over.form |= {"CallSid": f"CA{1:032x}", "CallStatus": "completed", "Direction": "outbound-api"}
    over.posts(f"{BASE}/voice/status")
    assert all_done(app)
    rings(phone, "4", "+32470000004", app=app)
    assert all_done(app)
    assert len(carrier.calls) == 3


def test_not_more_than_allowed_in_a_day(phone: Dial, line: Line, carrier: RestCarrier) -> None:
    app = line(**CALL_ME_BACK, callbacks_a_day=2, callbacks_at_once=9)
    for call in "1234":
        rings(phone, call, f"+3247000000{call}", app=app)
    assert all_done(app)
    assert len(carrier.calls) == 2


@pytest.mark.parametrize("number", ["+3242223355", "anonymous", "", "+3290012345", "+79161234567", "+15005550006"])
def test_only_mobile_telephones_nearby_are_called(phone: Dial, carrier: RestCarrier, number: str) -> None:
    assert all_done(rings(phone, number=number, **CALL_ME_BACK).client.application)
    assert carrier.asked == 0


def test_other_numbers_of_the_line_are_answered(phone: Dial, carrier: RestCarrier) -> None:
    assert phone(**CALL_ME_BACK).dials().heard[0] == "opening"


def test_a_forged_ring_calls_nobody(phone: Dial, carrier: RestCarrier) -> None:
    caller = phone(**CALL_ME_BACK)
    answer = caller.client.post("/voice", data=caller.form | {"To": RINGS}, headers={"X-Twilio-Signature": "forged"})
    assert answer.status_code == 403
    assert all_done(caller.client.application)
    assert carrier.asked == 0


@pytest.mark.parametrize("trouble", ["refuses", "hangs"])
def test_a_carrier_that_does_not_call_leaves_room_for_the_next(
    phone: Dial, line: Line, carrier: RestCarrier, trouble: str
) -> None:
    app = line(**CALL_ME_BACK, callbacks_at_once=1)
    carrier.refuses, carrier.hangs = (20003, False) if trouble == "refuses" else (0, True)
    rings(phone, "1", "+32470000001", app=app)
    eventually(lambda: carrier.asked == 1)
    carrier.refuses, carrier.hangs = 0, False
    assert all_done(app)
    rings(phone, "2", "+32470000002", app=app)
    assert all_done(app)
    assert len(carrier.calls) == 1


def test_a_call_back_that_the_carrier_refused_is_none_of_the_callers_turns(phone: Dial, line: Line, carrier: RestCarrier) -> None:
    app = line(**CALL_ME_BACK, callbacks_a_day=1)
    carrier.refuses = 20429
    rings(phone, "1", app=app)
    eventually(lambda: carrier.asked == 1)
    assert app.extensions["outside"].close(5)
    carrier.refuses = 0
    rings(phone, "2", app=app)
    assert all_done(app)
    assert len(carrier.calls) == 1


def test_a_call_back_that_may_have_been_made_all_the_same_is_not_made_again(
    phone: Dial, line: Line, carrier: RestCarrier
) -> None:
    app = line(**CALL_ME_BACK)
    carrier.says = b"<html>a proxy in between</html>"
    rings(phone, "1", app=app)
    eventually(lambda: carrier.asked == 1)
    assert app.extensions["outside"].close(5)
    carrier.says = None
    rings(phone, "2", app=app)
    assert app.extensions["outside"].close(5)
    assert carrier.calls == []


def test_a_call_of_the_line_s_own_is_never_refused(line: Line, carrier: RestCarrier) -> None:
    app = line(**CALL_ME_BACK)
    outside = app.extensions["outside"]
    form = {"CallSid": "CA1", "From": "+32470000000", "To": RINGS}
    assert not outside.calls_back(form | {"Direction": "outbound-api"}, BASE)
    assert outside.calls_back(form | {"Direction": "inbound"}, BASE)
    assert all_done(app)
    assert len(carrier.calls) == 1
