"""The webhooks: genuine, forged, incomplete, failing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask import abort
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from ivr.call.line import Line
from ivr.clips.manifest import Clips
from ivr.content.content import Content
from ivr.content.yamlfile import ContentError
from tests.conftest import CallerFactory
from tests.conftest import live
from tests.support.caller import Caller

VOICE = ["/voice", "/voice/step?v=1&l=fr&s=main", "/voice/whisper?l=fr", "/voice/status"]


@pytest.fixture
def client(build: Callable[..., Flask]) -> FlaskClient:
    return build(live()).test_client()


def signed(path: str, form: dict[str, str], base: str = "https://line.example", token: str = "secret") -> dict[str, str]:
    return {"X-Twilio-Signature": RequestValidator(token).compute_signature(base + path, form)}


@pytest.mark.parametrize(
    ("path", "first_clip"), [(VOICE[0], "fr/opening"), (VOICE[1], "fr/hint_silence"), (VOICE[2], "fr/whisper")]
)
def test_a_genuine_request_is_answered(client: FlaskClient, clips: Clips, path: str, first_clip: str) -> None:
    answer = client.post(path, data={"a": "b"}, headers=signed(path, {"a": "b"}))
    play = next(ElementTree.fromstring(answer.text).iter("Play"))
    assert answer.status_code == 200
    assert str(play.text).endswith(clips.files[first_clip])


def test_a_genuine_report_is_taken_and_needs_no_answer(client: FlaskClient) -> None:
    answer = client.post("/voice/status", data={"a": "b"}, headers=signed("/voice/status", {"a": "b"}))
    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize("path", VOICE)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Twilio-Signature": ""},
        {"X-Twilio-Signature": "AAAA"},
        signed("/voice", {}, token="other"),
        signed("/elsewhere", {}),
    ],
)
def test_anything_else_is_refused(client: FlaskClient, path: str, headers: dict[str, str]) -> None:
    answer = client.post(path, data={"Digits": "1"}, headers=headers)
    assert answer.status_code == 403
    assert "Response" not in answer.text


def test_the_signature_covers_the_keys(client: FlaskClient) -> None:
    path = "/voice/step?v=1&l=fr&s=main"
    assert client.post(path, data={"Digits": "2"}, headers=signed(path, {"Digits": "1"})).status_code == 403


@pytest.mark.parametrize("base", ["https://line.example", "https://line.example:443"])
def test_the_port_may_be_named_or_not(client: FlaskClient, base: str) -> None:
    assert client.post("/voice", data={}, headers=signed("/voice", {}, base)).status_code == 200


@pytest.mark.parametrize("path", VOICE)
def test_webhooks_are_posted_never_fetched(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/listen", "/demo/labels", "/demo/words/fr", "/static/phone/page.js"])
def test_a_real_line_shows_no_demonstration(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_addresses_are_absolute_under_the_public_url(call: CallerFactory) -> None:
    caller = call(settings=live(public_url="https://line.example/ivr"))
    caller.dials()
    gather = caller.response.find("Gather")
    assert gather is not None
    assert gather.attrib["action"].startswith("https://line.example/ivr/voice/step?")


def test_twilio_may_be_told_to_try_again(call: CallerFactory) -> None:
    caller = call(settings=live(overrides="rc=2&rp=ct,rt,5xx"))
    caller.dials()
    gather = caller.response.find("Gather")
    assert gather is not None
    assert "s=languages" in gather.attrib["action"]
    assert gather.attrib["action"].endswith("#rc=2&rp=ct,rt,5xx")
    assert (caller.response.findtext("Redirect") or "").endswith("#rc=2&rp=ct,rt,5xx")


def test_clips_can_live_elsewhere(call: CallerFactory) -> None:
    caller = call(settings=live(audio_url="https://cdn.example/audio"))
    caller.dials()
    assert {play.text.split("/audio/")[0] for play in caller.response.iter("Play") if play.text} == {"https://cdn.example"}


def test_the_caller_id_of_a_transfer_is_our_own_number(call: CallerFactory) -> None:
    caller = call(settings=live(desk_numbers=("+3242220000",)))
    caller.dials("+3242229999").presses("1").waits().waits().waits().waits().waits()
    dial = caller.response.find("Dial")
    assert dial is not None
    assert dial.attrib["callerId"] == "+3242223344"
    assert (dial.attrib["timeout"], dial.attrib["timeLimit"]) == ("25", "3600")


def test_without_a_line_number_the_number_dialled_is_shown(call: CallerFactory) -> None:
    caller = call(settings=live(desk_numbers=("+3242220000",), line_number=""))
    caller.dials("+3242229999").presses("1").waits().waits().waits().waits().waits()
    dial = caller.response.find("Dial")
    assert dial is not None
    assert dial.attrib["callerId"] == "+3242229999"


# --- the whisper ---------------------------------------------------------------------------------------


@pytest.fixture
def worker(caller: Caller) -> Caller:
    """The worker's telephone, just picked up."""
    caller.dials().presses("2").waits().presses("4").presses("5000").waits().presses("1").waits()
    number = caller.response.find("Dial/Number")
    assert number is not None
    return caller.posts(number.attrib["url"])


