"""The figures of one worker, kept in its memory."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client import Counter
from prometheus_client import Histogram
from prometheus_client.core import CounterMetricFamily
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from ivr.statistics.journal.writer import Journal
from ivr.statistics.observe import Happened

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Figures:
    """Counts what happened; `registry` holds what was counted, and how the journal does."""

    def __init__(self, journal: Journal) -> None:
        self.registry = registry = CollectorRegistry()
        self._requests = Counter("line_requests", "Requests answered", ("endpoint", "status"), registry=registry)
        self._latency = Histogram("line_request_seconds", "Time to answer", ("endpoint",), registry=registry, buckets=SECONDS)
        self._refused = Counter("line_signatures_refused", "Requests without a genuine signature", registry=registry)
        self._errors = Counter("line_errors_spoken", "Errors that the caller heard as an apology", registry=registry)
        self._transfers = Counter("line_transfers", "Transfers that ended", ("outcome",), registry=registry)
        registry.register(JournalFigures(journal))

    def observe(self, what: Happened) -> None:
        if what.kind == "refused":
            self._refused.inc()
            return
        self._requests.labels(what.webhook, str(what.status)).inc()
        self._latency.labels(what.webhook).observe(what.seconds)
        if what.kind in ("recovered", "failed"):
            self._errors.inc()
        if what.dial:
            self._transfers.labels(what.dial.value).inc()


class JournalFigures(Collector):
    """How the journal does, asked for when somebody looks."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def collect(self) -> Iterator[Metric]:
        status = self._journal.status()
        yield GaugeMetricFamily("line_journal_waiting", "Events not written yet", status.waiting)
        yield GaugeMetricFamily("line_journal_failing", "Workers whose journal cannot be written now", int(status.failing))
        yield CounterMetricFamily("line_journal_written", "Events written", status.written)
        yield CounterMetricFamily("line_journal_dropped", "Events that could not be kept", status.dropped)
