"""Twilio's REST interface, where its address can be another one: a compatible carrier, or an emulated one in tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from urllib.parse import urlunsplit

from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from ivr.config import Settings

TIMEOUT_SECONDS = 15
API_ADDRESS = "TWILIO_API_URL"


class CarrierError(Exception):
    """The carrier refuses, does not answer, or does not know what was asked for."""


class RedirectedHttp:
    """Sends every request of Twilio's client to another scheme and host."""

    is_async = False

    def __init__(self, address: str) -> None:
        self.to = urlsplit(address)
        self.http = TwilioHttpClient(timeout=TIMEOUT_SECONDS)

    def request(self, method: str, url: str, *rest: Any, **named: Any) -> Any:
        """The same request, elsewhere."""
        moved = urlsplit(url)._replace(scheme=self.to.scheme, netloc=self.to.netloc)
        return self.http.request(method, urlunsplit(moved), *rest, **named)


def connect(settings: Settings, env: Mapping[str, str]) -> Any:
    """A client of the carrier. TWILIO_REGION and TWILIO_EDGE are honoured. Raises CarrierError when the account is not named."""
    if not (settings.account_sid and settings.auth_token):
        raise CarrierError("Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN; both stand on the first page of Twilio's console.")
    address = env.get(API_ADDRESS)
    http = RedirectedHttp(address) if address else TwilioHttpClient(timeout=TIMEOUT_SECONDS)
    return Client(settings.account_sid, settings.auth_token, http_client=http, environment=dict(env))


def find_number(client: Any, number: str) -> Any:
    """The account's entry for an E.164 number. Raises CarrierError when the account does not own it or does not answer."""
    try:
        found = client.incoming_phone_numbers.list(phone_number=number, limit=20)
    except (TwilioException, OSError) as fault:
        raise CarrierError(f"The carrier does not answer as expected: {fault}") from fault
    exact = [entry for entry in found if entry.phone_number == number]
    if not exact:
        raise CarrierError(f"{number} is not a number of this account (a region has its own list: see TWILIO_REGION).")
    return exact[0]
