"""What operators watch: counts and times for Prometheus, at /metrics.

With several workers, PROMETHEUS_MULTIPROC_DIR names one empty folder for all of them, set before the program is loaded; then
every worker's figures are in the answer of any.
"""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask import Blueprint
from flask import Response
from flask import abort
from flask import request
from prometheus_client import CONTENT_TYPE_LATEST
from prometheus_client import CollectorRegistry
from prometheus_client import Counter
from prometheus_client import Gauge
from prometheus_client import Histogram
from prometheus_client import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from ivr.flow import DialResult
from ivr.guard import from_this_machine
from ivr.journal.writer import Journal

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_LIVE_FILE = re.compile(r"gauge_live[a-z]*_(\d+)\.db")


class Metrics:
    """The figures of one application."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._folder = environment.get(FOLDER)
        self._registry = registry = CollectorRegistry()
        self._requests = Counter("line_requests", "Requests answered", ("endpoint", "status"), registry=registry)
        self._latency = Histogram("line_request_seconds", "Time to answer", ("endpoint",), registry=registry, buckets=SECONDS)
        self._refused = Counter("line_signatures_refused", "Requests without a genuine signature", registry=registry)
        self._errors = Counter("line_errors_spoken", "Errors that the caller heard as an apology", registry=registry)
        self._transfers = Counter("line_transfers", "Transfers that ended", ("outcome",), registry=registry)
        # Finding a series by its labels takes longer than counting: each is found once.
        self._count = cache(lambda webhook, status: self._requests.labels(webhook, str(status)))
        self._time = cache(self._latency.labels)
        self._waiting = Gauge("line_journal_waiting", "Events not written yet", registry=registry, multiprocess_mode="livesum")
        self._written = Gauge("line_journal_written", "Events written", registry=registry, multiprocess_mode="sum")
        self._dropped = Gauge("line_journal_dropped", "Events that could not be kept", registry=registry, multiprocess_mode="sum")

    def signature_refused(self) -> None:
        self._refused.inc()

    def error_spoken(self) -> None:
        self._errors.inc()

    def transfer_ended(self, outcome: DialResult) -> None:
        self._transfers.labels(outcome.value).inc()

    def answered(self, webhook: str, status: int, seconds: float) -> None:
        self._count(webhook, status).inc()
        self._time(webhook).observe(seconds)

    def blueprint(self, journal: Journal, token: str) -> Blueprint:
        """Shows the figures to those who have the token; without a token, to this machine only, and not through a proxy."""
        bp = Blueprint("metrics", __name__)

        @bp.get("/metrics")
        def metrics() -> Response:
            """The figures of all workers, in Prometheus' text format."""
            if not _may_see(token):
                abort(401 if token else 404)
            self.watch(journal)
            return Response(generate_latest(self._gathered()), content_type=CONTENT_TYPE_LATEST)

        return bp

    def watch(self, journal: Journal) -> None:
        status = journal.status()
        self._waiting.set(status.waiting)
        self._written.set(status.written)
        self._dropped.set(status.dropped)

    def _gathered(self) -> CollectorRegistry:
        if not self._folder:
            return self._registry
        _forget_dead_workers(Path(self._folder))
        registry = CollectorRegistry()
        MultiProcessCollector(registry, self._folder)  # type: ignore[no-untyped-call]
        return registry


def _may_see(token: str) -> bool:
    if token:
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    return from_this_machine(request)


def _forget_dead_workers(folder: Path) -> None:
    """What only a living worker can have, such as a queue, must not be counted for one that has ended."""
    for path in folder.glob("gauge_live*.db"):
        match = _LIVE_FILE.fullmatch(path.name)
        if match and not Path(f"/proc/{match[1]}").exists():
            path.unlink(missing_ok=True)
