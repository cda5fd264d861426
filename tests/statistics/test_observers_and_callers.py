"""Whatever an observer raises or waits for, the answer a caller gets is byte for byte the one without observers."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask import Request
from twilio.request_validator import RequestValidator

from ivr.clips.manifest import Clips
from ivr.content.content import Content
from ivr.statistics.journal.settings import JournalSettings
from ivr.statistics.journal.store import JournalStore
from ivr.statistics.observe import Happened
from ivr.statistics.observe import Observer
from ivr.statistics.observe import Observers
from ivr.web.app import create_app
from tests.conftest import WORKING_MORNING
from tests.conftest import live
from tests.support.servers import serving
from tests.support.waiting import eventually

JOURNAL, FIGURES, ACCESS_LOG = "journal", "figures", "access log"
SLOWEST = 1.0  # seconds; far below what a carrier waits, far above what a busy machine needs
STATE = "v=1&l=so&s=main"
CALL = {"CallSid": f"CA{'7' * 32}", "From": "+32470000000", "To": "+3242223344", "CallStatus": "in-progress"}
# A caller who dials, hears a menu, answers a question, presses a wrong key, and whose address is then lost.
REQUESTS: Sequence[tuple[str, dict[str, str]]] = [
    ("/voice", {}),
    ("/voice/step?v=1&l=so&s=languages", {"Digits": "6"}),
    (f"/voice/step?{STATE}", {"Digits": "1"}),
    (f"/voice/step?{STATE}", {"Digits": "7"}),
    ("/voice/step?v=1&l=so&s=s01", {"Digits": "3"}),
    ("/voice/step?v=1&l=so&s=call&c=liege", {"DialCallStatus": "busy", "DialCallSid": f"CA{'8' * 32}"}),
    ("/voice/step?v=0&l=so", {"Digits": "1"}),
    ("/voice/whisper?l=so", {}),
    ("/voice/status", {"CallStatus": "completed", "CallDuration": "61"}),
    ("/nowhere", {}),
]
Answers = list[tuple[int, list[tuple[str, str]], bytes]]


def raises(what: Happened) -> None:
    raise KeyError("nothing of this reaches a caller")


def ends_its_thread(what: Happened) -> None:
    raise SystemExit


@pytest.fixture
def hangs() -> Iterator[Observer]:
    """For thirty seconds, or until the test is over."""
    over = threading.Event()
    yield lambda what: over.wait(30)
    over.set()


@pytest.fixture
def answers(content: Content, clips: Clips, tmp_path: Path) -> Iterator[Callable[[], Answers]]:
    """What a live line answers to the requests, each within a second."""

    kept = JournalSettings(f"sqlite:///{tmp_path / 'journal.sqlite3'}")
    apps: list[Flask] = []

    def build(base: str) -> Flask:
        settings = live(public_url=base, desk_numbers=("+3242223344",), access_log=True)
        apps.append(create_app(settings, content, clips, at_a_fixed_moment, journal_settings=kept))
        return apps[-1]

    def ask() -> Answers:
        with serving(build) as base:
            return [_asked(base, path, form) for path, form in REQUESTS for _ in range(2)]

    yield ask
    for app in apps:
        app.extensions["observers"].close(1)
        app.extensions["statistics"].close()


def at_a_fixed_moment(request: Request) -> datetime:
    return WORKING_MORNING


def _asked(base: str, path: str, form: dict[str, str]) -> tuple[int, list[tuple[str, str]], bytes]:
    sent = CALL | form
    signature = RequestValidator("secret").compute_signature(base + path, sent)
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=20)
    before = time.monotonic()
    connection.request("POST", path, urlencode(sent), headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()

    assert time.monotonic() - before < SLOWEST
    return response.status, [pair for pair in response.getheaders() if pair[0] != "Date"], body.replace(base.encode(), b"")


@pytest.fixture
def undisturbed(answers: Callable[[], Answers], monkeypatch: pytest.MonkeyPatch) -> Answers:
    """The answers of a line that nobody observes."""
    with monkeypatch.context() as alone:
        alone.setattr("ivr.web.app.Observers", lambda observers: Observers({}))
        heard = answers()
    assert {status for status, _, _ in heard} == {200, 204}
    return heard


def break_one(monkeypatch: pytest.MonkeyPatch, which: str, broken: Observer, **limits: Any) -> list[Observers]:
    """Put a broken observer in the place of one; the wall that was built."""
    walls: list[Observers] = []

    def build(observers: Mapping[str, Observer]) -> Observers:
        walls.append(Observers({name: broken if name == which else observer for name, observer in observers.items()}, **limits))
        return walls[-1]

    monkeypatch.setattr("ivr.web.app.Observers", build)
    return walls


@pytest.mark.meets_errors
@pytest.mark.parametrize("which", [JOURNAL, FIGURES, ACCESS_LOG])
def test_one_that_raises(
    answers: Callable[[], Answers], undisturbed: Answers, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    walls = break_one(monkeypatch, which, raises)

    assert answers() == undisturbed
    eventually(lambda: f"met an error in {len(undisturbed)}" in " ".join(walls[0].warnings()))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # the death is the test
@pytest.mark.parametrize("which", [JOURNAL, FIGURES, ACCESS_LOG])
def test_one_whose_thread_ends(
    answers: Callable[[], Answers], undisturbed: Answers, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    break_one(monkeypatch, which, ends_its_thread)

    assert answers() == undisturbed


@pytest.mark.parametrize("which", [JOURNAL, FIGURES, ACCESS_LOG])
def test_one_that_hangs(
    answers: Callable[[], Answers], undisturbed: Answers, monkeypatch: pytest.MonkeyPatch, which: str, hangs: Observer
) -> None:
    break_one(monkeypatch, which, hangs)

    assert answers() == undisturbed


@pytest.mark.parametrize("which", [JOURNAL, FIGURES, ACCESS_LOG])
def test_one_that_hangs_until_its_queue_is_full(
    answers: Callable[[], Answers], undisturbed: Answers, monkeypatch: pytest.MonkeyPatch, which: str, hangs: Observer
) -> None:
    walls = break_one(monkeypatch, which, hangs, capacity=2)

    assert answers() == undisturbed
    assert "did not see" in " ".join(walls[0].warnings())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # the death is the test
@pytest.mark.parametrize("trouble", [KeyError("of a batch"), OSError("of the disk"), SystemExit()])
def test_a_journal_that_cannot_be_written(
    answers: Callable[[], Answers], undisturbed: Answers, monkeypatch: pytest.MonkeyPatch, trouble: BaseException
) -> None:
    def fails(*args: object) -> None:
        raise trouble

    monkeypatch.setattr(JournalStore, "write", fails)
    monkeypatch.setattr("ivr.statistics.journal.writer.INTERVAL_SECONDS", 0.01)

    assert answers() == undisturbed


def test_a_journal_whose_database_hangs(
    answers: Callable[[], Answers], undisturbed: Answers, monkeypatch: pytest.MonkeyPatch, hangs: Observer
) -> None:
    monkeypatch.setattr(JournalStore, "write", lambda store, batch, now: hangs(replace(Happened("opened"))))
    monkeypatch.setattr("ivr.statistics.journal.writer.INTERVAL_SECONDS", 0.01)

    assert answers() == undisturbed


def test_all_observers_at_work(answers: Callable[[], Answers], undisturbed: Answers) -> None:
    assert answers() == undisturbed
