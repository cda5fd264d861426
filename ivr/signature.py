"""Is this request from our carrier? Checked before anything else is done with it."""

from __future__ import annotations

import base64
import binascii
import hmac
import time
from collections.abc import Callable
from collections.abc import Sequence
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

from ivr.config import Settings

Check = Callable[[Request, str], bool]  # the request, and the address it was sent to

TELNYX_WINDOW_SECONDS = 300  # older or newer requests are refused (Telnyx, webhook security)
SIGNALWIRE_HEADER = "X-SignalWire-Signature"


def address(request: Request, base: str) -> str:
    """The address as the carrier knows it, whatever proxy stands between."""
    query = request.query_string.decode("latin-1")
    return base + quote(request.path, safe="/%:@!$&'()*+,;=~-._") + (f"?{query}" if query else "")


def genuine(request: Request, base: str, checks: Sequence[Check]) -> bool:
    url = address(request, base)
    return any(check(request, url) for check in checks)


def checks_for(settings: Settings) -> tuple[Check, ...]:
    """One check for each key that is configured; without any, nobody gets in."""
    checks: list[Check] = [_twilio(token) for token in (settings.auth_token, settings.old_auth_token) if token]
    if settings.webhook_keys:
        checks.append(_twilio_shared_key(dict(settings.webhook_keys)))
    if settings.signalwire_key:
        checks += [_form_hmac(SIGNALWIRE_HEADER, settings.signalwire_key), _twilio(settings.signalwire_key)]
    if settings.telnyx_key:
        checks.append(_telnyx(settings.telnyx_key))
    return tuple(checks)


def _twilio(token: str) -> Check:
    """Twilio and Somleng: HMAC-SHA1 with the account's token. A request that names another algorithm is not for this key."""
    check_form = _form_hmac(SIGNATURE_HEADER, token)

    def check(request: Request, url: str) -> bool:
        return SIGNATURE_SETTINGS_HEADER not in request.headers and check_form(request, url)

    return check


def _twilio_shared_key(secrets: dict[str, str]) -> Check:
    """Twilio's shared keys: the header names the key and the algorithm; an unknown one of either is refused."""
    validators = {key: RequestValidator(secret) for key, secret in secrets.items()}

    def check(request: Request, url: str) -> bool:
        named = request.headers.get(SIGNATURE_SETTINGS_HEADER, "")
        algorithm = get_signature_algorithm(named)
        validator = validators.get(_part(named, "key"))
        signature = request.headers.get(SIGNATURE_HEADER, "")
        if not (named and validator and signature) or algorithm not in (HMAC_SHA1, HMAC_SHA256):
            return False
        return bool(validator.validate(url, request.form, signature, algorithm))

    return check


def _form_hmac(header: str, key: str) -> Check:
    """Base64 of HMAC-SHA1 over the address and the sorted fields, with the port and without, compared in constant time."""
    validator = RequestValidator(key)

    def check(request: Request, url: str) -> bool:
        signature = request.headers.get(header, "")
        if not signature.isascii() or not signature:
            return False
        # Nearly always the address is signed as it stands; the library's check tries it with the port and without.
        as_it_stands = hmac.compare_digest(validator.compute_signature(url, request.form), signature)
        return as_it_stands or bool(validator.validate(url, request.form, signature))

    return check


def _telnyx(public_key: str, now: Callable[[], float] = time.time) -> Check:
    """Ed25519 over "timestamp|body", within five minutes."""
    verify_key = VerifyKey(base64.b64decode(public_key))

    def check(request: Request, url: str) -> bool:  # the address is not part of what Telnyx signs
        timestamp = request.headers.get("telnyx-timestamp", "")
        signature = request.headers.get("telnyx-signature-ed25519", "")
        if (
            not (timestamp.isdecimal() and len(timestamp) <= 12 and signature)
            or abs(now() - int(timestamp)) > TELNYX_WINDOW_SECONDS
        ):
            return False
        try:
            verify_key.verify(f"{timestamp}|".encode() + request.get_data(), base64.b64decode(signature, validate=True))
        except (BadSignatureError, binascii.Error, ValueError):
            return False
        return True

    return check


def _part(header: str, name: str) -> str:
    """One value of "key=...,algorithm=..."."""
    parts = (part.partition("=") for part in header.split(","))
    return next((value.strip() for key, _, value in parts if key.strip() == name), "")
