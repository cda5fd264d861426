"""Requests that no carrier of ours has sent: they send nothing, call nobody, pass nothing on and tell no outcome."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from twilio.request_validator import RequestValidator

from ivr.statistics.alerts.mail import MailServer
from tests.support.restcarrier import RECORDING
from tests.support.restcarrier import RestCarrier
from tests.web.outbound.conftest import OURS
from tests.web.outbound.conftest import RINGS
from tests.web.outbound.conftest import Line
from tests.web.outbound.telephone import BASE

Form = dict[str, str]
MADE = f"CA{1:032x}"  # what the carrier calls the first call that the line has it make
CALL = {"CallSid": "CA" + "1" * 32, "From": "+32470000000", "To": OURS, "Direction": "inbound"}
# What somebody would like to have done: where, and with which form.
WISHES = {
    "a text": ("/voice/step?v=1&l=fr&s=date-next&d=5.3.2025", CALL | {"Digits": "5"}),
    "a call-back": ("/voice", CALL | {"To": RINGS}),
    "a message for the desk": ("/voice/step?v=1&l=fr&s=message", CALL | {"RecordingSid": RECORDING, "RecordingDuration": "9"}),
    "an acceptance": ("/voice/whisper?l=fr&w=" + "0" * 24, CALL | {"Digits": "1"}),
    "the end of a call of ours": (
        "/voice/status",
        CALL | {"CallSid": MADE, "CallStatus": "completed", "Direction": "outbound-api"},
    ),
}
ASK_THE_CARRIER = ("a text", "a call-back", "a message for the desk")


def signed(address: str, form: Form, token: str = "secret") -> str:
    return str(RequestValidator(token).compute_signature(address, form))


# A signature that is none, is somebody else's, or was right for something else.
FORGERIES: dict[str, Callable[[str, Form], str]] = {
    "none": lambda address, form: "",
    "guessed": lambda address, form: "A" * 27 + "=",
    "the demonstration's token": lambda address, form: signed(address, form, "demo"),
    "an empty token": lambda address, form: signed(address, form, ""),
    "another caller": lambda address, form: signed(address, form | {"From": "+32470999999"}),
    "another call": lambda address, form: signed(address, form | {"CallSid": "CA" + "2" * 32}),
    "another key": lambda address, form: signed(address, form | {"Digits": "9"}),
    "one field more": lambda address, form: signed(address, form | {"Extra": "1"}),
    "another place": lambda address, form: signed(f"{address}&x=1" if "?" in address else f"{address}?x=1", form),
    "another line": lambda address, form: signed(address.replace("line.example", "other.example"), form),
    "without encryption": lambda address, form: signed(address.replace("https:", "http:"), form),
}


def test_none_gets_through(
    line: Line, carrier: RestCarrier, mails: tuple[MailServer, list[EmailMessage]], tmp_path: Path
) -> None:
    app = line(mail=mails[0], desk_mail=("desk@example.org",), callback_number=RINGS, callback_from=OURS)
    client, outside = app.test_client(), app.extensions["outside"]
    for path, form in WISHES.values():
        for name, forge in FORGERIES.items():
            answer = client.post(path, data=form, headers={"X-Twilio-Signature": forge(BASE + path, form)})
            assert (answer.status_code, answer.text) == (403, "Not signed by our carrier"), (path, name)
    assert outside.close(5)
    assert carrier.asked == 0
    assert mails[1] == []
    assert not list((tmp_path / "outbound").glob("*"))


@pytest.fixture
def free_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The telephone of whoever is called back."""
    monkeypatch.setattr("ivr.web.outbound.callback.PAUSE_SECONDS", 0)


def done(app: Flask, wish: str) -> int:
    """What the carrier is answered when it has signed it; nothing is left to do afterwards."""
    path, form = WISHES[wish]
    answer = app.test_client().post(path, data=form, headers={"X-Twilio-Signature": signed(BASE + path, form)})
    assert app.extensions["outside"].close(10), "nothing is left that would reach the carrier of another test"
    return answer.status_code


@pytest.mark.usefixtures("free_at_once")
@pytest.mark.parametrize("wish", ASK_THE_CARRIER)
def test_what_the_carrier_signed_does(
    line: Line, carrier: RestCarrier, mails: tuple[MailServer, list[EmailMessage]], wish: str
) -> None:
    """So that the refusals above are for the signature alone."""
    app = line(mail=mails[0], desk_mail=("desk@example.org",), callback_number=RINGS, callback_from=OURS)
    assert done(app, wish) == 200
    became = {"a text": len(carrier.texts), "a call-back": len(carrier.calls), "a message for the desk": len(mails[1])}
    assert became == dict.fromkeys(ASK_THE_CARRIER, 0) | {wish: 1}


def test_an_acceptance_that_the_carrier_signed_is_kept(line: Line, carrier: RestCarrier, tmp_path: Path) -> None:
    assert done(line(), "an acceptance") == 200
    assert [entry.name for entry in (tmp_path / "outbound").glob("w-*.accepted")] == [f"w-{'0' * 24}.accepted"]


@pytest.mark.parametrize("key", ["", "0", "2", "11", "#"])
def test_no_other_key_accepts_a_call(line: Line, carrier: RestCarrier, tmp_path: Path, key: str) -> None:
    path, form = WISHES["an acceptance"]
    other = form | {"Digits": key}
    answer = line().test_client().post(path, data=other, headers={"X-Twilio-Signature": signed(BASE + path, other)})
    assert "<Gather" in answer.text, "the worker is asked"
    assert list((tmp_path / "outbound").glob("w-*.accepted")) == []


@pytest.mark.usefixtures("free_at_once")
def test_the_end_of_a_call_that_the_carrier_signed_makes_room(line: Line, carrier: RestCarrier, tmp_path: Path) -> None:
    app = line(callback_number=RINGS, callback_from=OURS)
    done(app, "a call-back")
    assert len(list((tmp_path / "outbound").glob("g-*"))) == 1
    assert done(app, "the end of a call of ours") == 204
    assert list((tmp_path / "outbound").glob("g-*")) == []
