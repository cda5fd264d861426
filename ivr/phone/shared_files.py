"""What every page shares, at /static/shared: the theme. Served in live mode too, for the dashboard."""

from __future__ import annotations

from flask import Blueprint


def blueprint() -> Blueprint:
    """A page links to `url_for("shared.static", filename="theme.css")`."""
    return Blueprint("shared", __name__, static_folder="static/shared", static_url_path="/static/shared")
