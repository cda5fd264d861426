"""A small internet on this machine: names that are served here, over https, through a proxy as companies have one.

Programs of their own find it by HTTPS_PROXY and REQUESTS_CA_BUNDLE: nothing in them is changed for a test.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from socketserver import BaseRequestHandler
from socketserver import ThreadingTCPServer
from threading import Thread
from typing import Any

import trustme
from werkzeug.serving import make_server

from tests.support.servers import QuietRequests
from tests.support.servers import running

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@contextmanager
def internet(sites: Mapping[str, Wsgi], folder: Path) -> Iterator[dict[str, str]]:
    """Serve each name; what a program's environment must say to find them."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*sites).configure_cert(context)

    def by_name(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        return sites[environ["HTTP_HOST"].partition(":")[0]](environ, start)

    server = make_server("127.0.0.1", 0, by_name, threaded=True, request_handler=QuietRequests, ssl_context=context)
    with running(server), _Proxy(server.server_port) as proxy:
        address = f"http://127.0.0.1:{proxy.server_address[1]}"
        yield {"HTTPS_PROXY": address, "https_proxy": address, "REQUESTS_CA_BUNDLE": str(folder / "authority.pem")}


class _Proxy(ThreadingTCPServer):
    """Answers CONNECT and passes every connection on to one port."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.port = port
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def __exit__(self, *raised: object) -> None:
        self.shutdown()
        self.server_close()


class _Tunnel(BaseRequestHandler):
    server: _Proxy

    def handle(self) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.request.recv(4096)
        with socket.create_connection(("127.0.0.1", self.server.port)) as onward:
            self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = Thread(target=_pass_on, args=(onward, self.request), daemon=True)
            back.start()
            _pass_on(self.request, onward)
            back.join(5)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return  # one end has gone: so has the connection
