"""Centres, the line's own desk and the names of places, changed by an editor without a browser."""

from __future__ import annotations

import html
import re
from datetime import datetime
from pathlib import Path

import pytest

from ivr.call.build import build_line
from ivr.content.hours import BRUSSELS
from ivr.settings import Settings
from ivr.studio.condition import condition_of
from ivr.studio.studio import Studio
from tests.studio.conftest import PASSWORD
from tests.studio.conftest import Clock
from tests.studio.conftest import app_of
from tests.studio.conftest import studio_over
from tests.support.studios import Editor

SERVER, OURS, OTHER = "+3242223344", "+3281223344", "+3287334455"
DAY = "2026-11-20"


@pytest.fixture
def studio(program: Path, tmp_path: Path, clock: Clock) -> Studio:
    """With a desk that is set on the server."""
    return studio_over(program, tmp_path / "content", clock, desk=(SERVER,))


@pytest.fixture
def editor(studio: Studio, spoken_anew: list[tuple[str, str]]) -> Editor:
    settings = Settings(public_url="https://line.example", auth_token="secret", desk_numbers=(SERVER,))
    editor = Editor(app_of(studio, settings))
    editor.logs_in("anna", PASSWORD)
    editor.sees("/studio/centres")
    return editor


def rung(studio: Studio) -> list[str]:
    """Whom the line would try, in turn."""
    return [number.phone for number in build_line(studio.draft.content, (SERVER,)).desk]


# --- the desk -------------------------------------------------------------------------------------------


def test_a_confirmed_desk_completes_or_replaces_the_one_set_on_the_server(studio: Studio, editor: Editor) -> None:
    editor.sends("/studio/centres/desk", **{"n0-phone": OURS})
    assert rung(studio) == [SERVER]  # nobody confirmed the other
    editor.sends("/studio/centres/desk", only_these="on", **{"n0-phone": OURS})
    assert rung(studio) == [SERVER]  # so a slip leaves nobody without a desk
    editor.sends("/studio/centres/desk", **{"n0-phone": "+32 81 22 33 44", "n0-confirmed_on": DAY})
    assert rung(studio) == [SERVER, OURS]
    two = {"n0-phone": OURS, "n0-confirmed_on": DAY, "n1-phone": OTHER, "n1-confirmed_on": DAY}
    editor.sends("/studio/centres/desk", only_these="on", **two)
    assert rung(studio) == [OURS, OTHER]
    editor.sends("/studio/centres/desk", only_these="on", first="1", together="on", **two)
    assert rung(studio) == [OTHER, OURS]
    assert studio.draft.content.centres.desk.together
    editor.sends("/studio/centres/desk", **{"n0-phone": "", "n1-phone": ""})
    assert rung(studio) == [SERVER]


def test_the_desk_has_hours_and_days_of_its_own(studio: Studio, editor: Editor) -> None:
    form = {"n0-phone": OURS, "n0-confirmed_on": DAY, "n0-monday": "09:00-12:00", "n0-closed_on": "2026-12-21"}
    editor.sends("/studio/centres/desk", **form, **{"n0-special_hours": "2026-12-24: 09:00-10:00, 14:00-15:00"})
    (number,) = studio.draft.content.centres.desk.numbers
    monday, closed, eve = (datetime(2026, 12, day, 9, 30, tzinfo=BRUSSELS) for day in (7, 21, 24))
    assert number.next_opening(monday) is None
    assert number.next_opening(closed) == datetime(2026, 12, 24, 9, tzinfo=BRUSSELS)
    assert number.next_opening(eve.replace(hour=11)) == datetime(2026, 12, 24, 14, tzinfo=BRUSSELS)
    page = editor.sees("/studio/centres").text
    assert "2026-12-24: 09:00-10:00, 14:00-15:00" in page


