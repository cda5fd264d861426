"""What operators can watch, and who may."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from ivr.flow import DialResult
from ivr.journal.writer import Journal
from ivr.metrics import Metrics
from tests.caller import Caller

NO_JOURNAL = Journal(None, retention_days=400)


def app_with(metrics: Metrics, token: str = "") -> Flask:
    app = Flask(__name__)
    app.register_blueprint(metrics.blueprint(NO_JOURNAL, token))
    return app


def figures(client: FlaskClient, **headers: str) -> dict[tuple[str, ...], float]:
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200
    families = text_string_to_metric_families(response.text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_requests_are_counted_and_timed() -> None:
    metrics = Metrics({})
    metrics.answered("step", 200, 0.002)
    metrics.answered("step", 200, 0.003)
    metrics.answered("status", 204, 0.001)
    seen = figures(app_with(metrics).test_client())

    assert seen["line_requests_total", "step", "200"] == 2
    assert seen["line_requests_total", "status", "204"] == 1
    assert seen["line_request_seconds_count", "step"] == 2
    assert seen["line_request_seconds_sum", "step"] == pytest.approx(0.005)


def test_a_call_is_counted_by_the_webhooks(caller: Caller) -> None:
    caller.dials().presses("2").waits().presses("4").presses("4000").waits().presses("1").waits().line_is("busy")
    caller._post("/voice/step?v=0&l=en")
    caller.client.post("/voice", data={})
    seen = figures(caller.client)

    assert seen["line_requests_total", "new_call", "200"] == 1
    assert seen["line_requests_total", "step", "200"] == 9
    assert seen["line_transfers_total", "busy"] == 1
    assert seen["line_signatures_refused_total",] == 1


def test_refusals_errors_and_transfers_are_counted() -> None:
    metrics = Metrics({})
    metrics.signature_refused()
    metrics.error_spoken()
    metrics.transfer_ended(DialResult.BUSY)
    metrics.transfer_ended(DialResult.BUSY)
    seen = figures(app_with(metrics).test_client())

    assert seen["line_signatures_refused_total",] == 1
    assert seen["line_errors_spoken_total",] == 1
    assert seen["line_transfers_total", "busy"] == 2
    assert seen["line_journal_waiting",] == 0


@pytest.mark.parametrize(
    ("token", "headers", "address", "status"),
    [
        ("", {}, "127.0.0.1", 200),
        ("", {}, "::1", 200),
        ("", {}, "192.0.2.7", 404),
        ("", {"X-Forwarded-For": "192.0.2.7"}, "127.0.0.1", 404),
        ("secret", {}, "127.0.0.1", 401),
        ("secret", {"Authorization": "Bearer wrong"}, "127.0.0.1", 401),
        ("secret", {"Authorization": "Bearer é"}, "127.0.0.1", 401),
        ("secret", {"Authorization": "Bearer secret"}, "192.0.2.7", 200),
    ],
)
def test_the_figures_are_for_those_who_may_see_them(token: str, headers: dict[str, str], address: str, status: int) -> None:
    client = app_with(Metrics({}), token).test_client()

    assert client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address}).status_code == status


_WORKER = """
import os
from tests.test_metrics import app_with, figures
from ivr.metrics import Metrics
metrics = Metrics(os.environ)
metrics.answered("step", 200, 0.001)
client = app_with(metrics).test_client()
print(figures(client)["line_requests_total", "step", "200"])
"""


def test_several_workers_are_counted_together(tmp_path: Path) -> None:
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    counted = [
        subprocess.run(
            [sys.executable, "-c", _WORKER],
            cwd=Path(__file__).parents[1],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _ in range(3)
    ]

    assert counted == ["1.0", "2.0", "3.0"]
    assert len(list(tmp_path.glob("gauge_livesum_*.db"))) == 1  # those of the workers that have ended are gone
