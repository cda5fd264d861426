"""Whether every word can be heard, as it is on the disk now."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from ivr.clips.manifest import Clips
from ivr.clips.releases.release import CHECKOUT
from ivr.content.content import Content
from ivr.statistics.alerts.looks import clips as clips_look
from ivr.statistics.observe import Happened
from ivr.statistics.observe import Observers
from ivr.web.app import create_app
from ivr.web.edition import edition
from ivr.web.live import Live
from ivr.web.shelf import Shelf
from tests.conftest import DEMO


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Two clips, which may be looked at as often as one likes."""
    monkeypatch.setattr("ivr.web.shelf.FRESH_SECONDS", 0.0)
    monkeypatch.setattr("ivr.web.shelf.LOOK_SECONDS", 0.0)
    (tmp_path / "fr").mkdir()
    files = {"fr/welcome": "fr/welcome-1.mp3", "fr/sorry": "fr/sorry-2.mp3"}
    for file in files.values():
        (tmp_path / file).touch()
    return Shelf(Clips(tmp_path, files, {}), files)


def test_with_every_clip_the_line_is_well(content: Content, clips: Clips) -> None:
    answer = create_app(DEMO, content, clips).test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (
        200,
        {"status": "ok", "languages": list(content.languages.codes), "clips": len(clips.files)},
    )


def test_what_is_missing_is_named(content: Content, clips: Clips, caplog: pytest.LogCaptureFixture) -> None:
    fewer = {name: file for name, file in clips.files.items() if name != "so/sorry"}
    answer = create_app(DEMO, content, Clips(clips.folder, fewer, {})).test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert (answer.json["status"], answer.json["missing"], answer.json["missing_count"]) == ("incomplete", ["so/sorry"], 1)
    assert "1 clips are missing, see /healthz: so/sorry" in caplog.text


def test_a_clip_that_is_deleted_is_seen_and_one_that_comes_back_too(shelf: Shelf) -> None:
    clip = shelf.clips.folder / "fr" / "sorry-2.mp3"
    assert shelf.missing() == ()
    clip.unlink()
    shelf.look_again()
    assert shelf.missing() == ("fr/sorry",)
    assert shelf.heard(("fr/welcome", "fr/sorry")) == ("fr/welcome",)
    clip.touch()
    shelf.look_again()
    assert shelf.missing() == ()


def test_alerts_hear_of_a_clip_that_goes_on_a_quiet_line(content: Content, shelf: Shelf) -> None:
    said = Live(replace(edition(DEMO, CHECKOUT, content, shelf.clips), shelf=shelf))
    assert clips_look(said.missing) == ""
    (shelf.clips.folder / "fr" / "sorry-2.mp3").unlink()
    assert clips_look(said.missing) == "1: fr/sorry"


def test_a_folder_that_is_gone_is_seen_from_the_calls_alone(shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    (shelf.clips.folder / "fr").rename(shelf.clips.folder / "elsewhere")
    shelf.look_now_and_then()
    end = time.monotonic() + 5
    while not shelf.missing() and time.monotonic() < end:
        time.sleep(0.01)
    assert shelf.heard(("fr/welcome", "fr/sorry")) == ()
    assert "2 clips have gone from" in caplog.text


def test_clips_that_another_machine_serves_are_not_looked_for_here(shelf: Shelf) -> None:
    elsewhere = Shelf(Clips(Path("/nowhere"), shelf.clips.files, {}), shelf.clips.files, elsewhere=True)
    elsewhere.look()
    assert elsewhere.missing() == ()


@pytest.mark.meets_errors
def test_trouble_with_the_statistics_is_a_warning_never_a_reason_to_take_the_line_away(
    build: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(what: Happened) -> None:
        raise OSError

    monkeypatch.setattr("ivr.web.app.Observers", lambda observers: Observers({"broken": broken}, interval=0.01))
    app = build()
    app.test_client().post("/voice")
    app.extensions["observers"].close()
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["warnings"] == ["broken: did not see 0 requests, and met an error in 1"]
