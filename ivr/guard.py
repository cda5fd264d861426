"""What every request must keep to, and what every page is sent with."""

from __future__ import annotations

import time
from ipaddress import ip_address

from flask import Blueprint
from flask import Flask
from flask import Request
from flask import Response
from flask import abort
from flask import g
from flask import request

from ivr import accesslog

LARGEST_BODY = 32 * 1024  # bytes; a carrier's form is below 4 kB
MOST_FIELDS = 200  # Twilio sends about thirty
LARGEST_HEADER = 4 * 1024  # of those we read; the server in front limits them all

# No page of ours needs anything from elsewhere, may be framed, or may be guessed at.
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def limit_bodies(app: Flask) -> None:
    """Let Flask refuse larger bodies before they are read."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY


def refuse_oversized(request: Request) -> None:
    """Answer 413 or 431 before a form is taken apart."""
    if request.get_data().count(b"&") >= MOST_FIELDS:
        abort(413)
    if len(request.headers.get("X-Twilio-Signature", "")) > LARGEST_HEADER or len(request.query_string) > LARGEST_HEADER:
        abort(431)


def secure(response: Response) -> Response:
    """Add what the page does not set more strictly itself."""
    for name, value in PAGE_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def secured(pages: Blueprint) -> Blueprint:
    """Send every page of a blueprint with security headers, and log it."""

    @pages.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @pages.after_request
    def finish(response: Response) -> Response:
        return accesslog.write(secure(response), request, g.get("started", time.perf_counter()))

    return pages


def from_this_machine(request: Request) -> bool:
    """Whether the request began here: on the loopback interface, and not passed on by a proxy or a tunnel."""
    proxied = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"))
    try:
        return not proxied and ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
