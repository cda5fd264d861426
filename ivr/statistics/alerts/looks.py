"""What is looked at regularly, each a function that says what is wrong, or ""."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from datetime import UTC
from datetime import date
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from ivr.content.content import Content
from ivr.content.sources import load_sources
from ivr.content.sources import stale
from ivr.statistics.journal.status import JournalStatus

CERTIFICATE_DAYS = 14  # Caddy renews a month before the end
TIMEOUT_SECONDS = 5
MOST_NAMED = 5


def journal(status: Callable[[], JournalStatus]) -> str:
    return status().warning


def clips(missing: Callable[[], tuple[str, ...]]) -> str:
    names = missing()
    return f"{len(names)}: {', '.join(names[:MOST_NAMED])}" if names else ""


def facts(content: Content, today: date) -> str:
    due = [("centres", content.centres.review_by), *content.programme.reviews()]
    return ", ".join(f"{fact} ({day})" for fact, day in due if day < today)


def translations(content: Content, folder: Path) -> str:
    found = [f"{entry.language}: {entry.sentence}" for entry in stale(content.words, load_sources(folder))]
    return f"{len(found)}: {', '.join(found[:MOST_NAMED])}" if found else ""


def certificate(public_url: str, now: datetime, context: ssl.SSLContext | None = None) -> str:
    """Of the public address; a certificate that is no longer valid cannot be read, and says so."""
    parts = urlsplit(public_url)
    if parts.scheme != "https" or not parts.hostname:
        return ""
    try:
        with (
            socket.create_connection((parts.hostname, parts.port or 443), TIMEOUT_SECONDS) as connection,
            (context or ssl.create_default_context()).wrap_socket(connection, server_hostname=parts.hostname) as secure,
        ):
            end = ssl.cert_time_to_seconds(str((secure.getpeercert() or {})["notAfter"]))
    except ssl.SSLCertVerificationError as fault:
        return f"{parts.hostname}: {fault.verify_message}"
    days = (datetime.fromtimestamp(end, UTC) - now).days
    return f"{parts.hostname}: {days} days" if days < CERTIFICATE_DAYS else ""
