"""An update of the program meets what was changed in the studio; an editor settles it, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.studio.draft import entry_in
from ivr.studio.studio import Studio
from tests.studio.conftest import PASSWORD
from tests.studio.conftest import Clock
from tests.studio.conftest import app_of
from tests.studio.conftest import studio_over
from tests.support.checkouts import change_sentence
from tests.support.checkouts import checkout
from tests.support.checkouts import copy_of
from tests.support.checkouts import edit
from tests.support.studios import Editor

pytestmark = pytest.mark.usefixtures("at_once")
WELCOME, PRAISE, CENTRE = "en.yaml: clips.welcome", "so.yaml: clips.praise", "centres.yaml: centres.mons.website"


@pytest.fixture(scope="module")
def few_languages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout(tmp_path_factory.mktemp("few"), "fr", "en", "so")


@pytest.fixture
def own_program(few_languages: Path, tmp_path: Path) -> Path:
    return copy_of(few_languages, tmp_path / "program")


@pytest.fixture
def updated(own_program: Path, tmp_path: Path, clock: Clock, spoken_anew: list[tuple[str, str]]) -> Studio:
    """The program was updated where the studio had published words of its own, in two sentences and a fact."""
    studio = studio_over(own_program, tmp_path / "content", clock)
    draft = studio.releases.draft().folder
    change_sentence(draft, "en", "welcome", "Hello.")
    change_sentence(draft, "so", "praise", "Waa yahay.")
    edit(draft, "centres.yaml", "website: cimb.be", "website: cimb.example")
    change_sentence(draft, "so", "goodbye", "Nabad.")
    studio.releases.publish(draft, "anna", "our words")
    change_sentence(own_program, "en", "welcome", "Welcome, everybody.")
    change_sentence(own_program, "so", "praise", "Waad fiican tahay.")
    edit(own_program, "centres.yaml", "website: cimb.be", "website: mons.be")
    change_sentence(own_program, "en", "goodbye", "So long.")
    assert studio.releases.update() == "0002"
    assert studio.releases.bring_draft_up_to_date() == ()
    return studio


@pytest.fixture
def editor(updated: Studio) -> Editor:
    editor = Editor(app_of(updated))
    editor.logs_in("anna", PASSWORD)
    return editor


def text(studio: Studio, language: str, clip: str) -> str:
    return studio.draft.content.words[language].clips[clip].text


def test_both_versions_are_shown_and_each_is_settled_as_the_editor_decides(
    updated: Studio, editor: Editor, spoken_anew: list[tuple[str, str]]
) -> None:
    assert 'href="/studio/conflicts"' in editor.sees("/studio/").text
    page = editor.sees("/studio/conflicts").text
    for said in ("Hello.", "Welcome, everybody.", "Waa yahay.", "Waad fiican tahay.", "cimb.example", "mons.be", "cimb.be"):
        assert f">{said}<" in page
    assert "Nabad." not in page  # only one side changed it
    assert "So long." not in page
    editor.sends("/studio/conflicts", place=WELCOME, decision="take")
    assert text(updated, "en", "welcome") == "Welcome, everybody."
    sound = entry_in(updated.draft.place, "en", "welcome")
    assert sound
    assert sound["text"] == "Welcome, everybody."  # the one that came with the program
    editor.sends("/studio/conflicts", place=PRAISE, decision="edit", words="Waa hagaag.")
    assert text(updated, "so", "praise") == "Waa hagaag."
    assert spoken_anew == [("so", "praise")]
    editor.sends("/studio/conflicts", place=CENTRE, decision="keep")
    assert updated.draft.content.centres.by_id["mons"].website == "cimb.example"
    assert text(updated, "en", "goodbye") == "So long."
    assert 'name="place"' not in editor.sees("/studio/conflicts").text
    assert 'href="/studio/conflicts"' not in editor.sees("/studio/").text
    assert editor.sends("/studio/conflicts", place=CENTRE, decision="take").status_code == 409  # settled once
    settled = [entry.about for entry in updated.audit.last() if entry.what == "settled"]
    assert settled == [f"{CENTRE}: keep", f"{PRAISE}: edit", f"{WELCOME}: take"]


def test_what_is_taken_is_checked_and_what_was_settled_comes_again_with_the_next_update(
    updated: Studio, editor: Editor, own_program: Path
) -> None:
    editor.sees("/studio/conflicts")
    answer = editor.sends("/studio/conflicts", place=PRAISE, decision="edit", words="3")
    assert answer.status_code == 422
    assert "must have its numbers written as words" in answer.text
    editor.sees("/studio/conflicts")
    editor.sends("/studio/conflicts", place=PRAISE, decision="keep")
    assert PRAISE not in editor.sees("/studio/conflicts").text
    change_sentence(own_program, "so", "praise", "Waad ku mahadsan tahay.")
    assert updated.releases.update() == "0003"
    page = editor.sees("/studio/conflicts").text
    assert "Waad ku mahadsan tahay." in page
    assert "Waa yahay." in page


def test_a_draft_from_before_the_update_is_brought_up_to_date_on_one_click(
    updated: Studio, editor: Editor, own_program: Path, spoken_anew: list[tuple[str, str]]
) -> None:
    studio = updated
    change_sentence(studio.releases.draft().folder, "en", "goodbye", "See you.")
    assert "/studio/draft/update" not in editor.sees("/studio/").text
    change_sentence(own_program, "en", "goodbye", "Farewell.")
    studio.releases.update()
    assert "/studio/draft/update" in editor.sees("/studio/").text
    refused = editor.waits(editor.sends("/studio/release", why="too early"))
    assert refused.status_code == 422
    assert studio.releases.current_id() == "0003"
    page = editor.waits(editor.sends("/studio/draft/update")).text
    assert ">See you.<" in page
    assert ">Farewell.<" in page
    assert "/studio/draft/update" not in page
