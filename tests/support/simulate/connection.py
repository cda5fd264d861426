"""One kept-alive HTTP connection, with as little between the measurement and the server as Python allows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import cast

_LENGTH = b"content-length: "
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes


class Connection(asyncio.Protocol):
    """Sends a request and waits for its reply; one at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._waiting: asyncio.Future[Reply] | None = None
        self._lost = asyncio.Event()

    @classmethod
    async def to(cls, host: str, port: int) -> Connection:
        """Raises OSError when nobody listens."""
        _, connection = await asyncio.get_running_loop().create_connection(cls, host, port)
        return connection

    async def exchange(self, request: bytes) -> Reply:
        """Raises ConnectionResetError when the other side goes away before it has answered."""
        if self._transport is None or self._lost.is_set():
            raise ConnectionResetError
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._waiting

    async def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
            await self._lost.wait()

    # --- called by asyncio -----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(_END)
        if end < 0:
            return
        head = self._buffer[:end].lower()
        at = head.find(_LENGTH)
        length = int(head[at + len(_LENGTH) :].split(b"\r", 1)[0]) if at >= 0 else 0
        stop = end + len(_END) + length
        if len(self._buffer) < stop:
            return
        reply = Reply(int(head[9:12]), self._buffer[end + len(_END) : stop])
        self._buffer = self._buffer[stop:]
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(reply)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost.set()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ConnectionResetError())
