"""What is counted, shown and told goes by what callers hear now, not by what they heard when the worker began."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from pathlib import Path

from werkzeug.wrappers import Request
from werkzeug.wrappers import Response

from ivr.call.build import build_line
from ivr.call.line import Line
from ivr.content.content import Content
from ivr.content.hours import BRUSSELS
from ivr.content.sources import FILE
from ivr.paths import PROMPTS
from ivr.statistics.alerts import looks
from ivr.statistics.alerts.alerts import Alerts
from ivr.statistics.alerts.settings import AlertSettings
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.events import Event
from ivr.statistics.journal.events import EventKind
from ivr.statistics.journal.facts import OUTSIDE
from ivr.statistics.journal.opening import open_journal
from ivr.statistics.journal.schema import counts
from ivr.statistics.journal.settings import JournalSettings
from ivr.statistics.journal.status import Health
from ivr.statistics.journal.status import JournalStatus
from ivr.statistics.together.together import Together
from tests.support.dashboards import dashboard
from tests.support.dashboards import log_in
from tests.support.dashboards import prepared
from tests.support.lines import confirmed
from tests.support.servers import serving
from tests.support.waiting import eventually


@dataclass
class Heard:
    """As a line says it; the tests publish something else."""

    line: Line
    prompts: Path = PROMPTS

    @property
    def content(self) -> Content:
        return self.line.content


def named(content: Content, stage: str, name: str) -> Content:
    """The content with another name of a stage for operators."""
    stages = [
        it.model_copy(update={"label": it.label.model_copy(update={"en": name})}) if it.id == stage else it
        for it in content.programme.stages
    ]
    return replace(content, programme=content.programme.model_copy(update={"stages": tuple(stages)}))


def test_the_dashboard_shows_the_names_of_the_release_that_callers_hear(content: Content, tmp_path: Path) -> None:
    heard = Heard(build_line(content))
    url = prepared(f"sqlite:///{tmp_path / 'journal.sqlite3'}")
    client = dashboard(url, content, line=lambda: heard.line).test_client()
    log_in(client)
    assert "S05 Agreement" in client.get("/dashboard/csv/questions.csv?lang=en").text
    heard.line = build_line(named(content, "s05", "S05 Contract"))
    shown = client.get("/dashboard/csv/questions.csv?lang=en").text
    assert "S05 Contract" in shown
    assert "S05 Agreement" not in shown


def test_a_call_is_counted_as_outside_by_the_hours_that_callers_hear(content: Content, tmp_path: Path) -> None:
    evenings = confirmed(content, {"namur": {"phone": "+3281000000", "hours": {"tuesday": ["18:00-21:00"]}}})
    heard = Heard(build_line(content))
    url = prepared(f"sqlite:///{tmp_path / 'journal.sqlite3'}")
    journal = open_journal(JournalSettings(url), lambda: heard.line)
    for number, line in enumerate((heard.line, build_line(evenings))):
        heard.line = line
        at = datetime(2026, 11, 24, 19, number, tzinfo=BRUSSELS)
        journal.record(Event(at, f"CA{number}", EventKind.START, "fr", centre="namur", to="languages", request="start"))
        assert journal.flush()
    journal.close()
    with Database(url, writes=False).engine.connect() as connection:
        outside = connection.execute(counts.select().where(counts.c.measure == OUTSIDE)).all()
    assert [row.n for row in outside] == [1]


def test_operators_are_told_of_the_days_and_translations_that_callers_hear(content: Content, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("sentences: {}", encoding="utf-8")
    stale = looks.translations(content, tmp_path)
    assert stale != looks.translations(content, PROMPTS)
    heard = Heard(build_line(content))
    told: list[str] = []

    @Request.application
    def operators(request: Request) -> Response:
        told.append(request.get_data(as_text=True))
        return Response()

    def status() -> JournalStatus:
        return JournalStatus(0, 0, 0, Health.OFF)

    with serving(lambda address: operators) as url:
        settings = AlertSettings(webhook=url, folder=str(tmp_path / "alerts"))
        alerts = Alerts(settings, lambda: heard, "", Together(None), journal=status, missing=lambda: ())
        overdue = content.centres.model_copy(update={"review_by": date(2020, 2, 29)})
        heard.line, heard.prompts = build_line(replace(content, centres=overdue)), tmp_path
        alerts.start()
        eventually(lambda: len(told) >= 2)
        alerts.close()
    assert any("centres (2020-02-29)" in each for each in told)
    assert any(stale in each for each in told)
