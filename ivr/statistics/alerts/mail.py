"""Mail through the operator's own server (SMTP)."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from email.message import EmailMessage
from email.utils import formatdate
from email.utils import make_msgid
from urllib.parse import unquote
from urllib.parse import urlsplit

from ivr.settings import ConfigError
from ivr.settings import secret

TIMEOUT_SECONDS = 5
PORTS = {"smtp": 587, "smtps": 465}
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,190}", re.ASCII)


class MailError(Exception):
    """The mail server does not take the mail."""


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    encrypted: bool = False  # from the first byte; otherwise as soon as the server offers it

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> MailServer | None:
        """MAIL_SERVER and MAIL_FROM; None without them. Raises ConfigError."""
        address, sender = secret(env, "MAIL_SERVER"), addresses(env, "MAIL_FROM")
        if not address and not sender:
            return None
        if not address or len(sender) != 1:
            raise ConfigError("MAIL_SERVER and MAIL_FROM, one address, belong together; see README, Configuration.")
        expected = "MAIL_SERVER: expected smtp://user:password@host:587 or smtps://user:password@host:465"
        try:
            parts = urlsplit(address)
            port = parts.port or PORTS[parts.scheme]
        except (KeyError, ValueError):
            raise ConfigError(expected) from None
        if not parts.hostname or parts.path.strip("/") or parts.query:
            raise ConfigError(expected)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port, sender[0], user, password, parts.scheme == "smtps")

    def send(self, to: Sequence[str], subject: str, text: str, sound: bytes = b"") -> None:
        """Returns once the server has taken it. `sound`: an MP3 that goes with it. Raises MailError."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, ", ".join(to), subject
        mail["Date"], mail["Message-ID"] = formatdate(localtime=True), make_msgid(domain=self.sender.rpartition("@")[2])
        mail.set_content(text)
        if sound:
            mail.add_attachment(sound, "audio", "mpeg", filename="message.mp3")
        try:
            with self._connected() as server:
                server.send_message(mail)
        except socket.gaierror as fault:
            raise MailError(f"there is no mail server {self.host}, or no network") from fault
        except (smtplib.SMTPException, OSError) as fault:
            raise MailError(f"{type(fault).__name__}: the mail server {self.host}:{self.port} did not take it") from fault

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.encrypted:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif self.password:
                server.close()
                raise smtplib.SMTPNotSupportedError("a password is sent over an encrypted connection alone")
        if self.user:
            server.login(self.user, self.password)
        return server


def addresses(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    """One or several, separated by commas. Raises ConfigError."""
    found = tuple(part.strip() for part in env.get(name, "").split(",") if part.strip())
    if wrong := [address for address in found if not _ADDRESS.fullmatch(address)]:
        raise ConfigError(f"{name}: expected an address such as desk@example.org, not {wrong[0]!r}")
    return found
