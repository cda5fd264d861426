"""Settings, read once from the environment; what is missing or wrong is named before the first call."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from ivr import Fault
from ivr.content.phones import E164
from ivr.content.phones import EXAMPLE
from ivr.content.phones import exists
from ivr.content.phones import fault_of

DEMO_TOKEN = "demo"
MOST_PROXIES = 3
LONGEST_SECRET = 16_384  # characters; the hashes of a hundred editors
DEMO_NUMBER, DEMO_DESK = "+32000000000", "+32000000009"  # cannot exist
_URL = re.compile(r"https?://[\w.-]+(:(?P<port>\d{1,5}))?(/[\w.~/-]*)?", re.ASCII)  # a name in other letters is written xn--...
PORTS = range(1, 65536)
HTTPS_OR_HERE = r"(https://[\w.-]+|http://(127\.0\.0\.1|localhost))(:(?P<port>\d{1,5}))?"  # unencrypted to this machine alone


class ConfigError(Fault):
    """The environment does not say what the line needs."""


@dataclass(frozen=True)
class Settings:
    """What an operator decides. README, Configuration, explains each name."""

    public_url: str | None = None  # without a final slash; None in demo mode: the address the browser used
    account_sid: str | None = None
    auth_token: str = field(default="", repr=False)  # "": nobody who signs with it gets in
    old_auth_token: str = field(default="", repr=False)  # accepted beside the new one while a token is being changed
    webhook_keys: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # Twilio's shared keys, id and secret
    signalwire_key: str = field(default="", repr=False)
    telnyx_key: str = ""
    line_number: str | None = None
    desk_numbers: tuple[str, ...] = ()  # in turn or together, as centres.yaml says
    audio_url: str | None = None
    overrides: str = ""  # what Twilio may do when we do not answer at once, see twiml.TwimlWriter
    proxies: int = 0  # how many proxies of our own stand in front and write X-Forwarded-For
    access_log: bool = False
    log_key: str = field(default="", repr=False)  # of the hashes in the access log; "": one is made
    demo: bool = False
    demo_anywhere: bool = False

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Read the environment. Raises ConfigError naming every setting that is missing or wrong."""
        demo = _switch(env, "IVR_DEMO")
        other_carrier = any(secret(env, name) for name in ("SIGNALWIRE_SIGNING_KEY", "TELNYX_PUBLIC_KEY"))
        needed = () if demo else ("PUBLIC_URL",) if other_carrier else ("TWILIO_AUTH_TOKEN", "PUBLIC_URL")
        missing = [name for name in needed if not secret(env, name)]
        if missing:
            raise ConfigError(f"Set {' and '.join(missing)}, or IVR_DEMO=1 to try the line; see README, Configuration.")
        return cls(
            public_url=_url(env, "PUBLIC_URL"),
            account_sid=_account(env, "TWILIO_ACCOUNT_SID"),
            auth_token=DEMO_TOKEN if demo else _token(env, "TWILIO_AUTH_TOKEN"),
            old_auth_token=_token(env, "TWILIO_AUTH_TOKEN_OLD"),
            webhook_keys=_pairs(env, "TWILIO_WEBHOOK_KEYS"),
            signalwire_key=secret(env, "SIGNALWIRE_SIGNING_KEY"),
            telnyx_key=_public_key(env, "TELNYX_PUBLIC_KEY"),
            line_number=number_in(env, "LINE_NUMBER") or (DEMO_NUMBER if demo else None),
            desk_numbers=(DEMO_DESK,) if demo and env.get("DESK_NUMBER") else _numbers(env.get("DESK_NUMBER", ""), "DESK_NUMBER"),
            audio_url=_url(env, "AUDIO_URL"),
            overrides=_overrides(env, "CONNECTION_OVERRIDES"),
            proxies=whole_number(env, "PROXY_COUNT", 0, MOST_PROXIES, least=0),
            access_log=_switch(env, "ACCESS_LOG"),
            log_key=secret(env, "ACCESS_LOG_KEY"),
            demo=demo,
            demo_anywhere=_switch(env, "IVR_DEMO_ANYWHERE"),
        )

    def desk(self, foreign_numbers: Collection[str]) -> tuple[str, ...]:
        """The desk's numbers. Raises ConfigError for one that must not be dialled; `foreign_numbers` may be all the same."""
        for number in () if self.demo else self.desk_numbers:
            if fault := fault_of(number, foreign_numbers):
                raise ConfigError(f"DESK_NUMBER {fault}")
        return self.desk_numbers


