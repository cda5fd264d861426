"""When there is a studio, what its settings must be, and that it leaves threads for callers."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from flask import Blueprint
from flask import Flask
from werkzeug.security import generate_password_hash

from ivr.clips.manifest import Clips
from ivr.clips.releases.settings import ContentSettings
from ivr.clips.releases.store import Releases
from ivr.content.content import Content
from ivr.settings import ConfigError
from ivr.statistics.journal.settings import JournalSettings
from ivr.studio.pages.admission import AT_ONCE
from ivr.studio.pages.admission import IN_ALL
from ivr.studio.pages.admission import Admission
from ivr.studio.settings import StudioSettings
from ivr.studio.studio import Studio
from ivr.studio.studio import open_studio
from ivr.studio.texts import FOLDER
from ivr.studio.texts import editor_texts
from ivr.studio.texts import texts
from ivr.web.app import create_app
from tests.conftest import live
from tests.support.caller import Caller
from tests.support.studios import Editor

CONTENT = {"CONTENT_DIR": "/data/content"}
HASH = generate_password_hash("a password", "scrypt:32768:8:1")
KEY = "k" * 40


def test_without_editors_there_is_no_studio() -> None:
    assert not StudioSettings.from_env({"SECRET_KEY": KEY}, demo=False).on


def test_editors_with_a_folder_and_a_key_have_one() -> None:
    settings = StudioSettings.from_env(CONTENT | {"STUDIO_EDITORS": f"anna={HASH}, piet={HASH}", "SECRET_KEY": KEY}, demo=False)
    assert settings.on
    assert set(settings.editors) == {"anna", "piet"}
    assert KEY not in repr(settings)
    assert HASH not in repr(settings)


@pytest.mark.parametrize(
    ("env", "says"),
    [
        (CONTENT | {"STUDIO_EDITORS": f"anna={HASH}"}, "SECRET_KEY"),
        (CONTENT | {"STUDIO_EDITORS": f"anna={HASH}", "SECRET_KEY": "short"}, "at least 32"),
        ({"STUDIO_EDITORS": f"anna={HASH}", "SECRET_KEY": KEY}, "CONTENT_DIR"),
        (CONTENT | {"STUDIO_EDITORS": "anna", "SECRET_KEY": KEY}, "anna: expected a hash"),
        (CONTENT | {"STUDIO_EDITORS": "anna=secret", "SECRET_KEY": KEY}, "anna: expected a hash"),
        (CONTENT | {"STUDIO_EDITORS": f"anna={HASH}, anna={HASH}", "SECRET_KEY": KEY}, "anna is named twice"),
        (CONTENT | {"STUDIO_EDITORS": f"an na={HASH}", "SECRET_KEY": KEY}, "no space"),
    ],
)
def test_what_is_missing_or_wrong_is_named(env: dict[str, str], says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        StudioSettings.from_env(env, demo=False)


def test_a_folder_that_cannot_be_written_keeps_no_line_from_starting_and_comes_back(
    tmp_path: Path, content: Content, clips: Clips
) -> None:
    """Nor does it cost the caller anything that the editors have to wait."""
    place = tmp_path / "disk"
    place.touch()
    settings = StudioSettings(place / "content", {"anna": HASH}, KEY)
    app = create_app(live(), content, clips, studio_settings=settings)
    caller = Caller(app.test_client(), {file: name for name, file in clips.files.items()}, "https://line.example", "secret")
    caller.dials().hears_among_others("fr/opening")
    anna = Editor(app)
    page = anna.sees("/studio/login")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert str(tmp_path) not in page.text
    place.unlink()
    assert anna.logs_in("anna", "another password").status_code == 401
    assert anna.logs_in("anna", "a password").status_code == 302


@pytest.mark.parametrize("page", ["/dashboard/login", "/studio/login"])
def test_beside_a_dashboard_cookies_go_to_nobody_elses_pages_either(
    tmp_path: Path, content: Content, clips: Clips, page: str
) -> None:
    dashboard = JournalSettings(f"sqlite:///{tmp_path / 'j.sqlite3'}", 400, "anna", HASH, KEY)
    studio = StudioSettings(tmp_path / "content", {"anna": HASH}, KEY)
    app = create_app(live(), content, clips, journal_settings=dashboard, studio_settings=studio)
    cookie = app.test_client().get(page, base_url="https://line.example").headers["Set-Cookie"]
    assert "SameSite=Strict" in cookie
    assert "Secure" in cookie
    assert "HttpOnly" in cookie


def test_all_workers_of_a_demonstration_share_a_folder_and_a_key(tmp_path: Path) -> None:
    env = {"STUDIO_DEMO_FOLDER": str(tmp_path / "demo")}
    first, second = StudioSettings.from_env(env, demo=True), StudioSettings.from_env(env, demo=True)
    assert first.on
    assert (first.folder, first.secret_key) == (second.folder, second.secret_key)


def test_every_language_of_the_line_has_the_words_of_the_pages() -> None:
    english, review = texts("en"), (FOLDER / "REVIEW.md").read_text(encoding="utf-8")
    for code in ("fr", "ar", "ps", "prs", "so", "tr", "ru", "es", "zh"):
        assert texts(code).language == code
        assert texts(code).words.keys() == english.words.keys()
        for part in ("words", "troubles"):
            ours, theirs = getattr(texts(code), part), getattr(english, part)
            assert {key for key in theirs if _filled(ours[key]) != _filled(theirs[key])} == set(), code
        assert f"`{code}`" in review
    assert editor_texts("fr").words.keys() == editor_texts("en").words.keys()
    assert editor_texts("fr").deeds.keys() == editor_texts("en").deeds.keys()
    assert editor_texts("fr").problems.keys() == editor_texts("en").problems.keys()


def _filled(words: str) -> list[str]:
    """What the program puts in."""
    return sorted(re.findall(r"\{\w+\}", words))


@pytest.mark.parametrize("url", [None, "https://content.example/line"])
def test_with_a_content_url_the_studio_makes_releases_and_decides_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: Content, clips: Clips, url: str | None
) -> None:
    opened: list[Releases] = []

    def opening(settings: StudioSettings, releases: Releases, **others: object) -> Studio:
        opened.append(releases)
        return open_studio(settings, releases)

    monkeypatch.setattr("ivr.studio.studio.open_studio", opening)
    env = {"CONTENT_DIR": str(tmp_path), "STUDIO_EDITORS": f"anna={HASH}", "SECRET_KEY": KEY}
    settings = StudioSettings.from_env(env, demo=False)
    create_app(live(), content, clips, content_settings=ContentSettings(tmp_path, url), studio_settings=settings)
    assert [releases.follows for releases in opened] == [url is not None]


def test_slow_pages_take_no_more_than_a_few_threads() -> None:
    app, entered, go_on = Flask("slow"), threading.Semaphore(0), threading.Event()
    pages = Blueprint("slow", "slow")
    Admission().guard(pages)

    @pages.get("/")
    def slow() -> str:
        entered.release()
        go_on.wait(10)
        return "done"

    app.register_blueprint(pages)
    answers: list[int] = []

    def ask() -> None:
        answers.append(app.test_client().get("/").status_code)

    threads = [threading.Thread(target=ask) for _ in range(IN_ALL)]
    for thread in threads:
        thread.start()
    for _ in range(AT_ONCE):
        assert entered.acquire(timeout=10)
    refused = next(answer for answer in (app.test_client().get("/") for _ in range(IN_ALL + 1)) if answer.status_code == 503)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    go_on.set()
    for thread in threads:
        thread.join()
    assert answers == [200] * IN_ALL
    assert app.test_client().get("/").status_code == 200
