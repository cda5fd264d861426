"""Visitors that a line has to live with: silent, slow, greedy."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import AsyncIterator
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from ivr.clips.manifest import Clips

Trouble = Callable[[str], AbstractAsyncContextManager[None]]

HEAD = b"POST /voice HTTP/1.1\r\nHost: line\r\nX-Twilio-Signature: AAAA\r\nContent-Type: application/x-www-form-urlencoded\r\n"


def idle(base: str) -> AbstractAsyncContextManager[None]:
    return silent(base, 500)


@asynccontextmanager
async def silent(base: str, number: int) -> AsyncIterator[None]:
    """Connections on which nothing is said."""
    connections = [await _connect(base) for _ in range(number)]
    try:
        yield
    finally:
        for connection in connections:
            connection.close()


@asynccontextmanager
async def one_byte_a_second(base: str) -> AsyncIterator[None]:
    """Half of them never finish their headers, the others their body."""
    beginnings = [HEAD, HEAD + b"Content-Length: 500\r\n\r\n"] * 100
    tasks = [asyncio.create_task(_drip(base, beginning)) for beginning in beginnings]
    await asyncio.sleep(0.5)
    yield
    await _end(tasks)


@asynccontextmanager
async def large_bodies(base: str) -> AsyncIterator[None]:
    """64 kB and more, again and again."""
    tasks = [asyncio.create_task(_send_large(base, size)) for size in (64_000, 70_000, 1_000_000) * 3]
    yield
    await _end(tasks)


@asynccontextmanager
async def slow_readers(base: str, number: int) -> AsyncIterator[None]:
    """Each asks for the longest clip and reads nothing of it."""
    folder = Clips.load()
    longest = max(folder.files.values(), key=lambda file: (folder.folder / file).stat().st_size)
    request = f"GET /audio/{longest} HTTP/1.1\r\nHost: line\r\n\r\n".encode()
    connections = [await _connect(base, receive=4096) for _ in range(number)]
    loop = asyncio.get_running_loop()
    try:
        for connection in connections:
            await loop.sock_sendall(connection, request)
        yield
    finally:
        for connection in connections:
            connection.close()


async def _connect(base: str, receive: int = 0) -> socket.socket:
    _allow_many_files()
    connection = socket.socket()
    connection.setblocking(False)
    if receive:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    parts = urlsplit(base)
    try:
        await asyncio.get_running_loop().sock_connect(connection, (parts.hostname, parts.port))
    except BaseException:  # the end of the test too
        connection.close()
        raise
    return connection


def _allow_many_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


async def _drip(base: str, beginning: bytes) -> None:
    loop, connection = asyncio.get_running_loop(), await _connect(base)
    try:
        await loop.sock_sendall(connection, beginning)
        while True:
            await loop.sock_sendall(connection, b"a")
            await asyncio.sleep(1.0)
    except OSError:
        return  # the proxy has had enough of it
    finally:
        connection.close()


async def _send_large(base: str, size: int) -> None:
    loop = asyncio.get_running_loop()
    while True:
        connection = await _connect(base)
        try:
            await loop.sock_sendall(connection, HEAD + f"Content-Length: {size}\r\n\r\n".encode() + b"a" * size)
            await loop.sock_recv(connection, 4096)
        except OSError:
            continue  # refused before it was sent to its end
        finally:
            connection.close()
        await asyncio.sleep(0.05)


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
