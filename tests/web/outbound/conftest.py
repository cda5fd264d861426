"""A line that sends messages, calls back and takes messages for the desk, with real peers on this machine."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from ivr.clips.manifest import Clips
from ivr.content.content import Content
from ivr.settings import Settings
from ivr.statistics.alerts.mail import MailServer
from ivr.statistics.journal.settings import JournalSettings
from ivr.web.app import create_app
from ivr.web.outbound.settings import ReachSettings
from tests.conftest import WORKING_MORNING
from tests.conftest import live
from tests.support.lines import at_the_desk
from tests.support.lines import confirmed
from tests.support.mailbox import mailbox
from tests.web.outbound.telephone import Telephone

ACCOUNT = "AC" + "0" * 32
OURS, RINGS = "+3242223344", "+3242223300"
NOBODY_THERE = {"hours": {"monday": ["09:00-12:00"]}}


@pytest.fixture
def mails() -> Iterator[tuple[MailServer, list[EmailMessage]]]:
    with mailbox() as (port, received):
        yield MailServer("127.0.0.1", port, "line@example.org"), received


Dial = Callable[..., Telephone]
Line = Callable[..., Flask]


@pytest.fixture
def line(content: Content, clips: Clips, tmp_path: Path) -> Iterator[Line]:
    apps: list[Flask] = []
    turns = count()  # two seconds between two keys

    def build(
        settings: Settings | None = None,
        now: datetime = WORKING_MORNING,
        own: Content | None = None,
        database: str | None = None,
        **reach: Any,
    ) -> Flask:
        facts = own or at_the_desk(confirmed(content, {"namur": "+3281000000"}), NOBODY_THERE)
        wanted = ReachSettings(**{"sms_sender": OURS, "folder": str(tmp_path / "outbound"), **reach})
        settings = settings or live(desk_numbers=(OURS,))
        apps.append(
            create_app(
                replace(settings, account_sid=ACCOUNT),
                facts,
                clips,
                lambda request: now + timedelta(seconds=2 * next(turns)),
                reach=wanted,
                journal_settings=JournalSettings(database),
            )
        )
        return apps[-1]

    yield build
    for app in apps:
        app.extensions["outside"].close(0)
        app.extensions["observers"].close(1)
        app.extensions["together"].close()
        app.extensions["statistics"].close()


@pytest.fixture
def phone(line: Line) -> Dial:
    """A telephone at a line with these settings of reach."""

    def ring(number: str = "+32470000000", call: str = "1", app: Flask | None = None, **reach: Any) -> Telephone:
        return Telephone((app or line(**reach)).test_client(), number, call)

    return ring
