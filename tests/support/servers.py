"""Real servers on this machine, for tests of what asks over the network."""

from __future__ import annotations

import socket
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from werkzeug.exceptions import NotFound
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.serving import WSGIRequestHandler
from werkzeug.serving import make_server

Wsgi = Callable[..., Any]


class QuietRequests(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing: the tests ask what was answered."""


@contextmanager
def serving(build: Callable[[str], Wsgi]) -> Iterator[str]:
    """Serve what `build` makes for its own address, and give that address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        app = _closing_files(build(address))
        server = make_server("127.0.0.1", port, app, threaded=True, request_handler=QuietRequests, fd=listening.fileno())
        with running(server):
            yield address


def _closing_files(app: Wsgi) -> Wsgi:
    """Read an answer and close its file before any of it is sent: Werkzeug's server leaves it open when a browser hangs up."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        body = app(environ, start)
        try:
            return [b"".join(body)]
        finally:
            getattr(body, "close", lambda: None)()

    return answer


def served(app: Wsgi) -> AbstractContextManager[str]:
    """Serve an application that need not know its own address."""
    return serving(lambda address: app)


@contextmanager
def running(server: Any) -> Iterator[None]:
    """Run any server of the standard library's kind in a thread."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class QuietFiles(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def static_host(folder: Path) -> Iterator[str]:
    """A plain static host: GET and HEAD, nothing else."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietFiles, directory=str(folder)))
    with running(server):
        yield f"http://127.0.0.1:{server.server_port}"


def nobody_there() -> str:
    """An address where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def files_of(folder: Path) -> Wsgi:
    """A plain static host as a WSGI application, of a folder that may be filled later."""

    def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        app = SharedDataMiddleware(NotFound(), {"/": str(folder)})
        return app(environ, start_response)

    return wsgi
