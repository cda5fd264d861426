"""Who is logged in, for all workers."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select

from ivr.statistics.dashboard.login.sessions import HOURS
from ivr.statistics.dashboard.login.sessions import Sessions
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.schema import login_sessions

HASHES = {"asbl": "scrypt:1", "studio": "scrypt:2"}


def worker(url: str, hashes: dict[str, str] = HASHES) -> Sessions:
    return Sessions(Database(url, writes=False), Database(url, writes=True), hashes)


def test_a_session_is_known_to_every_worker_until_it_is_closed_at_one(url: str) -> None:
    session = worker(url).open("asbl")
    before = worker(url).find(session.get_id())
    worker(url).close(session.get_id())

    assert before == session
    assert worker(url).find(session.get_id()) is None


def test_a_session_ends_after_eight_hours(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions, now = worker(url), time.time()
    session = sessions.open("asbl")
    monkeypatch.setattr(time, "time", lambda: now + HOURS * 3600 - 60)
    assert sessions.find(session.get_id())
    monkeypatch.setattr(time, "time", lambda: now + HOURS * 3600 + 60)

    assert sessions.find(session.get_id()) is None


@pytest.mark.parametrize("id", ["", "asbl", "asbl ", "asbl guessed", "nobody guessed", "x" * 5000])
def test_nothing_else_is_a_session(url: str, id: str) -> None:
    sessions = worker(url)
    sessions.open("asbl")

    assert sessions.find(id) is None


def test_the_session_of_one_is_not_that_of_another(url: str) -> None:
    sessions = worker(url)
    token = sessions.open("studio").token

    assert sessions.find(f"asbl {token}") is None


def test_a_new_password_ends_the_sessions_of_the_old_one(url: str) -> None:
    session = worker(url).open("asbl")

    assert worker(url, {"asbl": "scrypt:other"}).find(session.get_id()) is None
    assert worker(url, {"studio": "scrypt:2"}).find(session.get_id()) is None


def test_what_the_browser_holds_is_not_in_the_database(url: str) -> None:
    session = worker(url).open("asbl")
    with Database(url, writes=False).engine.connect() as connection:
        (row,) = connection.execute(select(login_sessions)).all()

    assert session.token not in str(row)
