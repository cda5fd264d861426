"""A studio over a checkout of its own, an editor and a reviewer who use it without a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.security import generate_password_hash

from ivr.clips.releases.store import Releases
from ivr.content.hours import BRUSSELS
from ivr.phone.shared_files import blueprint as shared_files
from ivr.settings import Settings
from ivr.studio import tasks
from ivr.studio.blueprints import blueprints
from ivr.studio.jobs import Jobs
from ivr.studio.phone.carrier import SpeakersCarrier
from ivr.studio.settings import StudioSettings
from ivr.studio.store.store import Store
from ivr.studio.studio import Studio
from ivr.studio.studio import open_studio
from ivr.studio.work import Worker
from ivr.web.headers import secured
from ivr.web.limits import limit_bodies
from tests.support.checkouts import checkout

NOW = datetime(2026, 11, 24, 10, tzinfo=BRUSSELS)
PASSWORD = "a password of some length"
KEY = "k" * 40


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Words and clips in which nothing is missing."""
    return checkout(tmp_path_factory.mktemp("program"))


@pytest.fixture
def own_program(program: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    target = tmp_path / "program"
    shutil.copytree(program, target)
    return target


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def studio(program: Path, tmp_path: Path, clock: Clock) -> Studio:
    return studio_over(program, tmp_path / "content", clock)


@pytest.fixture
def demo(program: Path, tmp_path: Path, clock: Clock) -> Studio:
    return studio_over(program, tmp_path / "content", clock, demo=True)


@pytest.fixture
def spoken_anew(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The sounds that the studio asks for, language and sentence, instead of making them."""
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(Jobs, "rebuild", lambda self, language, clip, engine, now: asked.append((language, clip)))
    return asked


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes a while is done in the test's own process: quicker, where the process is not what is tested."""

    def do(releases: Releases, id: int, lock: object) -> None:
        Worker(Store(releases.folder), releases).do(id)

    monkeypatch.setattr(tasks, "start", do)


def studio_over(
    program: Path, folder: Path, clock: Callable[[], datetime], *, demo: bool = False, desk: tuple[str, ...] = ()
) -> Studio:
    editors = {} if demo else {"anna": generate_password_hash(PASSWORD, "scrypt:1024:8:1"), "piet": generate_password_hash("x")}
    settings = StudioSettings(folder, editors, KEY, demo)
    assert settings.on
    return open_studio(settings, Releases(folder, program), clock, desk)


def app_of(studio: Studio, line: Settings | None = None, carrier: SpeakersCarrier | None = None) -> Flask:
    """The pages of the studio alone."""
    app = Flask(__name__, static_folder=None)
    limit_bodies(app)
    app.register_blueprint(secured(shared_files()))
    for pages in blueprints(studio, line or Settings(public_url="https://line.example", auth_token="secret"), carrier):
        app.register_blueprint(secured(pages))
    return app
