"""Before the signature nothing is done; after it, nothing of ours costs the caller the answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from ivr.call.line import Line
from ivr.clips.manifest import Clips
from ivr.content.content import Content
from ivr.statistics.observe import Happened
from ivr.statistics.observe import Observers
from ivr.web.app import create_app
from ivr.web.twiml import TwimlWriter
from tests.conftest import WORKING_MORNING
from tests.conftest import live
from tests.support.caller import Caller

MULTIPART = "multipart/form-data; boundary=b"
FORM = "application/x-www-form-urlencoded"
PATH = "/voice/step?v=1&l=tr&s=main"
MOST_MILLISECONDS = 1.0


@pytest.fixture
def client(build: Callable[..., Flask]) -> FlaskClient:
    return build(live()).test_client()


def genuine(client: FlaskClient, path: str, form: dict[str, str] | None = None) -> Any:
    form = form or {"Digits": "1", "CallSid": "CA1"}
    signature = RequestValidator("secret").compute_signature(f"https://line.example{path}", form)
    return client.post(path, data=form, headers={"X-Twilio-Signature": signature})


COSTLY = {
    "bad utf-8": (FORM, b"a=" + b"%ff" * 2700),
    "many fields": (FORM, b"&".join(b"a=1" for _ in range(199))),
    "many parts": (
        "multipart/form-data; boundary=b",
        b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n" * 150 + b"--b--",
    ),
    "many parameters": (f"{MULTIPART}{'; a=b' * 1500}", b"--b--"),
    "a long type": (FORM + "; a=b" * 1500, b"a=b"),
}


@pytest.mark.parametrize("name", COSTLY)
def test_a_strangers_form_costs_next_to_nothing(client: FlaskClient, name: str) -> None:
    content_type, body = COSTLY[name]
    answers = []

    def seconds() -> float:
        began = time.process_time()
        answers.append(client.post("/voice", data=body, content_type=content_type, headers={"X-Twilio-Signature": "AAAA"}))
        return time.process_time() - began

    nothing = min(_timed(client) for _ in range(20))
    most = max(MOST_MILLISECONDS, 5_000 * nothing)  # a machine on which an empty form costs 0.2 ms or less is held to the first
    assert (min(seconds() for _ in range(20)) - nothing) * 1000 < most
    assert {answer.status_code for answer in answers} == {403}


def _timed(client: FlaskClient) -> float:
    began = time.process_time()
    client.post("/voice")
    return time.process_time() - began


@pytest.mark.parametrize("body", ["ع=1".encode(), b"\xff\xfe", b"a=\x00"])
def test_a_body_that_no_carrier_sends_is_refused(client: FlaskClient, body: bytes) -> None:
    assert client.post("/voice", data=body, content_type=FORM, headers={"X-Twilio-Signature": "AAAA"}).status_code == 403


def test_the_path_is_signed_as_it_is_spelled(client: FlaskClient) -> None:
    form = {"Digits": "1"}
    signature = RequestValidator("secret").compute_signature("https://line.example/voice%2Fstep", form)
    for path in ("/voice%252Fstep", "/voice/step"):
        assert client.post(path, data=form, headers={"X-Twilio-Signature": signature}).status_code == 403


@pytest.mark.parametrize("path", ["//voice", "/voice//step", "/audio//fr/x.mp3", "//metrics"])
def test_no_address_is_redirected(client: FlaskClient, path: str) -> None:
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code in (403, 404, 405)
        assert "Location" not in answer.headers


# --- observers ---------------------------------------------------------------------------------------------


def broken(what: Happened) -> None:
    raise RuntimeError("an observer is broken")


def hangs(what: Happened) -> None:
    time.sleep(0.5)


@pytest.mark.parametrize("observer", [pytest.param(broken, marks=pytest.mark.meets_errors), hangs])
def test_no_observer_changes_or_delays_an_answer(
    content: Content, clips: Clips, monkeypatch: pytest.MonkeyPatch, observer: Callable[[Happened], None]
) -> None:
    def ours() -> FlaskClient:
        return create_app(live(), content, clips, lambda request: WORKING_MORNING).test_client()

    paths = ["/voice", PATH, "/voice/step", "/voice/whisper?l=fr", "/voice/status", "/nowhere"]
    without = [genuine(ours(), path).data for path in paths]
    monkeypatch.setattr(
        "ivr.web.app.Observers", lambda observers: Observers({"own": observer, **observers}, capacity=3, interval=0.01)
    )
    client = ours()
    began = time.monotonic()
    assert [genuine(client, path).data for path in paths] == without
    assert time.monotonic() - began < 2
    client.application.extensions["observers"].close()


# --- errors of ours ----------------------------------------------------------------------------------------


def fails(*_: object) -> None:
    raise RuntimeError("broken")


@pytest.mark.meets_errors
def test_when_even_starting_again_fails_the_caller_is_told_in_their_language(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Line, "advance", fails)
    monkeypatch.setattr(Line, "recover", fails)
    answer = genuine(client, PATH)
    assert answer.status_code == 200
    assert "/audio/tr/sorry-" in answer.text
    assert "<Redirect>https://line.example/voice</Redirect>" in answer.text


@pytest.mark.meets_errors
def test_an_answer_that_cannot_be_written_is_an_error_like_any_other(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    caller.dials().presses("2").waits()
    write, calls = TwimlWriter.write, count()

    def fails_once(self: TwimlWriter, *how: Any) -> str:
        if next(calls) == 0:
            fails()
        return write(self, *how)

    monkeypatch.setattr(TwimlWriter, "write", fails_once)
    caller.presses("1").hears_among_others("en/sorry", "en/main_steps")


@pytest.mark.meets_errors
def test_a_line_that_cannot_begin_a_call_leaves_it_to_the_carriers_fallback(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Line, "open", fails)
    assert genuine(client, "/voice").status_code == 503


# --- a line that cannot speak ----------------------------------------------------------------------------


def test_without_clips_no_call_is_answered(build: Callable[..., Flask], clips: Clips) -> None:
    client = build(live(), recorded=Clips(clips.folder, {}, {})).test_client()
    for path in ("/voice", PATH):
        assert genuine(client, path).status_code == 503
    assert client.get("/healthz").status_code == 503
