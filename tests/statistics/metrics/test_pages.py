"""Who may see the figures."""

from __future__ import annotations

import pytest
from flask import Flask
from prometheus_client import CollectorRegistry

from ivr.statistics.metrics.pages import blueprint
from ivr.statistics.metrics.workers import Workers


@pytest.mark.parametrize(
    ("token", "demo", "headers", "address", "status"),
    [
        ("", False, {}, "127.0.0.1", 404),
        ("", False, {}, "::1", 404),
        ("", False, {"Authorization": "Bearer "}, "127.0.0.1", 404),
        ("", True, {}, "127.0.0.1", 200),
        ("secret", False, {}, "127.0.0.1", 401),
        ("secret", True, {}, "127.0.0.1", 401),
        ("secret", False, {"Authorization": "Bearer wrong"}, "127.0.0.1", 401),
        ("secret", False, {"Authorization": "Bearer é"}, "127.0.0.1", 401),
        ("secret", False, {"Authorization": "secret"}, "127.0.0.1", 401),
        ("secret", False, {"Authorization": "Bearer secret"}, "192.0.2.7", 200),
    ],
)
def test_the_figures_of_a_real_line_are_for_those_who_have_the_token(
    token: str, demo: bool, headers: dict[str, str], address: str, status: int
) -> None:
    app = Flask(__name__)
    app.register_blueprint(blueprint(Workers(CollectorRegistry(), ""), token, demo=demo))

    answer = app.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == status
