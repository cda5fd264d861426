"""What is written by hand equals what Twilio's own library writes."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree

import pytest
from twilio.twiml.voice_response import Dial
from twilio.twiml.voice_response import VoiceResponse

from ivr.call.build import build_line
from ivr.call.state import CallState
from ivr.call.turns import Dial as Dialled
from ivr.call.turns import Turn
from ivr.content.content import Content
from ivr.content.hours import BRUSSELS
from ivr.web.twiml import TwimlWriter
from scripts.dev.walk import walk

CONTENT = Content.load()
FILES = {f"{code}/{clip}": f"{code}/{clip}-0.mp3" for code in CONTENT.languages.codes for clip, _ in CONTENT.phrases(code)}
BASE = "https://line.example"
OVERRIDES = "rc=2&rp=ct,rt,5xx"
VOICE = TwimlWriter.at(BASE, f"{BASE}/audio", FILES, OVERRIDES)


def by_the_library(turn: Turn, fragment: str) -> str:
    response = VoiceResponse()
    action = f"{BASE}/voice/step?{turn.state.encode()}{fragment}"
    if turn.listen:
        gather = response.gather(
            num_digits=turn.listen.digits,
            timeout=turn.listen.seconds,
            finish_on_key=turn.listen.finish,
            action=action,
            method="POST",
        )
        for clip in turn.clips:
            gather.play(f"{BASE}/audio/{FILES[clip]}")
        response.redirect(action)
    elif turn.dial:
        dial = Dial(action=action, timeout=turn.dial.ring_seconds, caller_id="+3242223344", time_limit=turn.dial.limit_seconds)
        for number in turn.dial.numbers:
            dial.number(number, url=f"{BASE}/voice/whisper?l={turn.state.language}{fragment}")
        response.append(dial)
    else:
        response.hangup()
    return str(response)


def canonical(document: str) -> str:
    return ElementTree.canonicalize(document)


def test_every_kind_of_turn_is_written_as_the_library_writes_it() -> None:
    line, now = build_line(CONTENT.for_demonstration()), datetime(2026, 11, 24, 10, tzinfo=BRUSSELS)
    turns = {edge.after.state.step: edge.after for edge in walk(line, now, line.recover("fr", now))}
    assert len(turns) > 70
    for overrides in ("", OVERRIDES):
        voice = TwimlWriter.at(BASE, f"{BASE}/audio", FILES, overrides)
        for turn in turns.values():
            assert canonical(voice.write(turn, "+3242223344")) == canonical(by_the_library(turn, voice.overrides))


def test_an_odd_address_cannot_break_the_document() -> None:
    odd = TwimlWriter.at("https://line.example/a&b<c>", 'https://cdn.example/"x', FILES)
    canonical(odd.write(build_line(CONTENT).open("", datetime(2026, 11, 24, 10, tzinfo=BRUSSELS))))


@pytest.mark.parametrize(
    ("heard", "unknown", "clip"), [(0, False, "whisper"), (0, True, "whisper_unknown"), (1, True, "whisper_again")]
)
def test_the_worker_has_five_seconds_to_accept_and_is_asked_anew_after_a_crash(heard: int, unknown: bool, clip: str) -> None:
    """An answering machine must not hold the caller; the connection overrides hold for the worker's leg too."""
    document = ElementTree.fromstring(VOICE.whisper("tr", heard, unknown=unknown))
    gather, redirect = document
    action = f"{BASE}/voice/whisper?l=tr{'&u=1' if unknown else ''}&t={heard + 1}#{OVERRIDES}"
    wanted = {"numDigits": "1", "timeout": "5", "finishOnKey": "", "action": action, "method": "POST"}
    assert (gather.attrib, redirect.text) == (wanted, action)
    assert [play.text for play in gather] == [f"{BASE}/audio/tr/{clip}-0.mp3"]


def test_after_an_error_of_ours_the_call_begins_anew_a_second_later() -> None:
    gather, redirect = ElementTree.fromstring(VOICE.apology("so"))
    wanted = {"numDigits": "1", "timeout": "1", "finishOnKey": "", "action": f"{BASE}/voice#{OVERRIDES}", "method": "POST"}
    assert (gather.attrib, redirect.text) == (wanted, f"{BASE}/voice#{OVERRIDES}")
    assert [play.text for play in gather] == [f"{BASE}/audio/so/sorry-0.mp3"]


def test_an_odd_caller_id_cannot_break_the_document() -> None:
    odd = 'sip:"<a>&b"@example.org'
    turn = Turn(CallState("fr", "call"), dial=Dialled(("+3242223344",), 25, 3600, language_known=False))
    dial = ElementTree.fromstring(VOICE.write(turn, odd)).find("Dial")
    assert dial is not None
    assert dial.attrib["callerId"] == odd
    assert dial[0].attrib["url"] == f"{BASE}/voice/whisper?l=fr&u=1#{OVERRIDES}"
    assert "callerId" not in ElementTree.fromstring(VOICE.write(turn))[0].attrib


def test_a_message_for_the_desk_lasts_ninety_seconds_at_most_and_ends_with_a_hash_or_silence() -> None:
    record, redirect = ElementTree.fromstring(VOICE.write(Turn(CallState("fr", "message"), record=True)))
    action = f"{BASE}/voice/step?v=1&l=fr&s=message#{OVERRIDES}"
    assert redirect.text == record.attrib.pop("action") == action
    assert record.attrib == {"method": "POST", "maxLength": "90", "timeout": "8", "finishOnKey": "#", "playBeep": "true"}
