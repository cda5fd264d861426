"""A dashboard, and somebody who logs in to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from ivr.call.build import build_line
from ivr.call.line import Line
from ivr.content.content import Content
from ivr.content.hours import BRUSSELS
from ivr.phone.shared_files import blueprint as shared_files_blueprint
from ivr.statistics.dashboard import blueprints
from ivr.statistics.example.shelf import ExampleYear
from ivr.statistics.journal.migrate import prepare
from ivr.statistics.journal.settings import JournalSettings
from ivr.statistics.journal.writer import Journal

TODAY = date(2026, 11, 24)
MORNING = datetime(2026, 11, 24, 10, 20, tzinfo=BRUSSELS)
PASSWORD = "a password of some length"
HASH = generate_password_hash(PASSWORD, "scrypt:1024:8:1")  # quick to compare
SETTINGS = JournalSettings(None, 400, "asbl", HASH, "k" * 40)


def dashboard(
    url: str,
    content: Content,
    journal: Journal | None = None,
    *,
    line: Callable[[], Line] | None = None,
    secure: bool = False,
    **changes: Any,
) -> Flask:
    """The dashboard alone, over a journal that is there; `line`: what callers hear, where that changes."""
    settings = replace(SETTINGS, database_url=url, **changes)
    of_content = build_line(content, ("+3242223344",))
    app = Flask(__name__, static_folder=None)
    own = journal or Journal(None, retention_days=400)
    app.register_blueprint(shared_files_blueprint())
    app.register_blueprint(blueprints.dashboard(settings, own, line or (lambda: of_content), secure=secure, today=lambda: TODAY))
    return app


def example(content: Content, folder: Path, length: int = 400, calls_a_day: int = 0) -> Flask:
    """The dashboard of the demonstration alone, on a morning at ten."""
    line = build_line(content.for_demonstration(), ("+3242223344",))
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(shared_files_blueprint())
    app.register_blueprint(
        blueprints.example(lambda: line, ExampleYear(lambda: line, str(folder), length, calls_a_day), lambda: MORNING)
    )
    return app


def prepared(url: str) -> str:
    """An empty journal."""
    assert prepare(JournalSettings(url)) == ""
    return url


def form_token(page: TestResponse) -> str:
    return form_token_in(page.text)


def form_token_in(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def log_in(client: FlaskClient, user: str = "asbl", password: str = PASSWORD, **changes: str) -> TestResponse:
    form = {"csrf_token": form_token(client.get("/dashboard/login")), "user": user, "password": password}
    return client.post("/dashboard/login", data=form | changes)
