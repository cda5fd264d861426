"""One line of JSON a request: which call (a short hash), language, step, milliseconds. No number, no query, no key pressed."""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import time
from datetime import UTC
from datetime import datetime

from flask import Request
from flask import Response

from ivr.state import CallState

log = logging.getLogger("ivr.access")


def write_to_stdout(level: int = logging.INFO) -> None:
    """What a server process does once: lines to standard output, for whatever collects them."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    root = logging.getLogger("ivr")
    root.handlers[:] = [handler]
    root.setLevel(level)
    root.propagate = False


def key_from(secret: str) -> bytes:
    """What keeps the hash of a call from being guessed."""
    return hashlib.sha256(secret.encode()).digest()


def write(response: Response, request: Request, started: float, state: CallState | None = None, key: bytes = b"") -> Response:
    """Log one request, begun at `started` (time.perf_counter), and hand the response on."""
    if log.isEnabledFor(logging.INFO):
        log.info(json.dumps(_entry(response, request, started, state, key)))
    return response


def _entry(response: Response, request: Request, started: float, state: CallState | None, key: bytes) -> dict[str, object]:
    entry: dict[str, object] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "status": response.status_code,
        "method": request.method,
        "path": _path(request),
        "ms": round((time.perf_counter() - started) * 1000, 2),
    }
    if state:
        entry |= {"call": _call(request, key), "language": state.language, "step": state.step}
    return entry


def _path(request: Request) -> str:
    """Clip names tell a commune, so a clip is logged as a clip."""
    return "/audio" if request.path.startswith("/audio/") else request.path if request.url_rule else "unknown"


def _call(request: Request, key: bytes) -> str:
    """The same for all requests of a call, and of use to nobody without the secret."""
    return hashlib.blake2b(request.form.get("CallSid", "").encode(), key=key, digest_size=4).hexdigest()
