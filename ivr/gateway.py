"""The application behind granian's own interface (RSGI), so that a client that sends slowly holds no thread up.

The body is waited for beside everything else, within a limit of size and time; only a whole request reaches the application.
The webhooks then run at once, for they wait for nothing; everything else runs in threads of its own.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import AsyncIterator
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from typing import Protocol
from urllib.parse import unquote_to_bytes

from ivr.guard import LARGEST_BODY

BODY_SECONDS = 10  # to send a body in; a carrier waits 15 seconds for the whole answer
THREADS = 4

Headers = list[tuple[str, str]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Scope(Protocol):
    """What RSGI tells of a request: https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md"""

    proto: str
    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    headers: Mapping[str, str]


class Exchange(Protocol):
    """The connection of one request."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    body: bytes


class TooLarge(Exception):
    """The body exceeds what any carrier sends."""


TOO_LARGE = Answer(413, [("content-type", "text/plain")], b"Too large\n")
TOO_SLOW = Answer(408, [("content-type", "text/plain"), ("connection", "close")], b"Too slow\n")


class Gateway:
    """Hands whole requests to a WSGI application."""

    def __init__(self, wsgi: Wsgi, at_end: Callable[[], object] = lambda: None, body_seconds: float = BODY_SECONDS) -> None:
        """`at_end` is called before the worker ends: a forked process calls nothing that was registered with atexit."""
        self._wsgi = wsgi
        self._at_end = at_end
        self._body_seconds = body_seconds
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="page")

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        try:
            answer = await self._answer(scope, exchange)
        except TooLarge:
            answer = TOO_LARGE
        except TimeoutError:
            answer = TOO_SLOW
        exchange.response_bytes(answer.status, answer.headers, answer.body)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._at_end()

    async def _answer(self, scope: Scope, exchange: Exchange) -> Answer:
        body = b""
        if scope.method not in ("GET", "HEAD"):
            async with asyncio.timeout(self._body_seconds):
                body = await _whole(exchange)
        environ = _environ(scope, body)
        if environ["PATH_INFO"].startswith("/voice"):
            return run(self._wsgi, environ)
        return await asyncio.get_running_loop().run_in_executor(self._threads, run, self._wsgi, environ)


async def _whole(exchange: Exchange) -> bytes:
    parts, size = [], 0
    async for part in exchange:
        size += len(part)
        if size > LARGEST_BODY:
            raise TooLarge
        parts.append(part)
    return b"".join(parts)


def run(wsgi: Wsgi, environ: dict[str, Any]) -> Answer:
    """One request through a WSGI application."""
    begun: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: Headers, exc_info: object = None) -> None:
        begun[:] = [(int(status[:3]), headers)]

    chunks = wsgi(environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()
    status, headers = begun[0]
    return Answer(status, [(name.lower(), value) for name, value in headers], body)


def _environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """PEP 3333."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]").removeprefix("::ffff:"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        environ["HTTP_" + name.upper().replace("-", "_")] = value
    environ["CONTENT_LENGTH"] = str(len(body))
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    return environ


def load() -> Gateway:
    """The line, for a worker."""
    # Nothing of this stands in our log; looking it up takes time (Python's manual, Logging HOWTO, Optimization).
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None
    from app import app  # noqa: PLC0415 - reads the settings and the content

    return Gateway(app.wsgi_app, app.extensions["journal"].close)
