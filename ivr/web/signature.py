"""Is this request from our carrier? Checked before anything else is done with it."""

from __future__ import annotations

import base64
import binascii
import hmac
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl
from urllib.parse import quote

from flask import Request
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey
from twilio.request_validator import HMAC_SHA1
from twilio.request_validator import HMAC_SHA256
from twilio.request_validator import SIGNATURE_HEADER
from twilio.request_validator import SIGNATURE_SETTINGS_HEADER
from twilio.request_validator import RequestValidator
from twilio.request_validator import get_signature_algorithm
from werkzeug.datastructures import Headers
from werkzeug.datastructures import MultiDict

from ivr.settings import Settings

TELNYX_WINDOW_SECONDS = 300  # older or newer requests are refused (Telnyx, webhook security)
SIGNALWIRE_HEADER, TELNYX_HEADER = "X-SignalWire-Signature", "telnyx-signature-ed25519"
SIGNATURES = (SIGNATURE_HEADER, SIGNALWIRE_HEADER, TELNYX_HEADER)
LONGEST_SIGNATURE = 256  # characters

log = logging.getLogger("ivr")


class Form(MultiDict[str, str]):
    """Fields by name; twilio's validator asks for `getall` first, and an answer to that saves it an exception a field."""

    getall = MultiDict.getlist


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """What a carrier signs."""

    url: str
    body: bytes
    form: Form
    headers: Headers


IsGenuine = Callable[[SignedRequest], bool]


def is_signed(headers: Headers) -> bool:
    """Whether there is anything to check at all."""
    return any(0 < len(headers.get(name, "")) <= LONGEST_SIGNATURE for name in SIGNATURES)


def address(request: Request, base: str) -> str:
    """The address as the carrier knows it, whatever proxy stands between."""
    query = request.query_string.decode("latin-1")
    return base + quote(request.path, safe="/:@!$&'()*+,;=~-._") + (f"?{query}" if query else "")


def sent(request: Request, base: str, body: bytes) -> SignedRequest:
    """Take a request apart as far as its signature needs it; `body` is a form in ASCII."""
    fields = parse_qsl(body.decode("ascii"), keep_blank_values=True)
    return SignedRequest(address(request, base), body, Form(fields), request.headers)


def checks_for(settings: Settings) -> tuple[IsGenuine, ...]:
    """One check for each key that is configured; without any, nobody gets in."""
    checks: list[IsGenuine] = [_twilio(token) for token in (settings.auth_token, settings.old_auth_token) if token]
    if settings.webhook_keys:
        checks.append(_twilio_shared_key(dict(settings.webhook_keys)))
    if settings.signalwire_key:
        checks += [_form_hmac(SIGNALWIRE_HEADER, settings.signalwire_key), _twilio(settings.signalwire_key)]
    if settings.telnyx_key:
        checks.append(_telnyx(settings.telnyx_key))
    return tuple(checks)


def _twilio(token: str) -> IsGenuine:
    """Twilio and Somleng: HMAC-SHA1 with the account's token. A request that names another algorithm is not for this key."""
    check_form = _form_hmac(SIGNATURE_HEADER, token)

    def check(sent: SignedRequest) -> bool:
        return SIGNATURE_SETTINGS_HEADER not in sent.headers and check_form(sent)

    return check


def _twilio_shared_key(secrets: dict[str, str]) -> IsGenuine:
    """Twilio's shared keys: the header names the key and the algorithm; an unknown one of either is refused."""
    validators = {key: RequestValidator(secret) for key, secret in secrets.items()}

    def check(sent: SignedRequest) -> bool:
        named = sent.headers.get(SIGNATURE_SETTINGS_HEADER, "")
        algorithm = get_signature_algorithm(named)
        validator = validators.get(_part(named, "key"))
        signature = sent.headers.get(SIGNATURE_HEADER, "")
        if not (named and validator and signature) or algorithm not in (HMAC_SHA1, HMAC_SHA256):
            return False
        return bool(validator.validate(sent.url, sent.form, signature, algorithm))

    return check


def _form_hmac(header: str, key: str) -> IsGenuine:
    """Base64 of HMAC-SHA1 over the address and the sorted fields, with the port and without, compared in constant time."""
    validator = RequestValidator(key)

    def check(sent: SignedRequest) -> bool:
        signature = sent.headers.get(header, "")
        if not signature.isascii() or not signature:
            return False
        # Nearly always the address is signed as it stands; the library's check tries it with the port and without.
        as_it_stands = hmac.compare_digest(validator.compute_signature(sent.url, sent.form), signature)
        return as_it_stands or bool(validator.validate(sent.url, sent.form, signature))

    return check


def _telnyx(public_key: str, now: Callable[[], float] = time.time) -> IsGenuine:
    """Ed25519 over "timestamp|body", within five minutes."""
    verify_key = VerifyKey(base64.b64decode(public_key))

    def check(sent: SignedRequest) -> bool:  # the address is not part of what Telnyx signs
        timestamp = sent.headers.get("telnyx-timestamp", "")
        if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
            return False
        try:
            signature = base64.b64decode(sent.headers.get(TELNYX_HEADER, ""), validate=True)
            verify_key.verify(f"{timestamp}|".encode() + sent.body, signature)
        except (BadSignatureError, binascii.Error, ValueError):
            return False
        age = now() - int(timestamp)
        if abs(age) > TELNYX_WINDOW_SECONDS:
            _tell_of_the_clock(round(age / 60))
        return abs(age) <= TELNYX_WINDOW_SECONDS

    return check


@lru_cache(maxsize=100)
def _tell_of_the_clock(minutes: int) -> None:
    """Once for each difference: a genuine request that is too old or too new."""
    log.error("a request signed by Telnyx is refused: its time and the clock of this server are %d minutes apart", minutes)


def _part(header: str, name: str) -> str:
    """One value of "key=...,algorithm=..."."""
    parts = (part.partition("=") for part in header.split(","))
    return next((value.strip() for key, _, value in parts if key.strip() == name), "")
