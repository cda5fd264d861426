"""Where the server listens, and with how many processes: HOST, PORT and WORKERS."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from ivr.settings import ConfigError

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
            port=_within(env, "PORT", cls.port, 65535),
            workers=_within(env, "WORKERS", len(os.sched_getaffinity(0)), MOST_WORKERS),
        )

    @property
    def bind(self) -> str:
        """As gunicorn and an address of the web write it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def fault(self) -> str:
        """Why nothing can listen here, in a word; "" when it can."""
        with socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: what ended a moment ago is free
            try:
                probe.bind((self.host, self.port))
            except OSError as fault:
                return os.strerror(fault.errno or 0)
        return ""


def _host(name: str) -> str:
    """The number behind a name such as localhost."""
    try:
        return str(socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)[0][4][0])
    except (OSError, UnicodeError):
        raise ConfigError(f"HOST: expected an address of this machine such as 127.0.0.1 or 0.0.0.0, not {name!r}") from None


def _within(env: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = env.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and len(value) <= 5) or not 1 <= int(value) <= most:
        raise ConfigError(f"{name}: expected a number from 1 to {most}, not {value!r}")
    return int(value)