def test_the_worker_hears_the_callers_language_first(worker: Caller) -> None:
    worker.hears("en/whisper")


def test_one_accepts_the_call(worker: Caller) -> None:
    worker.presses("1")
    assert list(worker.response) == []


@pytest.mark.parametrize("key", ["2", "0", "#"])
def test_another_key_is_asked_once_more_and_then_refuses(worker: Caller, key: str) -> None:
    worker.presses(key).hears("en/whisper_again").presses(key).call_has_ended()


def test_a_worker_who_pressed_a_wrong_key_can_still_accept(worker: Caller) -> None:
    worker.presses("2").hears("en/whisper_again").presses("1")
    assert list(worker.response) == []


def test_an_answering_machine_never_gets_the_call(worker: Caller) -> None:
    worker.waits().hears("en/whisper_again").waits().call_has_ended()


# --- errors of ours ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/voice/step?v=1&l=en",
        "/voice/step?v=99&l=en&s=main",
        "/voice/step?v=1&l=en&s=no-such-step",
        "/voice/step?v=1&l=en&s=main&t=x",
        "/voice/step?v=1&l=en&s=deadline",
        "/voice/step?v=1&l=en&s=deadline&d=31.2.2025",
        "/voice/step?v=1&l=en&s=centre&c=atlantis",
        "/voice/nowhere?l=en",
        "/somewhere/else?l=en",
    ],
)
def test_a_lost_call_starts_again_in_its_language(caller: Caller, address: str) -> None:
    caller.posts(address).hears("en/sorry", *(f"en/main_{name}" for name in ("steps", "date", "questions", "centre", "person")))


@pytest.mark.parametrize("address", ["/voice/step", "/voice/step?l=xx&v=1&s=main", "/voice/nowhere"])
def test_a_call_without_a_language_hears_the_list(caller: Caller, address: str) -> None:
    caller.posts(address).hears_among_others("fr/opening", "en/language_choice")


@pytest.mark.meets_errors
def test_an_exception_is_still_twiml(caller: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("broken")

    caller.dials().presses("2").waits()
    monkeypatch.setattr(Line, "advance", fails)
    caller.presses("1").hears_among_others("en/sorry", "en/main_steps")
    assert "broken" in caplog.text


def test_a_missing_clip_is_passed_over(build: Callable[..., Flask], clips: Clips, caller: Caller) -> None:
    files = {clip: file for clip, file in clips.files.items() if clip != "en/main_date"}
    fresh = Caller(build(recorded=replace(clips, files=files)).test_client(), caller.clips)
    fresh.dials().presses("2").waits().hears_among_others("en/main_steps", "en/main_person").does_not_hear("main_date")


def test_a_number_of_its_own_skips_the_list(content: Content, build: Callable[..., Flask], caller: Caller) -> None:
    english = content.languages.languages[1].model_copy(update={"numbers": ("+3242220002",)})
    languages = content.languages.model_copy(update={"languages": (content.languages.languages[0], english)})
    own = Caller(build(own=replace(content, languages=languages)).test_client(), caller.clips)
    own.dials("+3242220002").hears("en/welcome")


# --- demonstration only on this machine ------------------------------------------------------------------


def test_the_demonstration_is_not_passed_on_by_a_proxy(build: Callable[..., Flask]) -> None:
    assert build().test_client().get("/healthz", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403


def test_a_caller_without_a_language_is_announced_as_such(call: CallerFactory) -> None:
    caller = call(settings=live(desk_numbers=("+3242220000",)))
    caller.dials().waits().waits().waits().is_transferred_to("+3242220000")
    number = caller.response.find("Dial/Number")
    assert number is not None
    worker = call(settings=live(desk_numbers=("+3242220000",)))
    worker.posts(number.attrib["url"]).hears("fr/whisper_unknown").waits().hears("fr/whisper_again")
    caller.line_is("busy").hears_among_others("fr/goodbye_short", "so/goodbye_short")


def test_two_steps_of_one_name_are_refused(content: Content, build: Callable[..., Flask]) -> None:
    check = content.programme.checks[0].model_copy(update={"id": "centre"})
    programme = content.programme.model_copy(update={"checks": (check,)})
    with pytest.raises(ContentError, match="centre"):
        build(own=replace(content, programme=programme))


def test_the_demonstration_answers_only_this_machine(build: Callable[..., Flask]) -> None:
    client = build().test_client()
    assert client.get("/healthz", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403
    assert client.get("/healthz", environ_base={"REMOTE_ADDR": "127.0.0.1"}).status_code == 200


def test_a_page_whose_thing_is_gone_says_so_and_does_not_ask_for_a_carrier(build: Callable[..., Flask]) -> None:
    app = build()
    app.add_url_rule("/page", view_func=lambda: abort(404), methods=["POST"])
    assert app.test_client().post("/page").status_code == 404
    assert app.test_client().post("/no-such-page").status_code == 403
