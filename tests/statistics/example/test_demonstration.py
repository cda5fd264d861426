"""The demonstration's dashboard: one click from the start page, and on every page it says that nobody made these calls."""

from __future__ import annotations

import threading
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr.clips.manifest import Clips
from ivr.content.content import Content
from ivr.statistics.dashboard import ownthreads
from ivr.statistics.dashboard.figures.views import TABLES
from ivr.statistics.dashboard.figures.views import VIEWS
from ivr.statistics.dashboard.figures.views import tables_of
from ivr.statistics.example.year import Year
from ivr.statistics.journal.settings import JournalSettings
from ivr.web.app import create_app
from tests.conftest import DEMO
from tests.conftest import live
from tests.support.dashboards import MORNING
from tests.support.dashboards import example
from tests.support.waiting import eventually

SAYS_SO = {"en": "These calls are made up.", "fr": "Ces appels sont inventés."}


@pytest.fixture(scope="module")
def demonstration(content: Content, clips: Clips, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("example")
    return create_app(DEMO, content, clips, journal_settings=JournalSettings(example_folder=str(folder), retention_days=60))


@pytest.fixture
def client(demonstration: Flask) -> FlaskClient:
    """A browser that has seen the page that opens by itself, if there was one."""
    client = demonstration.test_client()
    eventually(lambda: client.get("/dashboard/overview").status_code == 200)
    return client


def test_it_is_one_click_from_the_start_page_without_a_login(client: FlaskClient) -> None:
    assert '<a href="/dashboard/?lang=en">Dashboard</a>' in client.get("/").text
    answer = client.get("/dashboard/?lang=en", follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, "/dashboard/overview")
    assert '<a href="/">Try the line</a>' in answer.text
    assert "logout" not in answer.text


@pytest.mark.parametrize("lang", SAYS_SO)
@pytest.mark.parametrize("view", VIEWS)
def test_every_page_says_that_the_calls_are_made_up(client: FlaskClient, view: str, lang: str) -> None:
    page = client.get(f"/dashboard/{view}?lang={lang}&days=7").text
    assert SAYS_SO[lang] in page
    assert page.count("<table") == len(tables_of(view))  # and none of them is empty


def test_so_does_every_file_in_its_name(client: FlaskClient) -> None:
    for name in TABLES:
        assert 'filename="made-up-' in client.get(f"/dashboard/csv/{name}.csv").headers["Content-Disposition"]


def test_a_real_line_has_no_invented_calls(build: Callable[..., Flask]) -> None:
    assert build(live()).test_client().get("/dashboard/").status_code == 404


def test_nobody_else_sees_the_demonstration(client: FlaskClient) -> None:
    assert client.get("/dashboard/overview", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 403


def test_all_workers_share_one_file_and_the_next_hour_has_its_own(content: Content, tmp_path: Path) -> None:
    first, other = (example(content, tmp_path, length=8).test_client() for _ in range(2))
    eventually(lambda: first.get("/dashboard/overview").status_code == 200)
    (file,) = tmp_path.iterdir()
    made = file.stat().st_mtime_ns
    eventually(lambda: other.get("/dashboard/overview").status_code == 200)
    assert (file.name, file.stat().st_mtime_ns) == (f"example-{MORNING:%Y-%m-%dT%H}.sqlite3", made)


@pytest.fixture
def slow_to_make(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The year is being made until the event is set."""
    goes_on, days = threading.Event(), Year.days

    def waiting(*given: object) -> object:
        goes_on.wait(30)
        return days(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Year, "days", waiting)
    monkeypatch.setattr(ownthreads, "PAGE_SECONDS", 0.05)
    yield goes_on
    goes_on.set()


def test_who_comes_while_it_is_being_made_gets_a_page_that_opens_by_itself(
    content: Content, tmp_path: Path, slow_to_make: threading.Event
) -> None:
    client = example(content, tmp_path, length=8).test_client()
    answer = client.get("/dashboard/overview?lang=en")
    assert answer.status_code == 503
    assert answer.headers["Refresh"] == "2"
    assert "being made up" in answer.text
    assert 'role="alert"' not in answer.text
