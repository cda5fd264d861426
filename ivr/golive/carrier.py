"""Twilio's REST interface: the client, the account's numbers, and a refusal in plain words."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from typing import TYPE_CHECKING

from twilio.base.exceptions import TwilioException
from twilio.base.exceptions import TwilioRestException
from twilio.http.response import Response

from ivr import Fault
from ivr.content.languages import Languages
from ivr.settings import ConfigError
from ivr.settings import Settings
from ivr.settings import secret
from ivr.web.outbound import rest

if TYPE_CHECKING:
    from twilio.rest import Client
    from twilio.rest.api.v2010.account.incoming_phone_number import IncomingPhoneNumberInstance

TIMEOUT_SECONDS = 15
REFUSED = (401, 403)
NOT_FOUND = 404
Connect = Callable[[Settings, Mapping[str, str]], "Client"]


class CarrierError(Fault):
    """The carrier refuses, does not answer, or does not know what was asked for."""


def connect(settings: Settings, env: Mapping[str, str]) -> Client:
    """A client of the carrier. Raises CarrierError when the account is not named."""
    if not (settings.account_sid and settings.auth_token):
        raise CarrierError("Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN; both stand on the first page of Twilio's console.")
    return rest.client(settings, env, TIMEOUT_SECONDS)


def require(env: Mapping[str, str], *names: str) -> None:
    """Raises ConfigError naming all that a command misses, at once. What a demonstration cannot do is told elsewhere."""
    missing = [name for name in names if not secret(env, name)]
    if missing and not env.get("IVR_DEMO"):
        raise ConfigError(f"Set {' and '.join(missing)}; docs/association.md, step 4, says how a command gets its settings.")


def asks_the_carrier(env: Mapping[str, str], languages: Languages, *, named: bool = False) -> None:
    """Raises ConfigError naming what whoever asks the carrier about the line's numbers misses; `named`: which ones is known."""
    other_numbers = named or env.get("CALLBACK_NUMBER") or languages.by_number
    require(env, "PUBLIC_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", *(() if other_numbers else ("LINE_NUMBER",)))


def numbers_of(settings: Settings, languages: Languages, call_back: str | None = None) -> list[str]:
    """The line's own number, the one whose callers are called back, then those of the languages that have one."""
    return list(dict.fromkeys([*filter(None, [settings.line_number, call_back]), *languages.by_number]))


def own_numbers(settings: Settings, languages: Languages, call_back: str | None = None) -> list[str]:
    """Every number that calls the line. Raises ConfigError when there is none."""
    numbers = numbers_of(settings, languages, call_back)
    if not numbers:
        raise ConfigError("Set LINE_NUMBER, or name a number with --number.")
    return numbers


def find_number(client: Client, number: str) -> IncomingPhoneNumberInstance:
    """The account's entry for an E.164 number. Raises CarrierError when the account does not own it or does not answer."""
    try:
        found = client.incoming_phone_numbers.list(phone_number=number, limit=20)
    except (TwilioException, OSError) as fault:
        raise CarrierError(in_words(fault)) from fault
    exact = [entry for entry in found if entry.phone_number == number]
    if not exact:
        raise CarrierError(f"{number} is not a number of this account (a region has its own list: see TWILIO_REGION).")
    return exact[0]


def in_words(fault: Exception) -> str:
    """What the carrier's refusal means for whoever set it up."""
    status = _status(fault)
    if status is None:
        return "The carrier cannot be reached. Is there a network, and is TWILIO_REGION right?"
    if status in REFUSED:
        return (
            "The carrier does not accept TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN. Copy both again from the first page of its "
            "console; an account with a region has another token there (TWILIO_REGION)."
        )
    if status == NOT_FOUND:
        return "The carrier knows no such account: check TWILIO_ACCOUNT_SID, and TWILIO_REGION if you set it."
    said = f"{fault.msg} (its error {fault.code})" if isinstance(fault, TwilioRestException) else f"status {status}"
    return f"The carrier refuses: {said}"


def _status(fault: Exception) -> int | None:
    """The status of its answer; a refused list carries the answer itself."""
    if isinstance(fault, TwilioRestException):
        return int(fault.status)
    answers = [argument.status_code for argument in fault.args if isinstance(argument, Response)]
    return answers[0] if answers else None
