"""Where the server listens, and with how many processes: HOST, PORT and WORKERS."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from ivr.settings import PORTS
from ivr.settings import ConfigError
from ivr.settings import whole_number

MOST_WORKERS = 64


@dataclass(frozen=True)
class Address:
    """Where the server listens, and with how many processes."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Address:
        """HOST, PORT and WORKERS. Raises ConfigError naming what is wrong."""
        return cls(
            host=_host(env.get("HOST") or cls.host),
            port=whole_number(env, "PORT", cls.port, PORTS[-1]),
            workers=whole_number(env, "WORKERS", min(len(os.sched_getaffinity(0)), MOST_WORKERS), MOST_WORKERS),
        )

    @property
    def bind(self) -> str:
        """As gunicorn and an address of the web write it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def fault(self) -> str:
        """Why nothing can listen here, in a word; "" when it can."""
        try:
            with socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: what ended a moment ago is free
                probe.bind((self.host, self.port))
        except OSError as fault:  # where there is no IPv6 at all, not even the socket can be made
            return os.strerror(fault.errno or 0)
        return ""


def _host(name: str) -> str:
    """The number behind a name such as localhost."""
    try:
        return str(socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)[0][4][0])
    except (OSError, UnicodeError):
        raise ConfigError(f"HOST: expected an address of this machine such as 127.0.0.1 or 0.0.0.0, not {name!r}") from None
