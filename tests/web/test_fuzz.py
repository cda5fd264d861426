"""Signed requests made up at random: whatever a carrier sends, the caller hears something and the call has a way on."""

from __future__ import annotations

import os
import random
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from ivr.call.steps import Step
from ivr.content.content import Content
from tests.conftest import CallerFactory

REQUESTS = int(os.environ.get("LINE_FUZZ", "3000"))
SEED = 20261126
BASE = "http://localhost"
KEYS = (*"1234567890*#", "", "12", "**", "5000", "40##", "0*0", "busy", "2025", "\u0661", "1\n", "x" * 50)
STATUSES = ("completed", "busy", "no-answer", "failed", "canceled", "answered", "", "unheard-of")
PATHS = ("/voice", "/voice/step", "/voice/step", "/voice/step", "/voice/whisper", "/voice/status", "/voice/nowhere")


def test_requests_made_up_at_random_are_all_answered(call: CallerFactory, content: Content) -> None:
    client = call().client
    assert isinstance(client, FlaskClient)
    steps = tuple(_steps(client))
    chance = random.Random(SEED)
    validator = RequestValidator("demo")
    for number in range(REQUESTS):
        path = chance.choice(PATHS)
        query = _query(chance, steps, content) if path != "/voice" else ""
        form = _form(chance)
        url = BASE + path + (f"?{query}" if query else "")
        answer = client.post(
            path, query_string=query, data=form, headers={"X-Twilio-Signature": validator.compute_signature(url, form)}
        )
        assert answer.status_code in (200, 204), (number, url, form, answer.text)
        if answer.status_code == 200:
            _leads_on(answer.text, (number, url, form))


def _leads_on(text: str, context: object) -> None:
    document = ElementTree.fromstring(text)
    verbs = [verb.tag for verb in document]
    if "Gather" in verbs:
        assert verbs[-1] == "Redirect", context
    else:
        assert verbs in ([], ["Hangup"], ["Dial"], ["Reject"]) or "Record" in verbs, context


def _steps(client: FlaskClient) -> list[str]:
    from ivr.call.build import build_line

    named: dict[str, Step] = dict(build_line(Content.load()).steps)
    return [*named, "nowhere", "S99"]


def _query(chance: random.Random, steps: tuple[str, ...], content: Content) -> str:
    parts = [
        "v=1",
        f"l={chance.choice((*content.languages.codes, 'xx', 'e'))}",
        f"s={chance.choice(steps)}",
        f"&t={chance.randrange(12)}" * chance.randrange(2),
        f"&a={''.join(chance.choice('ynu-') for _ in range(chance.randrange(20)))}" * chance.randrange(2),
        f"&d={chance.randrange(40)}.{chance.randrange(14)}.{chance.randrange(1900, 2100)}" * chance.randrange(2),
        f"&c={chance.choice(('liege', 'mons', 'nowhere'))}" * chance.randrange(2),
        f"&m={chance.choice(('62063', '00000', '51067.51068'))}" * chance.randrange(2),
        f"&p={chance.choice(('4', '40', 'e', '9999'))}" * chance.randrange(2),
        f"&b={'.'.join(chance.choice(steps) for _ in range(chance.randrange(1, 14)))}" * chance.randrange(2),
        f"&at={chance.choice('0123456789shn')}.{chance.choice(('mhz8k2p1', '0', 'zzzzzzzzz'))}" * chance.randrange(2),
    ]
    query = "&".join(parts[:3]) + "".join(parts[3:])
    if chance.random() < 0.2:  # cut off, doubled, or with something strange in it
        place = chance.randrange(len(query))
        query = chance.choice((query[:place], query[:place] + "%00" + query[place:], query + "&" + query, query[place:]))
    return query


def _form(chance: random.Random) -> dict[str, str]:
    form = {"CallSid": f"CA{chance.randrange(10**9):032x}", "From": "+32470000000", "To": "+32000000000"}
    if chance.random() < 0.7:
        form["Digits"] = chance.choice(KEYS)
    if chance.random() < 0.2:
        form["DialCallStatus"] = chance.choice(STATUSES)
    if chance.random() < 0.1:
        form["CallStatus"] = chance.choice(STATUSES)
    if chance.random() < 0.1:
        form[chance.choice(("Digits", "From", "CallSid", "RecordingUrl"))] = chance.choice(("", "\x00", "\u202e", "é" * 40))
    return form


@pytest.mark.parametrize("missing", ["CallSid", "From", "To", "Digits"])
def test_a_field_that_is_missing_is_no_error(missing: str, call: CallerFactory) -> None:
    caller = call()
    caller.dials()
    caller.form.pop(missing, None)
    caller.presses("2").hears("en/welcome")
