"""What people look at in a browser, and what is kept for them to see. All of it may be off."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.golive.checks import Check
from ivr.golive.checks import ok
from ivr.statistics.journal.settings import JournalSettings
from ivr.studio.settings import StudioSettings


def page_checks(journal: JournalSettings, studio: StudioSettings) -> Iterator[Check]:
    days = f"kept for {journal.retention_days} days"
    yield ok("statistics", days if journal.database_url else "off (DATABASE_URL is none)")
    shown = f"on, at /dashboard, for {journal.dashboard_user}"
    yield ok("dashboard", shown if journal.dashboard else "off (DASHBOARD_USER, DASHBOARD_PASSWORD_HASH, SECRET_KEY)")
    editors = f"on, at /studio, for {', '.join(studio.editors)}"
    yield ok("studio", editors if studio.on else "off (STUDIO_EDITORS)")
