"""Editors who come in with a link of their own instead of a password."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from ivr.studio.store.links import EDITORS
from ivr.studio.store.links import Link
from ivr.studio.store.links import LinkError
from ivr.studio.store.links import Refusal
from ivr.studio.studio import Studio
from ivr.studio.texts import editor_texts
from tests.studio.conftest import NOW
from tests.studio.conftest import PASSWORD
from tests.studio.conftest import Clock
from tests.studio.conftest import app_of
from tests.studio.conftest import studio_over
from tests.support.studios import Editor
from tests.support.studios import Reviewer

WITHIN = 1.0  # seconds from the withdrawal


@pytest.fixture
def app(studio: Studio) -> Flask:
    return app_of(studio)


@pytest.fixture
def anna(app: Flask) -> Editor:
    """With a password."""
    editor = Editor(app)
    editor.logs_in("anna", PASSWORD)
    return editor


@pytest.fixture
def link(studio: Studio) -> Link:
    return studio.links.make(EDITORS, "Fatima", "anna", NOW)


@pytest.fixture
def fatima(app: Flask, studio: Studio, link: Link) -> Editor:
    """With a link."""
    editor = Editor(app)
    assert editor.comes_in(f"/studio/e/{studio.links.token(link)}").location == "/studio/"
    return editor


def test_an_editor_is_invited_comes_in_without_a_password_and_works_under_their_own_name(
    app: Flask, studio: Studio, anna: Editor
) -> None:
    anna.sees("/studio/links")
    made = anna.sees(anna.sends("/studio/links/editors", name="Fatima Haddad").location).text
    (address,) = re.findall(r'id="address" readonly value="https://line\.example([^"]+)"', made)
    fatima = Editor(app)
    assert "Fatima Haddad" in fatima.sees(address).text
    assert fatima.sees("/studio/").location == "/studio/login"  # looking at the link opens nothing
    fatima.comes_in(address)
    assert fatima.sees("/studio/").status_code == 200
    fatima.sees("/studio/links")
    fatima.sends("/studio/links", name="Amina", language="so")
    deeds = [(entry.who, entry.what) for entry in reversed(studio.audit.last())]
    assert deeds == [("anna", "link_made"), ("Fatima Haddad", "entered"), ("Fatima Haddad", "link_made")]
    assert anna.sees("/studio/audit").text.count(">Fatima Haddad</td>") == 2


def test_a_withdrawn_link_ends_an_editors_session_on_every_worker_within_a_second(
    studio: Studio, program: Path, anna: Editor, fatima: Editor, link: Link
) -> None:
    elsewhere = Editor(app_of(studio_over(program, studio.releases.folder, studio.now)))
    elsewhere.comes_in(f"/studio/e/{studio.links.token(link)}")
    anna.sees("/studio/links")
    anna.sends(f"/studio/links/{link.id}/withdraw")
    begin = time.monotonic()
    answers = [editor.sees("/studio/audit").location for editor in (fatima, elsewhere)]
    answers.append(fatima.sends("/studio/release", why="quickly").location)
    assert time.monotonic() - begin < WITHIN
    assert answers == ["/studio/login"] * 3
    assert studio.releases.current_id() == "0"
    again = fatima.sees(f"/studio/e/{studio.links.token(link)}")
    assert (again.status_code, editor_texts("fr").words["door_link_withdrawn"].split(".")[0] in again.text) == (410, True)


def test_a_session_ends_with_the_days_of_its_link(fatima: Editor, clock: Clock) -> None:
    clock.now = NOW + timedelta(days=30)
    assert fatima.sees("/studio/").location == "/studio/login"


def test_an_editor_who_logs_out_is_out(fatima: Editor) -> None:
    fatima.sees("/studio/")
    assert fatima.sends("/studio/logout").location == "/studio/login"
    assert fatima.sees("/studio/").location == "/studio/login"


def test_whoever_came_in_with_a_link_invites_and_withdraws_no_editor(studio: Studio, fatima: Editor, link: Link) -> None:
    page = fatima.sees("/studio/links").text
    assert editor_texts("fr").words["new_editor"] not in page
    assert fatima.sends("/studio/links/editors", name="Somebody").status_code == 403
    assert fatima.sends(f"/studio/links/{link.id}/withdraw").status_code == 403
    assert [each.name for each in studio.links.all(edits=True)] == ["Fatima"]
    assert fatima.sends("/studio/links", name="Amina", language="so").status_code == 302  # reviewers are another matter


def test_a_reviewers_link_is_no_editors_and_an_editors_no_reviewers(app: Flask, studio: Studio, link: Link) -> None:
    reviewer = Reviewer(app, studio, studio.links.make("so", "Amina", "anna", NOW))
    token = reviewer.home.rpartition("/")[2]
    assert Editor(app).comes_in(f"/studio/e/{token}").status_code == 404
    assert Editor(app).sees(f"/studio/r/{studio.links.token(link)}/").status_code == 404
    for edits, wrong in ((True, token), (False, studio.links.token(link))):
        with pytest.raises(LinkError) as refused:
            studio.links.open(wrong, NOW, edits=edits)
        assert refused.value.why is Refusal.UNKNOWN


def test_a_form_from_elsewhere_lets_nobody_in(app: Flask, studio: Studio, link: Link) -> None:
    editor = Editor(app)
    assert editor.sends(f"/studio/e/{studio.links.token(link)}", csrf_token="").status_code == 400
    assert editor.sees("/studio/").location == "/studio/login"


def test_a_demonstration_where_everybody_is_an_editor_has_no_such_links(demo: Studio) -> None:
    editor = Editor(app_of(demo))
    assert editor.sees(f"/studio/e/{demo.links.token(demo.links.make(EDITORS, 'x', 'demo', NOW))}").status_code == 404
    assert editor_texts("fr").words["new_editor"] not in editor.sees("/studio/links").text
