"""A carrier: signs its requests and tries again as Twilio does when a connection override asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from urllib.parse import urlencode
from urllib.parse import urlsplit

from twilio.request_validator import RequestValidator

from tests.support.simulate.connection import Connection
from tests.support.simulate.connection import Reply

# "#rc=2&rp=ct,rt,5xx": two more tries after a failed connection, a missing answer or an error of the server.
MORE_TRIES = 2
CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 15.0  # Twilio's limits


class CallLost(Exception):
    """No answer that a call could go on with: the caller would hear the carrier's own apology."""


@dataclass
class Carrier:
    """Where the line is, and what was met on the way there."""

    base: str  # the public address, without a final slash
    token: str
    headers: Mapping[str, str] = field(default_factory=dict)
    more_tries: int = MORE_TRIES
    retries: int = 0
    requests: int = 0

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self._validator = RequestValidator(self.token)

    def request(self, address: str, form: Mapping[str, str]) -> bytes:
        """The bytes of one signed request."""
        body = urlencode(form).encode()
        headers = {
            "Host": f"{self.host}:{self.port}",
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "Content-Length": str(len(body)),
            "X-Twilio-Signature": self._validator.compute_signature(address, form),
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            **self.headers,
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"POST {address.removeprefix(self.base)} HTTP/1.1\r\n{lines}\r\n".encode() + body

    def line(self) -> Line:
        """A connection of its own, for one call."""
        return Line(self)


class Line:
    """The requests of one call, one after the other."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._connection: Connection | None = None

    async def post(self, address: str, form: Mapping[str, str]) -> str:
        """The document at an address. Raises CallLost when every try fails or the request is refused."""
        request = self._carrier.request(address, form)
        why = ""
        for attempt in range(1 + self._carrier.more_tries):
            self._carrier.requests += 1
            self._carrier.retries += attempt > 0
            try:
                reply = await self._try(request)
            except (OSError, TimeoutError) as fault:
                await self.hang_up()
                why = repr(fault)
                continue
            if reply.status < 400:
                return reply.body.decode()
            why = f"{reply.status} {reply.body[:80]!r}"
            if reply.status < 500:
                break
        raise CallLost(f"{address.partition('?')[0]}: {why}")

    async def _try(self, request: bytes) -> Reply:
        if self._connection is None:
            async with asyncio.timeout(CONNECT_SECONDS):
                self._connection = await Connection.to(self._carrier.host, self._carrier.port)
        async with asyncio.timeout(ANSWER_SECONDS):
            return await self._connection.exchange(request)

    async def hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()
