"""To build the line changes nothing that callers hear; what goes on beside its requests begins with them."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from ivr.clips.releases.settings import ContentSettings
from ivr.clips.releases.store import Releases
from ivr.statistics.alerts.settings import AlertSettings
from ivr.statistics.journal.settings import JournalSettings
from ivr.studio.settings import StudioSettings
from ivr.web.app import create_app
from ivr.web.beginning import Beginning
from ivr.web.outbound.settings import ReachSettings
from tests.conftest import live
from tests.support.checkouts import change_sentence
from tests.support.checkouts import checkout
from tests.support.waiting import eventually


@pytest.fixture
def updated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Releases:
    """A line whose editor has published something, and whose program was updated since."""
    program = checkout(tmp_path / "program", "fr", "so")
    releases = Releases(tmp_path / "content", program)
    change_sentence(releases.draft().folder, "fr", "praise", "Bravo.")
    releases.publish(releases.draft().folder, "Awa", "kinder")
    change_sentence(program, "fr", "goodbye", "À bientôt.")
    monkeypatch.setattr(ContentSettings, "releases", lambda settings: Releases(settings.folder, program))
    return releases


def everything_in(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_whoever_only_looks_whether_the_line_starts_changes_nothing_and_the_first_request_begins(
    updated: Releases, tmp_path: Path
) -> None:
    before, threads = everything_in(tmp_path), threading.enumerate()
    folder = updated.folder
    app = create_app(
        live(account_sid=f"AC{'0' * 32}"),
        content_settings=ContentSettings(folder, "http://127.0.0.1:9"),
        journal_settings=JournalSettings(f"sqlite:///{tmp_path / 'journal.sqlite3'}"),
        studio_settings=StudioSettings(folder=folder, editors={"anna": "hash"}, secret_key="k" * 40),
        reach=ReachSettings(sms_sender="+3242223344", folder=str(tmp_path / "outbound")),
        alert=AlertSettings(webhook="http://127.0.0.1:9", folder=str(tmp_path / "alerts")),
    )
    assert (everything_in(tmp_path), threading.enumerate()) == (before, threads)
    assert app.test_client().get("/healthz").json["release"] == "0002"  # type: ignore[index]
    begun = {thread.name for thread in threading.enumerate() if thread not in threads}
    assert begun >= {"releases", "remote", "alerts"}
    app.extensions["alerts"].close()


def test_those_who_come_meanwhile_wait_and_it_begins_once() -> None:
    begun: list[str] = []

    def slowly() -> None:
        time.sleep(0.05)
        begun.append("releases")

    beginning = Beginning(slowly)
    seen: list[int] = []

    def ask() -> None:
        beginning()
        seen.append(len(begun))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    eventually(lambda: len(seen) == len(threads))
    assert set(seen) == {1}


def test_what_could_not_begin_is_tried_again() -> None:
    tries: list[int] = []

    def fails_once() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("can't start new thread")

    beginning = Beginning(fails_once)
    with pytest.raises(RuntimeError):
        beginning()
    beginning()
    beginning()
    assert len(tries) == 2
