"""Who is told of trouble; README, Configuration, explains each name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

from ivr.settings import HTTPS_OR_HERE
from ivr.settings import ConfigError
from ivr.settings import secret
from ivr.statistics.alerts.account import Account
from ivr.statistics.alerts.mail import MailServer
from ivr.statistics.alerts.mail import addresses

LEAST_BALANCE = 20.0
_WEBHOOK = re.compile(rf"{HTTPS_OR_HERE}(/\S*)?", re.ASCII)


@dataclass(frozen=True)
class AlertSettings:
    """Nobody is told when both `to` and `webhook` are empty."""

    mail: MailServer | None = field(default=None, repr=False)
    to: tuple[str, ...] = ()
    webhook: str = field(default="", repr=False)
    least_balance: float = LEAST_BALANCE  # at the carrier, in the account's currency
    region: str = ""  # where the carrier's interface is asked, when not at its usual place
    edge: str = ""
    folder: str = ""  # for all workers of a server; set by the server

    @property
    def on(self) -> bool:
        return bool(self.to or self.webhook)

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> AlertSettings:
        """Read the environment. Raises ConfigError naming every setting that is missing or wrong."""
        mail, to, webhook = MailServer.from_env(env), addresses(env, "ALERT_MAIL"), secret(env, "ALERT_WEBHOOK")
        if to and mail is None:
            raise ConfigError("ALERT_MAIL needs MAIL_SERVER and MAIL_FROM too; see README, Configuration.")
        if webhook and not _WEBHOOK.fullmatch(webhook):
            raise ConfigError("ALERT_WEBHOOK: expected an address that begins with https://")
        return cls(
            mail,
            to,
            webhook,
            _amount(env, "ALERT_BALANCE"),
            _place(env, "TWILIO_REGION"),
            _place(env, "TWILIO_EDGE"),
            env.get("OUTBOUND_FOLDER", ""),
        )

    def account(self, sid: str | None, token: str) -> Account | None:
        """What is asked of the carrier; None where there is nobody to tell or no account."""
        return Account(sid, token, self.region, self.edge, self.least_balance) if self.on and sid and token else None


def _place(env: Mapping[str, str], name: str) -> str:
    """It becomes a part of the name of the host that is told the account's token."""
    text = env.get(name, "").strip()
    if not re.fullmatch(r"[a-z0-9-]{0,30}", text):
        raise ConfigError(f"{name}: expected a name such as ie1 or dublin, not {text!r}")
    return text


def _amount(env: Mapping[str, str], name: str) -> float:
    text = env.get(name, "")
    if not text:
        return LEAST_BALANCE
    if not re.fullmatch(r"\d{1,5}(\.\d{1,2})?", text):
        raise ConfigError(f"{name}: expected an amount such as 20, not {text!r}")
    return float(text)
