"""Who may see the dashboard, and that its figures are right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from ivr.branches import build_line
from ivr.config import ConfigError
from ivr.content import Content
from ivr.dashboard.figures import TABLES
from ivr.dashboard.figures import VIEWS
from ivr.dashboard.period import Period
from ivr.dashboard.texts import FOLDER
from ivr.dashboard.texts import Texts
from ivr.dashboard.texts import load_texts
from ivr.dashboard.web import blueprint
from ivr.journal.events import Event
from ivr.journal.events import Kind
from ivr.journal.settings import DEFAULT_FILE
from ivr.journal.settings import JournalSettings
from ivr.journal.store import Batch
from ivr.journal.store import Store
from ivr.journal.writer import Journal
from tests.journals import store_at
from tests.journals import story
from tests.postgres import Postgres

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
PASSWORD = "a password of some length"
HASH = generate_password_hash(PASSWORD, "scrypt:1024:8:1")
ALL_VIEWS = (*VIEWS, "report")


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres.create() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres) -> Iterator[Store]:
    """A journal with 3 calls today, 1 in the evening of a month ago and 2 forty days ago."""
    sqlite = f"sqlite:///{tmp_path / 'journal.sqlite3'}"
    store = store_at(sqlite if request.param == "sqlite" else postgres.database("dashboard"))
    times = [NOON] * 3 + [NOON - timedelta(days=29, hours=-10)] + [NOON - timedelta(days=40)] * 2
    for n, at in enumerate(times):
        store.write(Batch(story(f"CA{n}", at)), at)
    store.write(Batch([Event(NOON, "CA-silent", Kind.START, to="languages")], lost=7), NOON)
    yield store
    store.database.close()


@pytest.fixture
def journal_file(tmp_path: Path) -> str:
    store = store_at(f"sqlite:///{tmp_path / 'journal.sqlite3'}")
    store.write(Batch(story("CA1", NOON)), NOON)
    store.database.close()
    return store.database.url


def dashboard(url: str, content: Content, password_hash: str = HASH, *, secure: bool = False) -> Flask:
    settings = JournalSettings(url, 400, "asbl", password_hash, "k" * 40)
    app = Flask(__name__, static_folder=None)
    journal = Journal(None, retention_days=400)
    app.register_blueprint(blueprint(settings, journal, content, secure=secure, today=lambda: TODAY))
    return app


def log_in(client: FlaskClient, user: str = "asbl", password: str = PASSWORD, **changes: str) -> TestResponse:
    token = re.search(r'name="token" value="([^"]+)"', client.get("/dashboard/login").text)
    assert token
    form = {"token": token[1], "user": user, "password": password}
    return client.post("/dashboard/login", data=form | changes)


@pytest.fixture
def client(journal_file: str, content: Content) -> FlaskClient:
    return dashboard(journal_file, content).test_client()


# --- who may see it -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", *ALL_VIEWS, "csv/days.csv"])
def test_nothing_is_shown_before_the_login(client: FlaskClient, page: str) -> None:
    response = client.get(f"/dashboard/{page}")

    assert (response.status_code, response.headers["Location"]) == (302, "/dashboard/login")


def test_the_right_name_and_password_open_it(client: FlaskClient) -> None:
    assert log_in(client).headers["Location"] == "/dashboard/overview"
    assert client.get("/dashboard/overview").status_code == 200


@pytest.mark.parametrize(
    ("user", "password"), [("asbl", "wrong"), ("root", PASSWORD), ("", ""), ("asbl", ""), ("ásbl", PASSWORD), ("ASBL", PASSWORD)]
)
def test_anything_else_does_not(client: FlaskClient, user: str, password: str) -> None:
    assert log_in(client, user, password).status_code == 401
    assert client.get("/dashboard/overview").status_code == 302


def test_a_form_that_did_not_come_from_the_page_is_refused(client: FlaskClient) -> None:
    assert log_in(client, token="forged").status_code == 400
    assert client.post("/dashboard/login", data={"user": "asbl", "password": PASSWORD}).status_code == 400


def test_after_five_failures_an_address_has_to_wait_and_others_do_not(client: FlaskClient) -> None:
    refused = [log_in(client, password="wrong").status_code for _ in range(6)]

    assert refused == [401] * 5 + [429]
    assert log_in(client).status_code == 429
    client.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    assert log_in(client).status_code == 302


def test_many_addresses_together_do_not_get_more_attempts(client: FlaskClient) -> None:
    statuses = []
    for n in range(51):
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{n}"
        statuses.append(log_in(client, password="wrong").status_code)

    assert statuses == [401] * 50 + [429]


def test_the_cookie_travels_only_by_https_and_only_to_us(journal_file: str, content: Content) -> None:
    client = dashboard(journal_file, content, secure=True).test_client()
    cookie = client.get("/dashboard/login", base_url="https://line.example").headers["Set-Cookie"]

    assert cookie.startswith("__Host-dashboard=")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))


def test_logging_out_closes_it_and_needs_the_form(client: FlaskClient) -> None:
    log_in(client)
    assert client.post("/dashboard/logout").status_code == 400
    token = re.search(r'name="token" value="([^"]+)"', client.get("/dashboard/overview").text)
    assert token
    client.post("/dashboard/logout", data={"token": token[1]})

    assert client.get("/dashboard/overview").status_code == 302


def test_a_new_password_ends_the_sessions_of_the_old_one(client: FlaskClient, journal_file: str, content: Content) -> None:
    log_in(client)
    cookie = client.get_cookie("dashboard")
    assert cookie
    changed = dashboard(journal_file, content, generate_password_hash("another password", "scrypt:1024:8:1")).test_client()
    changed.set_cookie("dashboard", cookie.value)

    assert changed.get("/dashboard/overview").status_code == 302


@pytest.mark.parametrize("page", ["login", "overview", "static/charts.js"])
def test_every_page_forbids_scripts_frames_and_sources_of_others(client: FlaskClient, page: str) -> None:
    log_in(client)
    with client.get(f"/dashboard/{page}") as response:
        headers = response.headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == ("public, max-age=86400" if page.startswith("static") else "no-store")


def test_a_page_holds_no_script_or_style_of_its_own_and_nothing_from_elsewhere(client: FlaskClient) -> None:
    log_in(client)
    for view in ALL_VIEWS:
        page = client.get(f"/dashboard/{view}").text
        assert not re.search(r"<style|style=|<script(?![^>]*\bsrc=\"/dashboard/static/)|\son\w+=|https?://", page)


# --- what it shows ------------------------------------------------------------------------------------------


def table(store: Store, content: Content, name: str, query: str = "lang=en") -> dict[str, list[str]]:
    """An exported table: the label of each row -> its values."""
    client = dashboard(store.database.url, content).test_client()
    log_in(client)
    response = client.get(f"/dashboard/csv/{name}.csv?{query}")
    assert response.status_code == 200
    lines = response.text.lstrip("\N{BYTE ORDER MARK}").splitlines()
    return {line.split(",")[0]: line.split(",")[1:] for line in lines}


def test_calls_are_counted_by_day_and_compared_with_the_period_before(store: Store, content: Content) -> None:
    days = table(store, content, "days")

    assert len(days) == 31
    assert days["Day"] == ["Calls", "Period before"]
    assert days["2026-11-24"] == ["4", "0"]
    assert days["2026-10-26"] == ["1", "0"]
    assert days["2026-11-14"] == ["0", "2"]


@pytest.mark.parametrize(
    ("query", "calls"),
    [
        ("lang=en", ["4", "80.0", "2"]),
        ("lang=en&days=90", ["6", "85.7", "0"]),
        ("lang=en&days=365", ["6", "85.7", "0"]),
        ("lang=en&from=2026-10-01&to=2026-10-31", ["3", "100.0", "0"]),
        ("lang=en&from=2026-11-01&to=2026-11-30", ["3", "75.0", "3"]),
        ("lang=en&from=2026-10-15&to=2026-11-30", ["6", "85.7", "0"]),
    ],
)
def test_any_period_is_counted_right_by_months_and_days(store: Store, content: Content, query: str, calls: list[str]) -> None:
    assert table(store, content, "languages", query)["Somali"] == calls


def test_hours_languages_branches_and_endings_are_counted(store: Store, content: Content) -> None:
    assert table(store, content, "hours")["12:00"] == ["4", "0", "0"]
    assert table(store, content, "hours")["13:00"] == ["0", "0", "2"]  # in summer time
    assert table(store, content, "languages")["none chosen"] == ["1", "20.0", "0"]
    assert table(store, content, "branches")["My steps"] == ["4", "80.0", "2"]
    assert table(store, content, "branches")["Asked for a person (key 0)"] == ["4", "80.0", "2"]
    assert table(store, content, "endings")["Completed"] == ["4", "80.0", "2"]
    assert table(store, content, "endings")["Not reported"] == ["1", "20.0", "0"]


def test_what_callers_do_not_know_and_where_they_stop_is_counted(store: Store, content: Content) -> None:
    assert table(store, content, "questions")["S04 Social review"] == ["0", "0", "4", "0", "4", "100.0", "2"]
    assert table(store, content, "hang_ups")["After the transfer"] == ["0", "4", "80.0", "2"]
    assert table(store, content, "hang_ups")["Choice of language"] == ["1", "0", "20.0", "0"]
    assert table(store, content, "troubles")["Main menu"] == ["50.0", "0.0", "4", "0", "8"]
    by_language = table(store, content, "troubles_by_step_and_language")
    assert by_language["Main menu"][by_language["Step"].index("Somali")] == "50.0"


def test_the_time_to_a_useful_message_and_transfers_are_counted(store: Store, content: Content) -> None:
    assert table(store, content, "useful")["30-44 s"] == ["4", "2"]
    assert table(store, content, "useful_by_language")["Somali"] == ["42", "42", "100.0"]
    assert table(store, content, "transfers")["Liège"] == ["4", "0", "0", "0", "4", "100.0", "110", "2"]


def test_events_that_were_lost_are_shown(store: Store, content: Content) -> None:
    client = dashboard(store.database.url, content).test_client()
    log_in(client)
    page = client.get("/dashboard/overview?lang=en").text

    assert re.search(r'class="warn">\s*<dt>Events lost</dt>\s*<dd class="value">7<', page)


def test_a_file_for_a_french_spreadsheet_has_semicolons_and_decimal_commas(client: FlaskClient) -> None:
    log_in(client)
    response = client.get("/dashboard/csv/languages.csv?lang=fr")

    assert response.text.startswith("\N{BYTE ORDER MARK}Langue;Appels;Part;Période précédente")
    assert "Somali;1;100,0;0" in response.text
    assert 'filename="languages-2026-10-26-2026-11-24.csv"' in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "query",
    ["from=x&to=y", "from=2026-02-30&to=2026-03-01", "from=2026-03-02&to=2026-03-01", "days=-5", "from=0001-01-01&to=0001-01-02"],
)
def test_an_impossible_period_becomes_the_usual_one(query: str) -> None:
    asked = dict(pair.split("=") for pair in query.split("&"))

    assert Period.from_query(asked, TODAY) == Period(date(2026, 10, 26), TODAY)


def test_a_journal_that_does_not_exist_yet_or_any_more_says_so(content: Content, tmp_path: Path, client: FlaskClient) -> None:
    missing = dashboard(f"sqlite:///{tmp_path / 'missing.sqlite3'}", content).test_client()
    log_in(missing)
    response = missing.get("/dashboard/overview?lang=en")

    assert (response.status_code, "does not answer" in response.text) == (503, True)
    assert not (tmp_path / "missing.sqlite3").exists()


# --- its words ----------------------------------------------------------------------------------------------


def keys_of(value: Any, path: str = "") -> set[str]:
    if not isinstance(value, dict):
        return {path}
    return {key for name, part in value.items() for key in keys_of(part, f"{path}/{name}")}


def test_french_and_english_have_the_same_keys() -> None:
    french, english = (keys_of(yaml.safe_load((FOLDER / f"{code}.yaml").read_text("utf-8"))) for code in ("fr", "en"))

    assert french == english


@pytest.fixture(scope="module")
def texts(content: Content) -> dict[str, Texts]:
    return load_texts(content)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_step_of_the_line_and_every_table_has_a_name(texts: dict[str, Texts], content: Content, language: str) -> None:
    line = build_line(content)

    assert [step for step in line.steps if texts[language].step(step) == step] == []
    assert set(texts[language].words.tables) == set(TABLES)
    assert set(texts[language].words.views) == set(ALL_VIEWS)


def test_numbers_are_written_as_the_language_does(texts: dict[str, Texts]) -> None:
    assert texts["fr"].number(12345.6, "%") == "12\N{NARROW NO-BREAK SPACE}345,6\N{NO-BREAK SPACE}%"
    assert texts["en"].number(12345.6, "%") == "12,345.6\N{NO-BREAK SPACE}%"
    assert texts["en"].number(None) == "–"


def test_the_language_follows_the_browser_and_the_switch(client: FlaskClient) -> None:
    def heading(query: str, accepted: str) -> str:
        return client.get(f"/dashboard/login{query}", headers={"Accept-Language": accepted}).text

    assert '<html lang="en">' in heading("", "en-GB,en;q=0.9")
    assert '<html lang="fr">' in heading("", "nl")
    assert '<html lang="fr">' in heading("?lang=fr", "en")


# --- its settings -------------------------------------------------------------------------------------------

COMPLETE = {"DASHBOARD_USER": "asbl", "DASHBOARD_PASSWORD_HASH": HASH, "SECRET_KEY": "k" * 40}


def test_by_default_there_is_a_file_of_four_hundred_days_and_no_dashboard() -> None:
    settings = JournalSettings.from_env({})

    assert (settings.database_url, settings.retention_days, settings.dashboard) == (f"sqlite:///{DEFAULT_FILE}", 400, False)
    assert DEFAULT_FILE.parent == Path(__file__).resolve().parents[1]


def test_none_switches_the_journal_and_its_dashboard_off() -> None:
    settings = JournalSettings.from_env({**COMPLETE, "DATABASE_URL": "none"})

    assert (settings.database_url, settings.dashboard) == (None, False)


@pytest.mark.parametrize("address", ["postgres://u:p%40w@h/d", "postgresql://u:p%40w@h/d", "postgresql+psycopg://u:p%40w@h/d"])
def test_the_usual_spellings_of_postgresql_are_understood(address: str) -> None:
    assert JournalSettings.from_env({"DATABASE_URL": address}).database_url == "postgresql+psycopg://u:p%40w@h/d"


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"DASHBOARD_USER": "asbl"}, "DASHBOARD_PASSWORD_HASH and SECRET_KEY"),
        ({**COMPLETE, "SECRET_KEY": "short"}, "SECRET_KEY"),
        ({**COMPLETE, "DASHBOARD_PASSWORD_HASH": "in the clear"}, "DASHBOARD_PASSWORD_HASH"),
        ({"RETENTION_DAYS": "0"}, "RETENTION_DAYS"),
        ({"RETENTION_DAYS": "a year"}, "RETENTION_DAYS"),
        ({"DATABASE_URL": "mysql://h/d"}, "DATABASE_URL"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"SECRET_KEY_FILE": "/missing"}, "SECRET_KEY_FILE"),
    ],
)
def test_a_wrong_setting_is_named(env: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        JournalSettings.from_env(env)


def test_no_secret_is_shown_when_the_settings_are_printed() -> None:
    shown = repr(JournalSettings.from_env({**COMPLETE, "DATABASE_URL": "postgresql://u:hush@h/d", "METRICS_TOKEN": "token"}))

    assert not [secret for secret in ("hush", "kkk", "scrypt", "'token'") if secret in shown]