@pytest.fixture(scope="module")
def refused(program: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Studio, Editor]:
    """Nothing that is tried there is taken, so it stays as it is."""
    studio = studio_over(program, tmp_path_factory.mktemp("content"), Clock(), desk=(SERVER,))
    editor = Editor(app_of(studio))
    editor.logs_in("anna", PASSWORD)
    editor.sees("/studio/centres")
    return studio, editor


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        (
            {"n0-phone": "+33142223344"},
            "The line's own desk, +33142223344, Telephone number: +33142223344 is not a Belgian number",
        ),
        ({"n0-phone": "+3290012345"}, "+3290012345 is a premium-rate number"),
        ({"n0-phone": "04 222 33 44"}, "must begin with +32"),
        ({"n0-phone": OURS, "n0-confirmed_on": "2999-01-01"}, "2999-01-01 is still to come"),
        ({"n0-phone": OURS, "n0-monday": "9-5"}, '+3281223344, Monday: expected a time such as 09:00-12:30; you wrote "9-5"'),
        ({"special_hours": "2026-12-24"}, "Days with hours of their own, 2026-12-24: expected hours, such as 09:00-12:30"),
        (
            {f"n{n}-{key}": value for n in range(4) for key, value in (("phone", f"+328122334{n}"), ("confirmed_on", DAY))},
            "With those set on the server there are 5 numbers of the desk; at most 4 can be rung",
        ),
    ],
)
def test_the_desk_is_checked_as_the_file_is(refused: tuple[Studio, Editor], form: dict[str, str], problem: str) -> None:
    studio, editor = refused
    answer = editor.sends("/studio/centres/desk?lang=en", **form)
    assert answer.status_code == 422
    assert problem in html.unescape(answer.text)
    assert studio.draft.content.centres.desk.numbers == ()


def test_a_form_with_a_mistake_comes_back_as_it_was_typed_with_the_mistake_at_its_field(studio: Studio, editor: Editor) -> None:
    form = {"phone": "+32 81 22 33 44", "monday": "9h-12h30", "tuesday": "09:00-12:30", "special_hours": "24/12: 09:00-10:00"}
    answer = editor.sends("/studio/centres/mons?lang=fr", **form, closed_on="2026-12-24, 32.12")
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    own = page.partition('id="mons" open')[2].partition("</form>")[0]
    for name, value in (("phone", "+32 81 22 33 44"), ("monday", "9h-12h30"), ("tuesday", "09:00-12:30")):
        assert f'name="{name}" value="{value}"' in own
    assert "24/12: 09:00-10:00</textarea>" in own
    assert re.findall('name="([^"]+)"[^>]*aria-invalid', own) == ["monday", "closed_on", "special_hours"]
    assert page.count("9h-12h30") == 3, "typed, told at the field, told above"
    told = re.findall("<li>(CRI Mons.*?)</li>", page)
    assert told == [
        'CRI Mons, Lundi: écrivez une heure comme 09:00-12:30 ; vous avez écrit "9h-12h30"',
        'CRI Mons, Jours de fermeture: écrivez un jour comme 2026-12-24 ; vous avez écrit "32.12"',
        'CRI Mons, Jours avec un horaire particulier, 24/12: écrivez un jour comme 2026-12-24 ; vous avez écrit "24/12"',
    ]
    assert "9h-12h30" not in editor.sees("/studio/centres").text, "nothing was saved"


def test_a_number_of_the_desk_that_was_to_be_tried_earlier_has_its_mistake_at_its_own_field(editor: Editor) -> None:
    editor.sends("/studio/centres/desk", **{"n0-phone": OURS})
    form = {"n0-phone": OURS, "n1-phone": OTHER, "n1-monday": "9-5", "first": "1", "together": "on"}
    own = editor.sends("/studio/centres/desk?lang=en", **form).text.partition('id="desk" open')[2]
    assert re.findall('name="([^"]+)"[^>]*aria-invalid', own) == ["n1-monday"]
    assert re.search('name="together" checked', own)


