"""What the pages say beside their figures, and that nothing they wait for is felt elsewhere."""

from __future__ import annotations

import re
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ivr.content.content import Content
from ivr.statistics.dashboard.figures.views import VIEWS
from ivr.statistics.journal.store import Batch
from ivr.statistics.journal.writer import Journal
from tests.support.dashboards import dashboard
from tests.support.dashboards import log_in
from tests.support.journals import NOON
from tests.support.journals import store_at
from tests.support.journals import story
from tests.support.postgres import Postgres
from tests.support.waiting import eventually


@pytest.fixture
def journal_file(tmp_path: Path) -> str:
    store = store_at(f"sqlite:///{tmp_path / 'journal.sqlite3'}")
    store.write(Batch(story("CA1", NOON)), NOON)
    store.database.close()
    return store.database.url


@pytest.fixture
def client(journal_file: str, content: Content) -> FlaskClient:
    return dashboard(journal_file, content).test_client()


@pytest.mark.parametrize("page", ["login", "overview", "csv/days.csv", "static/charts.js"])
def test_no_page_is_kept_in_a_cache_or_a_search_engine(client: FlaskClient, page: str) -> None:
    log_in(client)
    with client.get(f"/dashboard/{page}") as response:
        headers = response.headers

    assert headers["Cache-Control"] == ("public, max-age=86400" if page.startswith("static") else "no-store")
    assert headers["X-Robots-Tag"] == "noindex"


def test_a_page_holds_no_script_or_style_of_its_own_and_nothing_from_elsewhere(client: FlaskClient) -> None:
    log_in(client)
    for view in VIEWS:
        page = client.get(f"/dashboard/{view}").text
        assert not re.search(r"<style|style=|<script(?![^>]*\bsrc=\"/dashboard/static/)|\son\w+=|https?://", page)


def test_the_day_that_is_not_over_is_marked(client: FlaskClient) -> None:
    log_in(client)
    page = client.get("/dashboard/overview?lang=en").text

    assert re.findall(r'<th scope="row">([^<]*)\(not over yet\)', page) == ["2026-11-24 "]
    assert "Today is not over yet" in page
    assert "Today is not over yet" not in client.get("/dashboard/overview?lang=en&from=2026-11-01&to=2026-11-23").text


def test_the_language_follows_the_browser_and_the_switch(client: FlaskClient) -> None:
    def heading(query: str, accepted: str) -> str:
        return client.get(f"/dashboard/login{query}", headers={"Accept-Language": accepted}).text

    assert '<html lang="en">' in heading("", "en-GB,en;q=0.9")
    assert '<html lang="fr">' in heading("", "nl")
    assert '<html lang="fr">' in heading("?lang=fr", "en")


def test_parameters_of_strangers_do_not_go_on_to_the_next_page(client: FlaskClient) -> None:
    location = client.get("/dashboard/overview?days=7&_external=1&_scheme=ftp&name=x").headers["Location"]

    assert location == "/dashboard/login?days=7"


def test_a_journal_that_cannot_be_written_is_told_with_the_reason(journal_file: str, content: Content) -> None:
    journal = Journal(store_at("sqlite:////nowhere/journal.sqlite3"), retention_days=400, interval=0.01, now=lambda: NOON)
    for event in story("CA1", NOON):
        journal.record(event)
    eventually(lambda: journal.status().failing)
    client = dashboard(journal_file, content, journal).test_client()
    log_in(client)
    page = client.get("/dashboard/overview?lang=en").text
    journal.close(grace=0)

    assert "Journal: 16 events waiting, 0 lost" in page
    assert "cannot be written at the moment. (the file cannot be opened" in page


def test_a_journal_that_is_gone_is_told_and_not_made(journal_file: str, client: FlaskClient) -> None:
    log_in(client)
    path = Path(journal_file.removeprefix("sqlite:///"))
    path.unlink()
    response = client.get("/dashboard/overview?lang=en")

    assert (response.status_code, "cannot be shown at the moment" in response.text) == (503, True)
    assert response.headers["Retry-After"] == "5"
    assert not path.exists()


def test_before_there_is_a_journal_the_login_page_opens_and_the_login_says_what_is_wrong(
    content: Content, tmp_path: Path
) -> None:
    client = dashboard(f"sqlite:///{tmp_path / 'nowhere' / 'missing.sqlite3'}", content).test_client()

    assert log_in(client).status_code == 503


@pytest.mark.alone
def test_a_locked_table_lets_no_page_wait_for_long_and_few_wait_at_all(content: Content) -> None:
    with Postgres.create() as server:
        url = server.database("locked")
        store = store_at(url)
        store.write(Batch(story("CA1", NOON)), NOON)
        app = dashboard(url, content)
        client = app.test_client()
        log_in(client)
        with store.database.engine.begin() as holder, ThreadPoolExecutor(12) as readers:
            holder.exec_driver_sql("LOCK TABLE counts IN ACCESS EXCLUSIVE MODE")
            cookie = client.get_cookie("session")
            assert cookie
            took = list(readers.map(lambda n: _open(app.test_client(), cookie.value), range(12)))
        store.database.close()

        assert {status for status, _ in took} == {503}
        assert max(seconds for _, seconds in took) < 4
        assert sorted(seconds for _, seconds in took)[8] < 1.5
        assert client.get("/dashboard/overview").status_code == 200


def _open(client: FlaskClient, session: str) -> tuple[int, float]:
    client.set_cookie("session", session)
    before = time.monotonic()
    return client.get("/dashboard/overview").status_code, time.monotonic() - before


def test_a_locked_file_of_the_journal_can_still_be_read(journal_file: str, client: FlaskClient) -> None:
    log_in(client)
    other = sqlite3.connect(journal_file.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    status = client.get("/dashboard/overview").status_code
    other.close()

    assert status == 200
