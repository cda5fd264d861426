"""The figures are right; on SQLite and on PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.content.content import Content
from ivr.statistics.journal.events import Event
from ivr.statistics.journal.events import EventKind
from ivr.statistics.journal.store import Batch
from ivr.statistics.journal.store import JournalStore
from tests.support.dashboards import dashboard
from tests.support.dashboards import log_in
from tests.support.journals import NOON
from tests.support.journals import store_at
from tests.support.journals import story
from tests.support.postgres import Postgres


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres.create() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres) -> Iterator[JournalStore]:
    """A journal with 3 calls today, 1 in the evening of 27 days ago and 2 forty days ago."""
    sqlite = f"sqlite:///{tmp_path / 'journal.sqlite3'}"
    store = store_at(sqlite if request.param == "sqlite" else postgres.database("dashboard"))
    times = [NOON] * 3 + [NOON - timedelta(days=27, hours=-10)] + [NOON - timedelta(days=40)] * 2
    for n, at in enumerate(times):
        store.write(Batch(story(f"CA{n}", at)), at)
    store.write(Batch([Event(NOON, "CA-silent", EventKind.START, to="languages")], lost=7), NOON)
    yield store
    store.database.close()


def table(store: JournalStore, content: Content, name: str, query: str = "lang=en") -> dict[str, list[str]]:
    """An exported table: the label of each row -> its values."""
    client = dashboard(store.database.url, content).test_client()
    log_in(client)
    response = client.get(f"/dashboard/csv/{name}.csv?{query}")
    assert response.status_code == 200
    lines = response.text.lstrip("\N{BYTE ORDER MARK}").splitlines()
    return {line.split(",")[0]: line.split(",")[1:] for line in lines}


def test_calls_are_counted_by_day_and_compared_with_the_period_before(store: JournalStore, content: Content) -> None:
    days = table(store, content, "days")

    assert len(days) == 29
    assert days["Day"] == ["Calls", "Period before"]
    assert days["2026-11-24"] == ["4", "0"]
    assert days["2026-10-28"] == ["1", "0"]
    assert days["2026-11-12"] == ["0", "2"]


@pytest.mark.parametrize(
    ("query", "calls"),
    [
        ("lang=en", ["4", "80.0", "2"]),
        ("lang=en&days=91", ["6", "85.7", "0"]),
        ("lang=en&days=364", ["6", "85.7", ""]),  # nothing of the year before is kept: there is nothing to compare with
        ("lang=en&from=2026-10-01&to=2026-10-31", ["3", "100.0", "0"]),
        ("lang=en&from=2026-11-01&to=2026-11-30", ["3", "75.0", "2"]),  # with 27 September to 26 October, weekday by weekday
        ("lang=en&from=2026-10-15&to=2026-11-30", ["6", "85.7", "0"]),
    ],
)
def test_any_period_is_counted_right(store: JournalStore, content: Content, query: str, calls: list[str]) -> None:
    assert table(store, content, "languages", query)["Somali"] == calls


def test_hours_languages_branches_and_endings_are_counted(store: JournalStore, content: Content) -> None:
    assert table(store, content, "hours")["12:00"] == ["4", "0", "0"]
    assert table(store, content, "hours")["13:00"] == ["0", "0", "2"]  # in summer time
    assert table(store, content, "languages")["none chosen"] == ["1", "20.0", "0"]
    assert table(store, content, "branches")["My steps"] == ["4", "80.0", "2"]
    assert table(store, content, "branches")["Asked for a person (key 0)"] == ["4", "80.0", "2"]
    assert table(store, content, "endings")["Completed"] == ["4", "80.0", "2"]
    assert table(store, content, "endings")["Not reported"] == ["1", "20.0", "0"]


def test_what_callers_do_not_know_and_where_they_stop_is_counted(store: JournalStore, content: Content) -> None:
    assert table(store, content, "questions")["S04 Social review"] == ["0", "0", "4", "0", "4", "100.0", "2"]
    assert table(store, content, "hang_ups")["After the transfer"] == ["0", "4", "80.0", "2"]
    assert table(store, content, "hang_ups")["Choice of language"] == ["1", "0", "20.0", "0"]
    assert table(store, content, "troubles")["Main menu"] == ["50.0", "0.0", "4", "0", "8"]
    by_language = table(store, content, "troubles_by_step_and_language")
    assert by_language["Main menu"][by_language["Step"].index("Somali")] == "50.0"


def test_the_time_to_a_useful_message_and_transfers_are_counted(store: JournalStore, content: Content) -> None:
    assert table(store, content, "useful")["30-44 s"] == ["4", "2"]
    assert table(store, content, "useful_by_language")["Somali"] == ["42", "42", "100.0"]
    assert table(store, content, "transfers")["Liège"] == ["4", "0", "0", "0", "4", "100.0", "110", "2"]


def test_events_that_were_lost_are_shown(store: JournalStore, content: Content) -> None:
    client = dashboard(store.database.url, content).test_client()
    log_in(client)
    page = client.get("/dashboard/overview?lang=en").text

    assert re.search(r'class="card warn">\s*<dt>Events lost</dt>\s*<dd class="value">7<', page)


def test_a_file_for_a_french_spreadsheet_has_semicolons_and_decimal_commas(store: JournalStore, content: Content) -> None:
    client = dashboard(store.database.url, content).test_client()
    log_in(client)
    response = client.get("/dashboard/csv/languages.csv?lang=fr")

    assert response.text.startswith("\N{BYTE ORDER MARK}Langue;Appels;Part;Période précédente")
    assert "Somali;4;80,0;2" in response.text
    assert 'filename="languages-2026-10-28-2026-11-24.csv"' in response.headers["Content-Disposition"]
