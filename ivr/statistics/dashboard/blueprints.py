"""The addresses at /dashboard: of a journal, behind a login, or of the invented year of a demonstration, open to everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import datetime

from flask import Blueprint

from ivr.call.line import Line
from ivr.content.hours import BRUSSELS
from ivr.statistics.dashboard.login.gate import PATIENCE_SECONDS
from ivr.statistics.dashboard.login.gate import Accounts
from ivr.statistics.dashboard.login.gate import Gate
from ivr.statistics.dashboard.ownthreads import OwnThreads
from ivr.statistics.dashboard.pages import Pages
from ivr.statistics.dashboard.pages import Source
from ivr.statistics.dashboard.rendering import address_of
from ivr.statistics.example.shelf import ExampleYear
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.settings import JournalSettings
from ivr.statistics.journal.writer import Journal


def now_in_brussels() -> datetime:
    return datetime.now(BRUSSELS)


def dashboard(
    settings: JournalSettings,
    journal: Journal,
    line: Callable[[], Line],
    *,
    secure: bool = True,
    today: Callable[[], date] = lambda: now_in_brussels().date(),
) -> Blueprint:
    """Of a journal, for settings that ask for one; `line`: what callers hear now. `secure`: its cookies travel by HTTPS only."""
    bp, threads = _blueprint(), OwnThreads()
    database = Database(settings.database_url or "", writes=False, patience=PATIENCE_SECONDS)
    source = Source(lambda: database, settings.retention_days, journal.status)
    pages = Pages(source, line=line, threads=threads, today=today)
    users = {settings.dashboard_user: settings.dashboard_password_hash}
    gate = Gate(Accounts(users, settings.secret_key, settings.database_url or "", secure), threads)
    gate.guard(bp, pages.ask, address_of)
    pages.under(bp)
    return bp


def example(line: Callable[[], Line], year: ExampleYear, now: Callable[[], datetime] = now_in_brussels) -> Blueprint:
    """Of calls that nobody made."""
    bp = _blueprint()
    source = Source(lambda: year.database(now()), year.length, made_up=True)
    pages = Pages(source, line=line, threads=OwnThreads(), today=lambda: now().date())
    pages.under(bp)
    return bp


def _blueprint() -> Blueprint:
    return Blueprint("dashboard", __name__, url_prefix="/dashboard", template_folder="templates", static_folder="static")
