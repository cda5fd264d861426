"""What an editor reads before publishing: what callers would hear otherwise, how long they would wait, what stands against it."""

from __future__ import annotations

import html
import re

import pytest
from pydantic import ValidationError

from ivr.clips.rules.objection import SENTENCES
from ivr.clips.rules.objection import Objection
from ivr.clips.rules.objection import Rule
from ivr.clips.times import ROWS
from ivr.content.hours import Timetable
from ivr.content.phones import fault_of
from ivr.studio.studio import Studio
from ivr.studio.texts import READERS
from ivr.studio.texts import editor_texts
from tests.clips.releases.test_store import speaks_longer
from tests.studio.conftest import PASSWORD
from tests.studio.conftest import app_of
from tests.support.checkouts import edit
from tests.support.studios import Editor

pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture
def editor(studio: Studio) -> Editor:
    editor = Editor(app_of(studio))
    editor.logs_in("anna", PASSWORD)
    return editor


def page_of(editor: Editor, language: str) -> str:
    return html.unescape(editor.sees(f"/studio/release?lang={language}").text)


def test_the_editor_reads_how_long_callers_would_wait(studio: Studio, editor: Editor) -> None:
    folder = studio.releases.draft().folder
    speaks_longer(folder, "en", "s01_question", 6)
    edit(folder, "centres.yaml", "phone: null", 'phone: "+3264222333"')
    page = page_of(editor, "en")
    assert "Centres and the desk (6)" in page
    assert "How long callers wait (4)" in page
    assert 'href="/studio/sentences/en/s01_question"' in page, "where both sounds can be heard"
    row = page.partition("en the first question is heard</th>")[2].partition("</tr>")[0]
    assert row == '<td data-label="Before">13 s</td><td data-label="After">18 s</td><td data-label="At most">38 s</td>'
    assert 'name="why"' in page, "it can be published"


def test_the_editor_reads_in_words_who_would_be_reached_and_when(studio: Studio, editor: Editor) -> None:
    editor.sees("/studio/centres")
    phone = studio.draft.content.centres.by_id["mons"].phone
    assert phone, "an old number that nobody confirmed"
    hours = {"monday": "09:00-12:30, 13:30-16:30", "closed_on": "2026-12-24", "special_hours": "2026-12-31: 09:00-12:00"}
    editor.sends("/studio/centres/mons", phone=phone, confirmed_on="2026-11-20", **hours)
    editor.sends("/studio/centres/desk", **{"n0-phone": "+3281223344", "n0-confirmed_on": "2026-11-20"}, together="on")
    assert rows_of(page_of(editor, "en"), "Centres and the desk") == [
        (
            "CRI Mons, Telephone number",
            f"{phone}, not confirmed: callers are not put through",
            f"{phone}, confirmed on 2026-11-20",
        ),
        ("CRI Mons, Monday", "–", "09:00-12:30, 13:30-16:30"),
        ("CRI Mons, Days off", "–", "2026-12-24"),
        ("CRI Mons, Days with hours of their own, 2026-12-31", "–", "09:00-12:00"),
        ("The line's own desk, Numbers, in the order in which they are tried", "–", "+3281223344"),
        ("The line's own desk, Ring all who are there at once", "no", "yes"),
        ("The line's own desk, +3281223344", "–", "+3281223344, confirmed on 2026-11-20"),
    ]
    assert ("CRI Mons, Lundi", "–", "09:00-12:30, 13:30-16:30") in rows_of(page_of(editor, "fr"), "Centres et accueil")
    assert "centres.yaml" not in page_of(editor, "fr")


def rows_of(page: str, title: str) -> list[tuple[str, ...]]:
    """What a table of the page says: what, before, after."""
    table = page.partition(f'aria-label="{title}"')[2].partition("</tbody>")[0].partition("<tbody>")[2]
    rows = (re.findall("<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table.split("</tr>"))
    return [tuple(row) for row in rows if row]


def test_what_would_keep_callers_waiting_is_told_in_the_editor_s_language_and_not_published(
    studio: Studio, editor: Editor
) -> None:
    speaks_longer(studio.releases.draft().folder, "en", "s01_question", 40)
    assert "en : la question s01 dure 41.0 s, au plus 15 s" in page_of(editor, "fr")
    page = page_of(editor, "en")
    assert "en: the first question is heard after 53 s, at most 38 s; today after 13 s" in page
    assert "too long" in page
    assert 'name="why"' not in page
    answer = editor.waits(editor.sends("/studio/release", why="longer"))
    assert (answer.status_code, studio.releases.current_id()) == (422, "0")
    assert "en: the question s01 lasts 41.0 s, at most 15 s" in html.unescape(answer.text)


@pytest.mark.parametrize("language", READERS)
@pytest.mark.parametrize("rule", Rule)
def test_every_reason_is_told_with_what_it_is_about(language: str, rule: Rule) -> None:
    objection = Objection(rule, "so", "praise", found=9, most=8, detail="0007", today=3)
    said = editor_texts(language).told(objection)
    assert "{" not in said
    assert ("praise" in said) == ("{what}" in SENTENCES[rule])
    assert language == "en" or rule is Rule.CONTENT or said != str(objection)


HOURS = ("9-5", "25:00-26:00", "12:00-09:00", "09:07-12:00")
NUMBERS = ("04 222 33 44", "+3290012345", "+33142223344", "+32123456", "+99912345678")


@pytest.mark.parametrize("language", READERS)
def test_nothing_that_the_checks_find_in_hours_and_numbers_is_told_as_in_a_file(language: str) -> None:
    found = [fault_of(number, ()) for number in NUMBERS]
    for hours in HOURS:
        with pytest.raises(ValidationError) as refused:
            Timetable.model_validate({"hours": {"monday": [hours]}})
        found.append(str(refused.value.errors()[0]["ctx"]["error"]))
    assert [said for said in found if editor_texts(language).problem(said) == said] == []


@pytest.mark.parametrize("language", READERS)
def test_every_way_through_the_call_has_its_name(language: str) -> None:
    assert editor_texts(language).times.keys() == {row.name for row in ROWS}