def test_a_mistake_loses_no_words_on_any_page(studio: Studio, editor: Editor) -> None:
    wrong = {"words": "Le {day} précieux."}
    for address in ("/studio/messages/fr/sms_deadline", "/studio/sentences/fr/sms_deadline/words"):
        answer = editor.sends(address, **wrong)
        if answer.status_code != 404:
            assert answer.status_code == 422
            assert "Le {day} précieux.</textarea>" in answer.text
    new = {f"{part}-{code}": f"{part} {code}" for part in ("name", "answer") for code in ("fr", "en")}
    answer = editor.sends("/studio/questions", **new, **{"question-fr": "Combien, le {prix} ?", "question-en": ""})
    assert answer.status_code == 422
    assert "Combien, le {prix} ?</textarea>" in answer.text
    answer = editor.sends("/studio/links?lang=fr", name="Amina", language="so", phone="0470 12 34 56")
    assert answer.status_code == 422
    assert 'value="Amina"' in answer.text
    assert 'value="0470 12 34 56"' in answer.text
    assert 'value="so" lang="so" selected' in answer.text
    assert "doit commencer par +32, sans le premier 0" in answer.text


# --- names of places ------------------------------------------------------------------------------------


def test_a_town_is_spoken_otherwise_in_every_language(studio: Studio, editor: Editor, spoken_anew: list[tuple[str, str]]) -> None:
    editor.sends(
        "/studio/centres/mons", spoken_town="Mons, à Saint-Ghislain", website="cimb.be", site_spoken="c i m b, point b e"
    )
    assert {dict(studio.draft.content.phrases(code))["town_mons"].text for code in ("fr", "so", "zh")} == {
        "Mons, à Saint-Ghislain"
    }
    assert spoken_anew == [("", "town_mons")]  # "": every language
    assert studio.draft.content.centres.by_id["mons"].town == "Saint-Ghislain (Mons)"  # not in the form, so not changed


def test_a_commune_is_read_as_somebody_wrote_it_and_as_it_is_spelled_again(
    studio: Studio, editor: Editor, spoken_anew: list[tuple[str, str]]
) -> None:
    assert "commune_25112" in editor.sees("/studio/sentences/fr?show=places").text
    editor.sends("/studio/sentences/fr/commune_25112/words", words="Vavre")
    wavre = dict(studio.draft.content.phrases("so"))["commune_25112"]
    assert (wavre.text, wavre.words_for("espeak"), wavre.voice) == ("Wavre", "Vavre", "fr")
    assert 'value="Vavre"' in editor.sees("/studio/sentences/fr/commune_25112").text
    editor.sends("/studio/sentences/fr/commune_25112/words", words="")
    assert dict(studio.draft.content.phrases("so"))["commune_25112"].words_for("espeak") == "Wavre"
    assert spoken_anew == [("", "commune_25112")] * 2


# --- text messages --------------------------------------------------------------------------------------


def test_a_text_message_is_changed_and_keeps_what_the_line_fills_in(studio: Studio, editor: Editor) -> None:
    assert "sms_deadline" in editor.sees("/studio/messages/so").text
    answer = editor.sends("/studio/messages/so/sms_deadline", words="Waa {day}.")
    assert answer.status_code == 422
    assert "texts sms_deadline: date missing and day not known" in answer.text
    assert "a brace is missing" in editor.sends("/studio/messages/so/sms_deadline", words="Waa {date.").text
    editor.sees("/studio/messages/so")
    assert editor.sends("/studio/messages/so/sms_deadline", words="Waa {date}.").status_code == 302
    assert studio.draft.content.words["so"].texts["sms_deadline"] == "Waa {date}."
    editor.sends("/studio/messages/fr/sms_done", words="Parcours terminé.")
    assert "sms_done" in condition_of(studio.draft, "so").stale
    editor.sends("/studio/messages/so/sms_done", words=studio.draft.content.words["so"].texts["sms_done"])
    assert "sms_done" not in condition_of(studio.draft, "so").stale
