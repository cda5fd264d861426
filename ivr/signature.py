"""Is this request from our carrier? Checked before anything else is done with it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from urllib.parse import quote

from flask import Request
from twilio.request_validator import RequestValidator

from ivr.config import Settings

Check = Callable[[Request, str], bool]  # the request, and the address it was sent to


def address(request: Request, base: str) -> str:
    """The address as the carrier knows it, whatever proxy stands between."""
    query = request.query_string.decode("latin-1")
    return base + quote(request.path, safe="/%:@!$&'()*+,;=~-._") + (f"?{query}" if query else "")


def genuine(request: Request, base: str, checks: Sequence[Check]) -> bool:
    url = address(request, base)
    return any(check(request, url) for check in checks)


def checks_for(settings: Settings) -> tuple[Check, ...]:
    """One check for each carrier that is configured."""
    return (_hmac_sha1("X-Twilio-Signature", settings.auth_token),)


def _hmac_sha1(header: str, token: str) -> Check:
    """Twilio's own rule, with the port and without; the comparison takes the same time whatever differs."""
    validator = RequestValidator(token)

    def check(request: Request, url: str) -> bool:
        signature = request.headers.get(header, "")
        return bool(signature) and bool(validator.validate(url, request.form, signature))

    return check
