"""The pages at /dashboard."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

from flask import Blueprint
from flask import Response
from flask import abort
from flask import redirect
from flask import render_template
from flask import request
from flask import session
from flask import url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from ivr.content import Content
from ivr.dashboard.auth import SESSION_HOURS
from ivr.dashboard.auth import Gate
from ivr.dashboard.auth import form_token
from ivr.dashboard.auth import genuine_form
from ivr.dashboard.figures import REPORT
from ivr.dashboard.figures import TABLES
from ivr.dashboard.figures import VIEWS
from ivr.dashboard.figures import Figure
from ivr.dashboard.figures import Page
from ivr.dashboard.figures import headline
from ivr.dashboard.figures import tables_of
from ivr.dashboard.period import PRESETS
from ivr.dashboard.period import Period
from ivr.dashboard.queries import Reader
from ivr.dashboard.tables import Column
from ivr.dashboard.tables import Table
from ivr.dashboard.tables import to_csv
from ivr.dashboard.texts import LANGUAGES
from ivr.dashboard.texts import Texts
from ivr.dashboard.texts import load_texts
from ivr.hours import BRUSSELS
from ivr.journal.database import Database
from ivr.journal.settings import JournalSettings
from ivr.journal.writer import Journal

log = logging.getLogger("ivr.dashboard")

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_OPEN_TO_ALL = ("dashboard.login", "dashboard.check_login", "dashboard.static")

Today = Callable[[], date]


def today_in_brussels() -> date:
    return datetime.now(BRUSSELS).date()


def blueprint(
    settings: JournalSettings, journal: Journal, content: Content, *, secure: bool = True, today: Today = today_in_brussels
) -> Blueprint:
    """The dashboard, for settings that ask for one. `secure`: the cookie travels by HTTPS only."""
    bp = Blueprint("dashboard", __name__, url_prefix="/dashboard", template_folder="templates", static_folder="static")
    gate = Gate(settings)
    all_texts = load_texts(content)
    database = Database(settings.database_url or "", writes=False)

    bp.record_once(lambda state: _harden_sessions(state, settings.secret_key, secure))

    @bp.before_request
    def only_after_login() -> ResponseReturnValue | None:
        if request.endpoint in _OPEN_TO_ALL or gate.is_open():
            return None
        return redirect(url_for("dashboard.login", **_kept()))

    @bp.after_request
    def protect(response: Response) -> Response:
        own = {"Cache-Control"} & set(response.headers.keys())  # a file to download may say its own
        response.headers.update({name: value for name, value in _HEADERS.items() if name not in own})
        if request.endpoint == "dashboard.static":
            response.headers["Cache-Control"] = "public, max-age=86400"
        return response

    def texts() -> Texts:
        return all_texts[_language()]

    def render(template: str, **values: Any) -> str:
        known = texts()
        return render_template(
            f"dashboard/{template}.html",
            words=known.words,
            texts=known,
            lang=_language(),
            others=[(code, all_texts[code].words.name) for code in LANGUAGES if code != _language()],
            form_token=form_token,
            kept=_kept,
            **values,
        )

    _add_login(bp, gate, render)

    @bp.get("/")
    def start() -> ResponseReturnValue:
        return redirect(url_for("dashboard.view", name="overview", **_kept()))

    def page_of(reader: Reader) -> Page:
        languages = content.languages.codes
        return Page(reader, texts(), content.programme.question_ids, languages, tuple(content.centres.by_id))

    def read(make: Callable[[Page], Any]) -> Any:
        period = Period.from_query(request.args, today())
        with database.engine.connect() as connection:
            return make(page_of(Reader(connection, period)))

    @bp.get("/<any({}):name>".format(", ".join((*VIEWS, REPORT))))
    def view(name: str) -> ResponseReturnValue:
        """One subject over a period, compared with the one before."""
        figures: list[Figure]
        tables: list[Table]
        figures, tables = read(lambda page: (headline(page), [make(page) for make in tables_of(name)]))
        return render(
            "view",
            name=name,
            views=(*VIEWS, REPORT),
            period=Period.from_query(request.args, today()),
            presets=PRESETS,
            chosen=request.args.get("days", "" if request.args.get("from") else "30"),
            figures=figures,
            tables=tables,
            label=lambda column: _label(texts(), column),
            status=journal.status(),
            retention_days=settings.retention_days,
        )

    @bp.get("/csv/<any({}):name>.csv".format(", ".join(TABLES)))
    def export(name: str) -> Response:
        """One table for a spreadsheet, in UTF-8 with the mark that spreadsheets look for."""
        table: Table = read(TABLES[name])
        words = texts().words
        labels = [_label(texts(), column) for column in table.columns]
        text = to_csv(table, words.columns[table.heading], labels, words.separator)
        period = Period.from_query(request.args, today())
        response = Response(f"\N{BYTE ORDER MARK}{text}", mimetype="text/csv")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}-{period.first}-{period.last}.csv"'
        return response

    @bp.errorhandler(SQLAlchemyError)
    @bp.errorhandler(OSError)
    def unreachable(error: Exception) -> ResponseReturnValue:
        log.error("the dashboard cannot read the journal: %s", type(error).__name__)
        return render("unreachable", status=journal.status()), 503

    return bp


def _harden_sessions(state: BlueprintSetupState, secret_key: str, secure: bool) -> None:
    state.app.secret_key = secret_key
    state.app.config.update(
        SESSION_COOKIE_NAME="__Host-dashboard" if secure else "dashboard",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=SESSION_HOURS),
        SESSION_REFRESH_EACH_REQUEST=False,
    )


def _add_login(bp: Blueprint, gate: Gate, render: Callable[..., str]) -> None:
    @bp.get("/login")
    def login() -> ResponseReturnValue:
        """Ask for the name and the password."""
        return render("login", problem=None)

    @bp.post("/login")
    def check_login() -> ResponseReturnValue:
        """Let in whoever knows the password."""
        address = request.remote_addr or ""
        if gate.closed_to(address):
            return render("login", problem="too_many"), 429
        if not genuine_form():
            return render("login", problem="expired"), 400
        if not gate.admits(request.form.get("user", ""), request.form.get("password", ""), address):
            log.warning("somebody failed to log in to the dashboard")
            return render("login", problem="refused"), 401
        gate.open_session()
        return redirect(url_for("dashboard.view", name="overview", **_kept()))

    @bp.post("/logout")
    def logout() -> ResponseReturnValue:
        """Forget the login."""
        if not genuine_form():
            abort(400)
        session.clear()
        return redirect(url_for("dashboard.login", **_kept()))


def _language() -> str:
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def _kept(**changes: str | int) -> dict[str, Any]:
    """What of the address goes on to the next page."""
    kept: dict[str, Any] = {name: request.args[name] for name in ("lang", "days", "from", "to") if name in request.args}
    if "days" in changes:
        kept = {name: value for name, value in kept.items() if name == "lang"}
    return kept | changes


def _label(texts: Texts, column: Column) -> str:
    return column.name if column.labelled else texts.words.columns[column.name]
