"""The settings of a telephone number at Twilio: what they should be, what differs, and the change itself."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from twilio.base.exceptions import TwilioException
from twilio.rest.api.v2010.account.incoming_phone_number import IncomingPhoneNumberInstance

from ivr.golive.carrier import CarrierError
from ivr.golive.carrier import in_words
from ivr.settings import ConfigError
from ivr.settings import Settings

# Twilio's connection overrides, written after "#", never sent nor signed: ask from Europe, give up a connection after 2 s and an
# answer after 4 s, and try twice more. Without them a single 500 goes straight to the fallback (Twilio, connection overrides).
OVERRIDES = "e=dublin,frankfurt&ct=2000&rt=4000&rc=2&rp=ct,rt,5xx"


@dataclass(frozen=True)
class Difference:
    """One setting at the carrier that is not as it should be."""

    name: str
    now: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.name}\n  - {self.now or '(empty)'}\n  + {self.wanted or '(empty)'}"


def reachable(settings: Settings, fallback_url: str | None) -> Settings:
    """The settings again. Raises ConfigError when the carrier could not call what they name."""
    if settings.demo:
        raise ConfigError("The demonstration (IVR_DEMO=1) has no telephone number. Unset IVR_DEMO.")
    for name, address in (("PUBLIC_URL", settings.public_url), ("--fallback-url", fallback_url)):
        if address and urlsplit(address).scheme != "https":
            raise ConfigError(f"{name}: the carrier calls over the internet, encrypted; expected https://..., not {address}")
    return settings


def wanted_settings(
    public_url: str, fallback_url: str | None = None, fallback_method: str = "GET", overrides: str = OVERRIDES
) -> dict[str, str]:
    """Setting -> value. Without a fallback address the fallback stays as it is. A plain static host answers GET alone."""
    wanted = {
        "voice_url": f"{public_url}/voice" + (f"#{overrides}" if overrides else ""),
        "voice_method": "POST",
        "status_callback": f"{public_url}/voice/status",
        "status_callback_method": "POST",
        # Either of these, when set, makes Twilio ignore the addresses above.
        "voice_application_sid": "",
        "trunk_sid": "",
    }
    if fallback_url:
        wanted |= {"voice_fallback_url": fallback_url, "voice_fallback_method": fallback_method}
    return wanted


def differences(number: IncomingPhoneNumberInstance, wanted: dict[str, str]) -> tuple[Difference, ...]:
    """What is to be changed at the carrier; nothing when all is as wanted."""
    current = {name: getattr(number, name, None) or "" for name in wanted}
    return tuple(Difference(name, current[name], value) for name, value in wanted.items() if current[name] != value)


def apply(number: IncomingPhoneNumberInstance, changes: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """Make the changes; the result is what the carrier did not keep. Raises CarrierError when it refuses."""
    wanted = {change.name: change.wanted for change in changes}
    try:
        number.update(**wanted)
        return differences(number.fetch(), wanted)
    except (TwilioException, OSError) as fault:
        raise CarrierError(in_words(fault)) from fault
