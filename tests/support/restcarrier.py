"""The part of a carrier's REST interface that the line uses, on a real port: messages, calls, recordings."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from tests.support.internet import internet

SOUND = b"ID3 what the caller said"
RECORDING = "RE" + "a" * 32


@dataclass
class RestCarrier:
    """What was asked of it. `refuses`: the code of an error; `hangs`: until `over` is set; `late`: 404s before a recording."""

    texts: list[dict[str, str]] = field(default_factory=list)
    calls: list[dict[str, str]] = field(default_factory=list)
    recordings: dict[str, bytes] = field(default_factory=lambda: {RECORDING: SOUND})
    alerts: list[dict[str, Any]] = field(default_factory=list)  # in its list of errors, the newest first
    balance: str | None = "50.00"  # None: an account below another one has none
    refuses: int = 0
    hangs: bool = False
    late: int = 0
    says: bytes | None = None  # with a status of success, instead of an answer
    asked: int = 0
    parameters: dict[str, dict[str, str]] = field(default_factory=dict)  # of the last request, by path
    over: threading.Event = field(default_factory=threading.Event)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        size = int(environ.get("CONTENT_LENGTH") or 0)
        form = dict(parse_qsl(environ["wsgi.input"].read(size).decode()))
        self.asked += 1
        self.parameters[path] = dict(parse_qsl(environ.get("QUERY_STRING", "")))
        if self.hangs:
            self.over.wait(30)
        status, body = self._answer(method, path, form) if self.says is None else ("200 OK", self.says)
        kind = "audio/mpeg" if isinstance(body, bytes) else "application/json"
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        start(status, [("Content-Type", kind), ("Content-Length", str(len(sent)))])
        return [sent]

    def _answer(self, method: str, path: str, form: dict[str, str]) -> tuple[str, Any]:
        if self.refuses:
            to = form.get("To", "")
            return "400 Bad Request", {"code": self.refuses, "message": f"not to {to}", "status": 400}
        if path == "/v1/Alerts":
            return "200 OK", {"alerts": self.alerts, "meta": {}}
        if path.endswith("/Balance.json"):
            return "200 OK", {"balance": self.balance, "currency": "EUR" if self.balance else None}
        if path.endswith("/Messages.json"):
            self.texts.append(form)
            return "201 Created", {"sid": "SM" + "0" * 32, "status": "queued"}
        if path.endswith("/Calls.json"):
            self.calls.append(form)
            return "201 Created", {"sid": f"CA{len(self.calls):032x}", "status": "queued"}
        found = re.search(r"/Recordings/(\w+)\.(mp3|json)$", path)
        if found is None or found[1] not in self.recordings:
            return "404 Not Found", {"code": 20404, "message": "not found", "status": 404}
        if method == "DELETE":
            del self.recordings[found[1]]
            return "204 No Content", b""
        if self.late:
            self.late -= 1
            return "404 Not Found", {"code": 20404, "message": "not found", "status": 404}
        return "200 OK", self.recordings[found[1]]


@contextmanager
def rest_carrier(folder: Path) -> Iterator[tuple[RestCarrier, dict[str, str]]]:
    """The carrier, and what a program's environment must say to find it."""
    carrier = RestCarrier()
    with internet({f"{product}.twilio.com": carrier for product in ("api", "monitor")}, folder) as env:
        try:
            yield carrier, env
        finally:
            carrier.over.set()
