"""What is written by hand equals what Twilio's own library writes."""

from __future__ import annotations

from datetime import datetime

from twilio.twiml.voice_response import Dial
from twilio.twiml.voice_response import VoiceResponse

from ivr.branches import build_line
from ivr.content import Content
from ivr.flow import Turn
from ivr.hours import BRUSSELS
from ivr.twiml import Voice
from ivr.walk import walk

CONTENT = Content.load()
FILES = {f"{code}/{clip}": f"{code}/{clip}-0.mp3" for code in CONTENT.languages.codes for clip, _ in CONTENT.phrases(code)}
BASE = "https://line.example"
VOICE = Voice.at(BASE, f"{BASE}/audio", FILES)


def by_the_library(turn: Turn) -> str:
    response = VoiceResponse()
    action = f"{BASE}/voice/step?{turn.state.encode()}"
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
        dial.number(turn.dial.number, url=f"{BASE}/voice/whisper?l={turn.state.language}")
        response.append(dial)
    else:
        response.hangup()
    return str(response)


def canonical(document: str) -> str:
    from xml.etree import ElementTree

    return ElementTree.canonicalize(document)


def test_every_kind_of_turn_is_written_as_the_library_writes_it() -> None:
    line, now = build_line(CONTENT.for_demonstration()), datetime(2026, 11, 24, 10, tzinfo=BRUSSELS)
    turns = {edge.after.state.step: edge.after for edge in walk(line, now, line.recover("fr", now))}
    assert len(turns) > 70
    for turn in turns.values():
        assert canonical(VOICE.write(turn, "+3242223344")) == canonical(by_the_library(turn))


def test_an_odd_address_cannot_break_the_document() -> None:
    odd = Voice.at("https://line.example/a&b<c>", 'https://cdn.example/"x', FILES)
    canonical(odd.write(build_line(CONTENT).open("", datetime(2026, 11, 24, 10, tzinfo=BRUSSELS))))
