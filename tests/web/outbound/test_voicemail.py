"""Nobody is at the desk: a message is recorded, mailed, and deleted at the carrier."""

from __future__ import annotations

import errno
from dataclasses import replace
from email.message import EmailMessage

import pytest

from ivr.statistics.alerts.mail import MailServer
from tests.support.restcarrier import RECORDING
from tests.support.restcarrier import SOUND
from tests.support.restcarrier import RestCarrier
from tests.support.servers import nobody_there
from tests.support.waiting import eventually
from tests.web.outbound.conftest import Dial
from tests.web.outbound.conftest import Line
from tests.web.outbound.telephone import Telephone

Mails = tuple[MailServer, list[EmailMessage]]
DESK = ("desk@example.org", "second@example.org")


def to_the_tone(phone: Telephone) -> Telephone:
    """In Dari, after the first question of the steps."""
    phone.dials().presses("5", "", "1", "", "1", "0")
    assert phone.heard[:2] == ["desk_closed", "people_are_there"]
    phone.presses("")
    assert phone.heard == ["message_choice", "centre_choice", "main_choice"]
    return phone.presses("1", "")


def test_it_is_mailed_with_language_and_stage_and_nothing_stays(phone: Dial, carrier: RestCarrier, mails: Mails) -> None:
    server, received = mails
    caller = to_the_tone(phone(mail=server, desk_mail=DESK))
    assert (caller.record["maxLength"], caller.record["finishOnKey"], caller.record["playBeep"]) == ("90", "#", "true")
    assert caller.speaks(RECORDING).waits_until_told().heard[0] == "message_kept"
    (mail,) = received
    assert mail["To"] == "desk@example.org, second@example.org"
    words = mail.get_body().get_content()  # type: ignore[union-attr]
    assert "Langue : dari" in words
    assert "Étape : " in words
    assert "470000000" not in mail.as_string()
    (sound,) = mail.iter_attachments()
    assert sound.get_content() == SOUND
    eventually(lambda: not carrier.recordings)


def test_a_recording_that_is_not_ready_yet_is_asked_for_again(phone: Dial, carrier: RestCarrier, mails: Mails) -> None:
    carrier.late = 2
    caller = to_the_tone(phone(mail=mails[0], desk_mail=DESK)).speaks(RECORDING)
    assert caller.waits_until_told(20).heard[0] == "message_kept"


def test_without_a_mail_server_the_caller_is_told_and_the_recording_deleted(phone: Dial, carrier: RestCarrier) -> None:
    gone = MailServer("127.0.0.1", int(nobody_there().rpartition(":")[2]), "line@example.org")
    caller = to_the_tone(phone(mail=gone, desk_mail=DESK)).speaks(RECORDING)
    assert caller.waits_until_told().heard[0] == "message_not_kept"
    eventually(lambda: not carrier.recordings)


def test_what_nobody_foresaw_keeps_the_recording_and_says_so(
    phone: Dial, line: Line, carrier: RestCarrier, mails: Mails, caplog: pytest.LogCaptureFixture
) -> None:
    app = line(mail=replace(mails[0], sender="line@example.org\nBcc: x"), desk_mail=DESK)
    to_the_tone(phone(app=app)).speaks(RECORDING)
    outside = app.extensions["outside"]
    eventually(outside.warnings)
    assert outside.close(5)
    assert RECORDING in carrier.recordings
    assert f"recording {RECORDING} is still at the carrier: delete it there" in caplog.text
    assert "message: 1 recordings are still at the carrier; the log names them" in outside.warnings()


@pytest.mark.parametrize("crowded", [True, False])
def test_a_recording_that_nobody_takes_is_said(
    phone: Dial, line: Line, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, crowded: bool
) -> None:
    """Too many wait, or the memory that the machine notes it in is full."""

    def full(*_: object) -> bool:
        if crowded:
            return False
        raise OSError(errno.ENOSPC, "No space left on device")

    app = line(mail=MailServer("127.0.0.1", 1, "line@example.org"), desk_mail=DESK)
    caller = to_the_tone(phone(app=app))
    voicemail = app.extensions["outside"].voicemail
    monkeypatch.setattr(voicemail.pool, "put", full) if crowded else monkeypatch.setattr(voicemail.ledger, "open", full)
    caller.speaks(RECORDING)
    assert f"recording {RECORDING} is still at the carrier" in caplog.text
    assert "message: 1 recordings are still at the carrier; the log names them" in app.extensions["outside"].warnings()


def test_whoever_hangs_up_after_speaking_has_left_a_message(phone: Dial, carrier: RestCarrier, mails: Mails) -> None:
    to_the_tone(phone(mail=mails[0], desk_mail=DESK)).speaks(RECORDING, Digits="hangup", CallStatus="completed")
    eventually(lambda: bool(mails[1]) and not carrier.recordings)


@pytest.mark.parametrize("seconds", ["0", ""])
def test_silence_is_no_message(phone: Dial, carrier: RestCarrier, mails: Mails, seconds: str) -> None:
    caller = to_the_tone(phone(mail=mails[0], desk_mail=DESK))
    caller = caller.presses("") if not seconds else caller.speaks("", seconds)
    assert caller.heard[0] == "message_not_kept"
    assert mails[1] == []


def test_one_message_a_call(phone: Dial, carrier: RestCarrier, mails: Mails) -> None:
    caller = to_the_tone(phone(mail=mails[0], desk_mail=DESK)).speaks(RECORDING).waits_until_told()
    caller.presses("0", "")
    assert "message_choice" not in caller.heard


def test_no_message_can_be_left_until_mail_is_configured(phone: Dial, carrier: RestCarrier) -> None:
    caller = phone().dials().presses("5", "", "0", "")
    assert caller.heard == ["person_postcode", "ask_postcode"]


def test_a_forged_recording_is_refused(phone: Dial, carrier: RestCarrier, mails: Mails) -> None:
    caller = to_the_tone(phone(mail=mails[0], desk_mail=DESK))
    address = caller.record["action"].removeprefix("https://line.example")
    forged = caller.form | {"RecordingSid": RECORDING, "RecordingDuration": "5"}
    assert caller.client.post(address, data=forged, headers={"X-Twilio-Signature": "forged"}).status_code == 403


def test_a_recordings_id_that_is_none_asks_the_carrier_for_nothing(phone: Dial, carrier: RestCarrier, mails: Mails) -> None:
    caller = to_the_tone(phone(mail=mails[0], desk_mail=DESK)).speaks("../Messages")
    assert caller.waits_until_told(25).heard[0] == "message_not_kept"
    assert mails[1] == []
