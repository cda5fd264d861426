"""/healthz: whether every word of the line can be heard, and what else an operator should look at."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint
from flask import Response
from flask import jsonify

from ivr.web.live import Live

MOST_NAMED = 50


def blueprint(live: Live, warnings: Callable[[], tuple[str, ...]]) -> Blueprint:
    """`warnings`: what is wrong although every call goes well."""
    bp = Blueprint("health", __name__)

    @bp.get("/healthz")
    def healthz() -> tuple[Response, int]:
        """Whether every word of the line can be heard."""
        now = live.now
        now.shelf.look_again()
        missing = now.shelf.missing()
        report = {"status": "ok", "languages": list(now.content.languages.codes), "clips": len(now.shelf.clips.files)}
        if live.changes:
            report["release"] = now.id
        if missing:
            report |= {"status": "incomplete", "missing": list(missing[:MOST_NAMED]), "missing_count": len(missing)}
        if found := warnings():
            report["warnings"] = list(found)
        return jsonify(report), 503 if missing else 200

    return bp
