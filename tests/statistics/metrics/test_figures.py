"""What is counted of each request, and of the journal."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry

from ivr.call.turns import DialResult
from ivr.statistics.journal.writer import Journal
from ivr.statistics.metrics.figures import Figures
from ivr.statistics.observe import Happened
from tests.support.journals import NOON
from tests.support.journals import store_at
from tests.support.journals import story
from tests.support.waiting import eventually

NO_JOURNAL = Journal(None, retention_days=400)


def value(registry: CollectorRegistry, name: str, **labels: str) -> float | None:
    return registry.get_sample_value(name, labels)


def test_requests_are_counted_and_timed() -> None:
    figures = Figures(NO_JOURNAL)
    figures.observe(Happened("stepped", "step", 200, 0.002))
    figures.observe(Happened("stepped", "step", 200, 0.003))
    figures.observe(Happened("reported", "status", 204, 0.001))

    assert value(figures.registry, "line_requests_total", endpoint="step", status="200") == 2
    assert value(figures.registry, "line_requests_total", endpoint="status", status="204") == 1
    assert value(figures.registry, "line_request_seconds_count", endpoint="step") == 2
    assert value(figures.registry, "line_request_seconds_sum", endpoint="step") == pytest.approx(0.005)


def test_refusals_apologies_and_transfers_are_counted() -> None:
    figures = Figures(NO_JOURNAL)
    for what in (
        Happened("refused"),
        Happened("recovered", "step"),
        Happened("stepped", "step", dial=DialResult.BUSY),
        Happened("stepped", "step", dial=DialResult.BUSY),
    ):
        figures.observe(what)

    assert value(figures.registry, "line_signatures_refused_total") == 1
    assert value(figures.registry, "line_errors_spoken_total") == 1
    assert value(figures.registry, "line_transfers_total", outcome="busy") == 2
    assert value(figures.registry, "line_requests_total", endpoint="step", status="200") == 3


def test_the_state_of_the_journal_is_that_of_the_moment_it_is_asked_for() -> None:
    journal = Journal(store_at("sqlite:////nowhere/journal.sqlite3"), retention_days=400, interval=0.01, now=lambda: NOON)
    figures = Figures(journal)
    assert value(figures.registry, "line_journal_failing") == 0
    for event in story("CA1", NOON):
        journal.record(event)
    eventually(lambda: journal.status().failing)

    assert value(figures.registry, "line_journal_failing") == 1
    assert value(figures.registry, "line_journal_waiting") == 16
    journal.close(grace=0)
    assert value(figures.registry, "line_journal_dropped_total") == 16
