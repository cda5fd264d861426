"""What every request must keep to."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask
from flask import Request
from flask import abort
from flask import request

LARGEST_BODY = 8 * 1024  # bytes; a carrier's form is below 4 kB
MOST_FIELDS = 200  # Twilio sends about thirty
LARGEST_HEADER = 4 * 1024  # of those we read; the server in front limits them all

OWN_NAMES = ("127.0.0.1", "::1", "localhost")
# What proxies and tunnels add to a request they pass on.
_PASSED_ON = (
    *("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server", "X-Real-IP"),
    *("X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Fly-Client-IP"),
)


def limit_bodies(app: Flask) -> None:
    """Let Flask refuse larger bodies before they are read."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.before_request(only_bodies_of_known_length)


def only_bodies_of_known_length() -> None:
    """Answer 411 to a body in chunks: no carrier and no browser sends any, and a faulty one is met only while it is read."""
    if "Transfer-Encoding" in request.headers:
        abort(411)


def body_of_a_form(request: Request) -> bytes | None:
    """The body, not yet taken apart; None when it is no form of a carrier's. Answers 413 or 431 to what is too large."""
    if len(request.query_string) > LARGEST_HEADER:
        abort(431)
    if not request.headers.get("Content-Type", "").lower().startswith("application/x-www-form-urlencoded"):
        return None if request.content_length else b""
    body = request.get_data(cache=False)
    if body.count(b"&") >= MOST_FIELDS:
        abort(413)
    return body if body.isascii() else None


def only_this_machine() -> None:
    """Answer 403 to everybody else: the demonstration's token is public."""
    if not from_this_machine(request):
        abort(403)


def from_this_machine(request: Request) -> bool:
    """Whether the request began here, was sent to a name of this machine, and was not passed on by a proxy or a tunnel.

    A page elsewhere whose name is made to lead here names itself as the host. A proxy may add nothing at all, but then speaks
    HTTP/1.0, as no browser does.
    """
    if request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0" or any(name in request.headers for name in _PASSED_ON):
        return False
    try:
        address = ip_address(request.remote_addr or "")
        known = getattr(address, "ipv4_mapped", None) or address  # where the server listens to both kinds
        return known.is_loopback and urlsplit(f"//{request.host}").hostname in OWN_NAMES
    except ValueError:
        return False