def secret(env: Mapping[str, str], name: str) -> str:
    """The value itself, or the content of the file that NAME_FILE points to."""
    path = env.get(f"{name}_FILE")
    if not path:
        return _text(name, env.get(name, ""))
    try:
        with Path(path).open(encoding="utf-8") as file:
            text = file.read(LONGEST_SECRET + 1)
    except OSError as fault:
        raise ConfigError(f"{name}_FILE: {path} cannot be read: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{name}_FILE: {path} holds something else than text") from None
    if len(text) > LONGEST_SECRET:
        raise ConfigError(f"{name}_FILE: {path} holds more than {LONGEST_SECRET} characters, so it is another file")
    return text.strip()


def whole_number(env: Mapping[str, str], name: str, default: int, most: int, least: int = 1) -> int:
    text = env.get(name, "")
    if text and not (re.fullmatch("[0-9]{1,5}", text) and least <= int(text) <= most):
        raise ConfigError(f"{name}: expected a number from {least} to {most}, not {text!r}")
    return int(text or default)


def _text(name: str, value: str) -> str:
    """What was put into the environment as something else than text would be met only by the first call."""
    try:
        return value.encode().decode().strip()
    except UnicodeEncodeError:
        raise ConfigError(f"{name} holds something else than text in UTF-8") from None


def _token(env: Mapping[str, str], name: str) -> str:
    value = secret(env, name)
    if value == DEMO_TOKEN and not _switch(env, "IVR_DEMO"):
        raise ConfigError(f"{name}: {value!r} is the token of the demonstration, which everybody knows")
    return value


def _account(env: Mapping[str, str], name: str) -> str | None:
    """Carriers that are like Twilio name accounts otherwise than with AC and 32 digits."""
    value = env.get(name, "").strip()
    if not re.fullmatch(r"[\w-]{0,64}", value, re.ASCII):
        raise ConfigError(f"{name}: expected the id of an account, AC and 32 digits or letters, not {value!r}")
    return value or None


def _pairs(env: Mapping[str, str], name: str) -> tuple[tuple[str, str], ...]:
    pairs = [tuple(pair.strip().split("=", 1)) for pair in secret(env, name).split(",") if pair.strip()]
    if any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise ConfigError(f"{name}: expected key=secret, several separated by commas")
    return tuple((pair[0], pair[1]) for pair in pairs)


def _public_key(env: Mapping[str, str], name: str) -> str:
    value = secret(env, name)
    try:
        if value and len(base64.b64decode(value, validate=True)) != 32:
            raise ConfigError(f"{name}: expected the 32 bytes of an ed25519 key in base64")
    except ValueError:  # binascii.Error, and characters beyond ASCII
        raise ConfigError(f"{name}: expected a key in base64") from None
    return value


def _switch(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").lower()
    if value not in ("", "0", "1", "no", "yes", "false", "true"):
        raise ConfigError(f"{name}: expected 1 or 0, not {value!r}")
    return value in ("1", "yes", "true")


def _url(env: Mapping[str, str], name: str) -> str | None:
    value = env.get(name, "").rstrip("/")
    found = _URL.fullmatch(value)
    if value and (found is None or ".." in value or int(found["port"] or 1) not in PORTS):
        raise ConfigError(f"{name}: expected an address such as https://line.example.org, not {value!r}")
    return value or None


def _overrides(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "")
    if value and not re.fullmatch(r"[a-z]+=[\w,.-]+(&[a-z]+=[\w,.-]+)*", value, re.ASCII):
        raise ConfigError(f"{name}: expected Twilio's connection overrides such as rc=2&rp=ct,rt,5xx, not {value!r}")
    return value


def _numbers(text: str, name: str) -> tuple[str, ...]:
    values = tuple(value for part in text.split(",") if (value := part.replace(" ", "")))
    for value in values:
        if not re.fullmatch(E164, value, re.ASCII):
            raise ConfigError(f"{name}: expected a number such as {EXAMPLE}, not {value!r}")
    return values


def number_in(env: Mapping[str, str], name: str) -> str | None:
    return checked_number(env.get(name, ""), name)


def checked_number(text: str, name: str) -> str | None:
    """The telephone number that was given as `name`; None for nothing."""
    values = _numbers(text, name)
    if len(values) > 1:
        raise ConfigError(f"{name}: expected one number, not {len(values)}")
    if values and not exists(values[0]):
        raise ConfigError(f"{name}: {values[0]} is a number that nobody can have; look at its digits again")
    return values[0] if values else None
