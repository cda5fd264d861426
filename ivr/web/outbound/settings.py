"""What an operator decides about texts and call-backs; README, Configuration, explains each name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

from ivr.content.phones import E164
from ivr.settings import ConfigError
from ivr.settings import Settings
from ivr.settings import number_in
from ivr.settings import whole_number
from ivr.statistics.alerts.mail import MailServer
from ivr.statistics.alerts.mail import addresses

COUNTRIES = ("BE", "FR", "LU", "NL", "DE")
MOST_AT_ONCE, MOST_A_DAY = 50, 5000
_SENDER = re.compile(rf"{E164}|MG[0-9a-f]{{32}}|(?=.*[A-Za-z])[A-Za-z0-9 ]{{1,11}}")


@dataclass(frozen=True)
class ReachSettings:
    """`sms_sender` "": no text messages. `callback_number` None: nobody is called back. `mail` None: no message for the desk."""

    sms_sender: str = ""
    countries: tuple[str, ...] = COUNTRIES  # whose mobile telephones get a message or a call
    callback_number: str | None = None  # calls to it are refused, and called back
    callback_from: str | None = None  # a number of ours that may call out
    callbacks_at_once: int = 5
    callbacks_a_day: int = 200
    mail: MailServer | None = field(default=None, repr=False)
    desk_mail: tuple[str, ...] = ()
    folder: str = ""  # in the memory of this machine, for all workers of a server; set by the server

    @property
    def asks_the_carrier(self) -> bool:
        return bool(self.sms_sender or self.callback_number or self.desk_mail)

    @classmethod
    def from_env(cls, env: Mapping[str, str], settings: Settings) -> ReachSettings:
        """Read the environment. Raises ConfigError naming every setting that is missing or wrong."""
        mail, desk_mail = MailServer.from_env(env), addresses(env, "DESK_MAIL")
        if desk_mail and mail is None:
            raise ConfigError("DESK_MAIL needs MAIL_SERVER and MAIL_FROM too; see README, Configuration.")
        made = cls(
            sms_sender=_sender(env.get("SMS_SENDER", "").strip()),
            countries=_countries(env.get("REACH_COUNTRIES", "")),
            callback_number=number_in(env, "CALLBACK_NUMBER"),
            callback_from=number_in(env, "CALLBACK_FROM") or settings.line_number,
            callbacks_at_once=whole_number(env, "CALLBACKS_AT_ONCE", cls.callbacks_at_once, MOST_AT_ONCE),
            callbacks_a_day=whole_number(env, "CALLBACKS_A_DAY", cls.callbacks_a_day, MOST_A_DAY),
            mail=mail,
            desk_mail=desk_mail,
            folder=env.get("OUTBOUND_FOLDER", ""),
        )
        if made.callback_number and not made.callback_from:
            raise ConfigError("CALLBACK_NUMBER needs CALLBACK_FROM, a number of yours that may call out, or LINE_NUMBER.")
        if made.asks_the_carrier and not settings.demo and not (settings.account_sid and settings.auth_token):
            raise ConfigError("SMS_SENDER, CALLBACK_NUMBER and DESK_MAIL need TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.")
        return made if not settings.demo else cls(folder=made.folder)


def _sender(text: str) -> str:
    if text and not _SENDER.fullmatch(text):
        expected = "a number such as +32460123456, the id of a messaging service (MG...) or a name of at most 11 letters"
        raise ConfigError(f"SMS_SENDER: expected {expected}, not {text!r}")
    return text


def _countries(text: str) -> tuple[str, ...]:
    countries = tuple(part.strip().upper() for part in text.split(",") if part.strip())
    if wrong := [country for country in countries if not re.fullmatch("[A-Z]{2}", country)]:
        raise ConfigError(f"REACH_COUNTRIES: expected countries such as BE,FR,LU, not {wrong[0]!r}")
    return countries or COUNTRIES
