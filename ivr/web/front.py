"""/ of a line that answers real callers: that it runs, for whoever opens its address in a browser."""

from __future__ import annotations

from flask import Blueprint
from flask import render_template


def blueprint(*, dashboard: bool, studio: bool) -> Blueprint:
    """With a link to what is on."""
    bp = Blueprint("front", __name__, template_folder="templates")

    @bp.get("/")
    def running() -> str:
        """That the line runs."""
        return render_template("running.html", dashboard=dashboard, studio=studio)

    return bp
