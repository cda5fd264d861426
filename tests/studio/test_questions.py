"""The frequent questions, changed by an editor without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ivr.call.build import build_line
from ivr.content.yamlfile import ContentError
from ivr.studio.condition import condition_of
from ivr.studio.studio import Studio
from tests.studio.conftest import NOW
from tests.studio.conftest import PASSWORD
from tests.studio.conftest import Clock
from tests.studio.conftest import app_of
from tests.studio.conftest import studio_over
from tests.support.studios import Editor
from tests.support.studios import Reviewer

NEW = {
    "name-fr": "Coût",
    "name-en": "Cost",
    "question-fr": "Combien coûte le parcours ?",
    "question-en": "What does the programme cost?",
    "answer-fr": "Rien : tout est gratuit, 400 heures de français aussi.",
    "answer-en": "Nothing: all of it is free.",
}
NAMES = {"name-fr": "Coût", "name-en": "Cost"}


@pytest.fixture
def editor(studio: Studio, spoken_anew: list[tuple[str, str]]) -> Editor:
    editor = Editor(app_of(studio))
    editor.logs_in("anna", PASSWORD)
    editor.sees("/studio/questions")
    return editor


def asked(studio: Studio) -> list[str]:
    return [question.id for question in studio.draft.content.programme.asked]


def test_a_new_question_waits_for_its_words_and_is_then_heard(
    studio: Studio, editor: Editor, spoken_anew: list[tuple[str, str]]
) -> None:
    before = asked(studio)
    assert editor.sends("/studio/questions", **NEW).location == "/studio/questions/cost"
    assert set(spoken_anew) == {(code, clip) for code in ("fr", "en") for clip in ("faq_cost", "faq_cost_answer")}
    assert asked(studio) == before  # nobody hears it yet, and the draft can be published all the same
    assert "so/faq_cost" not in studio.draft.content.clip_names  # no sound is missed
    assert condition_of(studio.draft, "so").unwritten == {"faq_cost", "faq_cost_answer"}
    refused = editor.sends("/studio/questions/cost", asked="on", **NAMES)
    assert refused.status_code == 422
    assert "ar.yaml" in refused.text
    assert "faq_cost: callers hear this, and nobody has written it" in refused.text
    somali = Reviewer(editor.client.application, studio, studio.links.make("so", "Amina", "anna", NOW))
    assert NEW["question-en"] in somali.sees(f"{somali.home}/sentence/faq_cost?ui=en").text
    studio.draft.change({f"{code}.yaml": _translated for code in ("ar", "ps", "prs", "tr", "ru", "es", "zh")})
    editor.sends("/studio/questions/cost/words/so", question="Immisa?", answer="Waa bilaash.")
    assert editor.sends("/studio/questions/cost", asked="on", **NAMES).status_code == 302
    assert asked(studio) == [*before, "cost"]
    line = build_line(studio.draft.content)
    assert line.steps["faq-cost"].label == {"fr": "Coût", "en": "Cost"}
    assert "so/faq_cost" in studio.draft.content.clip_names
    assert {"faq_cost", "faq_cost_answer"} <= condition_of(studio.draft, "so").silent
    deeds = {(entry.what, entry.about) for entry in studio.audit.last()}
    assert {("question", "+ cost"), ("edited", "so faq_cost_answer"), ("question", "cost")} <= deeds


def _translated(raw: dict[str, dict[str, str]]) -> None:
    raw["clips"] |= {"faq_cost": "?", "faq_cost_answer": "!"}


def test_questions_change_places_and_are_removed_with_their_words(studio: Studio, editor: Editor) -> None:
    first, second, *others = asked(studio)
    editor.sends(f"/studio/questions/{second}/move", to="up")
    assert asked(studio) == [second, first, *others]
    editor.sends(f"/studio/questions/{second}/move", to="up")  # it is the first already
    assert asked(studio) == [second, first, *others]
    assert editor.sends(f"/studio/questions/{first}/remove").status_code == 302
    assert asked(studio) == [second, *others]
    for words in studio.draft.content.words.values():
        assert not {f"faq_{first}", f"faq_{first}_answer"} & words.clips.keys()


@pytest.fixture(scope="module")
def refused(program: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Studio, Editor]:
    """A studio with two questions, one of which waits. Nothing that is tried there is taken, so it stays as it is."""
    studio = studio_over(program, tmp_path_factory.mktemp("content"), Clock())
    studio.draft.change({"programme.yaml": _two})
    editor = Editor(app_of(studio))
    editor.logs_in("anna", PASSWORD)
    editor.sees("/studio/questions")
    return studio, editor


def _two(raw: Any) -> None:
    raw["questions"] = [raw["questions"][0], raw["questions"][1] | {"asked": False}]


@pytest.mark.parametrize(
    ("address", "form", "problem"),
    [
        ("", NEW | {"answer-fr": " "}, "must not be empty"),
        ("/must", {"name-fr": "", "name-en": "Must", "asked": "on"}, "must not be empty"),
        ("/must/words/so", {"question": "400?", "answer": "Haa."}, "must have its numbers written as words, not as 4"),
        ("/must/remove", {}, "questions must have 1 to 8 that are asked, one for each key, not 0"),
    ],
)
def test_what_a_file_may_not_say_the_studio_does_not_take(
    refused: tuple[Studio, Editor], address: str, form: dict[str, str], problem: str
) -> None:
    studio, editor = refused
    before = studio.draft.content.programme.questions
    answer = editor.sends(f"/studio/questions{address}", **form)
    assert answer.status_code == 422
    assert problem in answer.text
    assert studio.draft.content.programme.questions == before


def test_a_ninth_question_has_no_key(refused: tuple[Studio, Editor]) -> None:
    def nine(raw: Any) -> None:
        raw["questions"] = [{"id": f"q{n}", "label": {"fr": "?", "en": "?"}} for n in range(9)]

    with pytest.raises(ContentError, match="questions must have 1 to 8 that are asked, one for each key, not 9"):
        refused[0].draft.change({"programme.yaml": nine})
