"""Every carrier's own signature opens the door; nothing else does."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from nacl.signing import SigningKey
from twilio.request_validator import HMAC_SHA256
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from ivr.settings import Settings
from ivr.web.signature import TELNYX_WINDOW_SECONDS
from ivr.web.signature import checks_for
from ivr.web.signature import sent
from tests.conftest import live

BASE = "https://line.example"
TELNYX = SigningKey.generate()
TELNYX_PUBLIC = base64.b64encode(bytes(TELNYX.verify_key)).decode()
PATH = "/voice/step?v=1&l=fr&s=main"
FORM = {"Digits": "1", "CallSid": "CA1", "From": "+32470000000"}


@pytest.fixture
def client_of(build: Callable[..., Flask]) -> Callable[..., FlaskClient]:
    def client(**settings: Any) -> FlaskClient:
        return build(live(**settings)).test_client()

    return client


def sign(token: str, form: Any = None, url: str = BASE + PATH, algorithm: str | None = None) -> str:
    return str(RequestValidator(token).compute_signature(url, FORM if form is None else form, algorithm))


def status(client: FlaskClient, headers: dict[str, str], data: Any = None) -> int:
    return client.post(PATH, data=FORM if data is None else data, headers=headers).status_code


# --- Twilio and Somleng --------------------------------------------------------------------------------


def test_the_new_and_the_old_token_are_accepted_while_one_is_changed(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of(old_auth_token="old")
    assert status(client, {"X-Twilio-Signature": sign("secret")}) == 200
    assert status(client, {"X-Twilio-Signature": sign("old")}) == 200
    assert status(client, {"X-Twilio-Signature": sign("older")}) == 403


def test_without_an_old_token_an_empty_key_opens_nothing(client_of: Callable[..., FlaskClient]) -> None:
    assert status(client_of(), {"X-Twilio-Signature": sign("")}) == 403


def test_letters_of_all_scripts_and_repeated_fields_are_covered(client_of: Callable[..., FlaskClient]) -> None:
    form = MultiDict([("FromCity", "Liège"), ("FromCity", "العربية"), ("FromCity", "Liège"), ("Digits", "1"), ("Empty", "")])
    assert status(client_of(), {"X-Twilio-Signature": sign("secret", form)}, form) == 200


@pytest.mark.parametrize("url", [BASE + ":443" + PATH, BASE + PATH])
def test_the_port_makes_no_difference(client_of: Callable[..., FlaskClient], url: str) -> None:
    assert status(client_of(), {"X-Twilio-Signature": sign("secret", url=url)}) == 200


def test_a_public_address_with_a_port_is_signed_with_it_or_without(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of(public_url="https://line.example:8443")
    for base in ("https://line.example:8443", "https://line.example"):
        assert status(client, {"X-Twilio-Signature": sign("secret", url=base + PATH)}) == 200


def test_what_the_proxy_says_of_the_address_is_not_believed(client_of: Callable[..., FlaskClient]) -> None:
    forged = "https://evil.example" + PATH
    headers = {"X-Twilio-Signature": sign("secret", url=forged), "Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    assert status(client_of(), headers) == 403


# --- Twilio's shared keys ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "token", "expected"),
    [
        ("key=wk1,algorithm=HMAC_SHA256", "shared", 200),
        ("key=wk2,algorithm=HMAC_SHA256", "shared", 403),  # a key we do not have
        ("key=wk1,algorithm=HMAC_SHA512", "shared", 403),  # an algorithm we do not know
        ("key=wk1,algorithm=none", "shared", 403),
        ("key=wk1,algorithm=HMAC_SHA256", "secret", 403),
        ("algorithm=HMAC_SHA256", "secret", 403),
        ("", "shared", 403),
    ],
)
def test_a_shared_key_is_named_with_its_algorithm(
    client_of: Callable[..., FlaskClient], named: str, token: str, expected: int
) -> None:
    client = client_of(webhook_keys=(("wk1", "shared"),))
    headers = {
        "X-Twilio-Signature": sign(token, algorithm=HMAC_SHA256),
        "X-Twilio-Webhooks-Signature-Settings": named,
    }
    assert status(client, headers) == expected


def test_a_named_algorithm_is_never_checked_with_the_account_token(client_of: Callable[..., FlaskClient]) -> None:
    headers = {"X-Twilio-Signature": sign("secret"), "X-Twilio-Webhooks-Signature-Settings": "key=x,algorithm=HMAC_SHA1"}
    assert status(client_of(), headers) == 403


# --- SignalWire ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["X-SignalWire-Signature", "X-Twilio-Signature"])
def test_signalwire_signs_with_its_signing_key(client_of: Callable[..., FlaskClient], header: str) -> None:
    assert status(client_of(signalwire_key="PSK"), {header: sign("PSK")}) == 200
    assert status(client_of(), {header: sign("PSK")}) == 403


# --- Telnyx ----------------------------------------------------------------------------------------------


def telnyx_headers(body: bytes, age: int = 0, key: SigningKey = TELNYX) -> dict[str, str]:
    timestamp = str(int(time.time()) - age)
    signature = key.sign(f"{timestamp}|".encode() + body).signature
    return {
        "telnyx-timestamp": timestamp,
        "telnyx-signature-ed25519": base64.b64encode(signature).decode(),
        "Content-Type": "application/x-www-form-urlencoded",
    }


BODY = b"Digits=1&CallSid=CA1"


@pytest.mark.parametrize(
    ("signed", "changed", "expected"),
    [
        ({}, {}, 200),
        ({"age": TELNYX_WINDOW_SECONDS + 10}, {}, 403),
        ({"age": -TELNYX_WINDOW_SECONDS - 10}, {}, 403),
        ({"body": b"Digits=2&CallSid=CA1"}, {}, 403),
        ({"key": SigningKey.generate()}, {}, 403),
        ({}, {"telnyx-timestamp": "soon"}, 403),
        ({}, {"telnyx-timestamp": "9" * 5000}, 403),
        ({}, {"telnyx-signature-ed25519": "not base64!"}, 403),
        ({}, {"telnyx-signature-ed25519": "QUJD"}, 403),
    ],
)
def test_telnyx_signs_time_and_body(
    client_of: Callable[..., FlaskClient], signed: dict[str, Any], changed: dict[str, str], expected: int
) -> None:
    headers = telnyx_headers(**{"body": BODY} | signed) | changed
    assert client_of(telnyx_key=TELNYX_PUBLIC).post(PATH, data=BODY, headers=headers).status_code == expected


def test_a_clock_that_is_wrong_is_told_once_and_a_forgery_tells_nothing(
    client_of: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(telnyx_key=TELNYX_PUBLIC)
    forged = telnyx_headers(BODY, age=6 * 3600, key=SigningKey.generate())
    assert client.post(PATH, data=BODY, headers=forged).status_code == 403
    assert caplog.text == ""
    for _ in range(2):
        assert client.post(PATH, data=BODY, headers=telnyx_headers(BODY, age=6 * 3600)).status_code == 403
    assert caplog.text.count("its time and the clock of this server are 360 minutes apart") == 1


def test_a_form_signed_by_telnyx_is_read_like_any_other(client_of: Callable[..., FlaskClient]) -> None:
    answer = client_of(telnyx_key=TELNYX_PUBLIC).post(PATH, data=BODY, headers=telnyx_headers(BODY))
    assert "s=intro" in answer.text


# --- nobody else -----------------------------------------------------------------------------------------


def test_without_any_key_nobody_gets_in() -> None:
    assert checks_for(Settings(auth_token="")) == ()


@given(st.text(max_size=60), st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=4))
@hypothesis_settings(max_examples=100, deadline=None)
def test_no_guess_is_accepted(signature: str, form: dict[str, str]) -> None:
    from flask import Request
    from werkzeug.test import EnvironBuilder

    everything = Settings(
        auth_token="a", old_auth_token="b", webhook_keys=(("k", "c"),), signalwire_key="d", telnyx_key=TELNYX_PUBLIC
    )
    guess = signature.encode("latin-1", "ignore").decode("latin-1").replace("\n", "").replace("\r", "")
    headers = dict.fromkeys(("X-Twilio-Signature", "X-SignalWire-Signature", "telnyx-signature-ed25519"), guess)
    request = Request(EnvironBuilder(path=PATH, method="POST", data=form, headers=list(headers.items())).get_environ())
    body = request.get_data()
    assert not any(check(sent(request, BASE, body)) for check in checks_for(everything))


def test_a_body_beyond_all_measure_is_refused_unread(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of()
    large = {"Digits": "1" * 100_000}
    assert status(client, {"X-Twilio-Signature": sign("secret", large)}, large) == 413
    many = {f"field{number}": "x" for number in range(300)}
    assert status(client, {"X-Twilio-Signature": sign("secret", many)}, many) == 413
    assert status(client, {"X-Twilio-Signature": "x" * 5000}) == 403
