"""/metrics, for those who may see it."""

from __future__ import annotations

import hmac

from flask import Blueprint
from flask import Response
from flask import abort
from flask import request
from prometheus_client import CONTENT_TYPE_LATEST

from ivr.statistics.metrics.workers import Workers


def blueprint(workers: Workers, token: str, *, demo: bool = False) -> Blueprint:
    """With a token: for whoever has it, from anywhere. Without one: in the demonstration only, which is for this machine."""
    bp = Blueprint("metrics", __name__)

    @bp.get("/metrics")
    def metrics() -> Response:
        """The figures of all workers, in Prometheus' text format."""
        if not token and not demo:
            abort(404)
        if token and not _has(token):
            abort(401)
        return Response(workers.together(), content_type=CONTENT_TYPE_LATEST)

    return bp


def _has(token: str) -> bool:
    return hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
