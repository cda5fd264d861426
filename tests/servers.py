"""Real servers on this machine, for tests of what asks over the network."""

from __future__ import annotations

import socket
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

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
        server = make_server(
            "127.0.0.1", port, build(address), threaded=True, request_handler=QuietRequests, fd=listening.fileno()
        )
        with running(server):
            yield address


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
