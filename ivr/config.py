"""Settings, read once from the environment; what is missing or wrong is named before the first call."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEMO_TOKEN = "demo"
DEMO_NUMBER, DEMO_DESK = "+32000000000", "+32000000009"  # cannot exist
_E164 = re.compile(r"\+[1-9]\d{6,14}")


class ConfigError(Exception):
    """The environment does not say what the line needs."""


@dataclass(frozen=True)
class Settings:
    """What an operator decides. README, Configuration, explains each name."""

    public_url: str | None = None  # without a final slash; None in demo mode: the address the browser used
    account_sid: str | None = None
    auth_token: str = DEMO_TOKEN
    old_auth_token: str = ""  # accepted beside the new one while a token is being changed
    webhook_keys: tuple[tuple[str, str], ...] = ()  # Twilio's shared keys, id and secret
    signalwire_key: str = ""
    telnyx_key: str = ""
    line_number: str | None = None
    desk_number: str | None = None
    audio_url: str | None = None
    overrides: str = ""  # what Twilio may do when we do not answer at once, see twiml.Voice
    proxies: int = 0  # how many proxies of our own stand in front and write X-Forwarded-For
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
            account_sid=env.get("TWILIO_ACCOUNT_SID") or None,
            auth_token=DEMO_TOKEN if demo else secret(env, "TWILIO_AUTH_TOKEN"),
            old_auth_token=secret(env, "TWILIO_AUTH_TOKEN_OLD"),
            webhook_keys=_pairs(env, "TWILIO_WEBHOOK_KEYS"),
            signalwire_key=secret(env, "SIGNALWIRE_SIGNING_KEY"),
            telnyx_key=_public_key(env, "TELNYX_PUBLIC_KEY"),
            line_number=_number(env, "LINE_NUMBER") or (DEMO_NUMBER if demo else None),
            desk_number=DEMO_DESK if demo and env.get("DESK_NUMBER") else _number(env, "DESK_NUMBER"),
            audio_url=_url(env, "AUDIO_URL"),
            overrides=_overrides(env, "CONNECTION_OVERRIDES"),
            proxies=_count(env, "PROXY_COUNT"),
            demo=demo,
            demo_anywhere=_switch(env, "IVR_DEMO_ANYWHERE"),
        )


def secret(env: Mapping[str, str], name: str) -> str:
    """The value itself, or the content of the file that NAME_FILE points to."""
    path = env.get(f"{name}_FILE")
    if not path:
        return env.get(name, "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as fault:
        raise ConfigError(f"{name}_FILE: {path} cannot be read: {fault.strerror}") from None


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
    except binascii.Error:
        raise ConfigError(f"{name}: expected a key in base64") from None
    return value


def _switch(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").lower()
    if value not in ("", "0", "1", "no", "yes", "false", "true"):
        raise ConfigError(f"{name}: expected 1 or 0, not {value!r}")
    return value in ("1", "yes", "true")


def _url(env: Mapping[str, str], name: str) -> str | None:
    value = env.get(name, "").rstrip("/")
    if value and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value):
        raise ConfigError(f"{name}: expected an address such as https://line.example.org, not {value!r}")
    return value or None


def _count(env: Mapping[str, str], name: str) -> int:
    value = env.get(name, "") or "0"
    if value not in ("0", "1", "2", "3"):
        raise ConfigError(f"{name}: expected a number from 0 to 3, not {value!r}")
    return int(value)


def _overrides(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "")
    if value and not re.fullmatch(r"[a-z]+=[\w,.-]+(&[a-z]+=[\w,.-]+)*", value):
        raise ConfigError(f"{name}: expected Twilio's connection overrides such as rc=2&rp=ct,rt,5xx, not {value!r}")
    return value


def _number(env: Mapping[str, str], name: str) -> str | None:
    value = env.get(name, "").replace(" ", "")
    if value and not _E164.fullmatch(value):
        raise ConfigError(f"{name}: expected a number such as +3242223344")
    return value or None
