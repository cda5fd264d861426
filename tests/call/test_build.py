"""What stops the start instead of a call, and what can be added by files alone."""

from __future__ import annotations

import pkgutil
import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from ivr.call import branches
from ivr.call import line
from ivr.call.branches import deadline
from ivr.call.branches import desk
from ivr.call.branches import find_centre
from ivr.call.branches import opening
from ivr.call.branches import stages
from ivr.call.branches import summary
from ivr.call.build import build_line
from ivr.call.leads import Menu
from ivr.call.leads import go
from ivr.call.leads import says
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import Step
from ivr.content.content import Content
from ivr.content.yamlfile import ContentError
from ivr.paths import PROMPTS
from scripts.dev.walk import walk
from tests.support.calling import MORNING
from tests.support.lines import pinned

CONTENT = pinned()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def says_in_every_language(folder: Path, **clips: str) -> None:
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if "\nclips:\n" in text:
            edit(path, "\nclips:\n", "\nclips:\n" + "".join(f'  {clip}: "{words}"\n' for clip, words in clips.items()))


# --- what stops the start ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "name", "value", "told"),
    [
        (line, "WELCOME", go("welcom"), "line.WELCOME: it leads to 'welcom'"),
        (opening, "STAGES", go("steps"), "opening.STAGES: it leads to 'steps'"),
        (stages, "SUMMARY", go("sumary"), "stages.SUMMARY: it leads to 'sumary'"),
        (deadline, "ANEW", go("day", "date_anew"), "day: it says 'date_anew'"),
        (find_centre, "DOUBT", says("commune_doubts"), "find_centre.DOUBT: it says 'commune_doubts'"),
        (summary, "LONG_MENU", Menu({"1": go("sumary")}), "summary.LONG_MENU: it leads to 'sumary'"),
        (summary, "DONE", says("fr/summary_dome"), "summary.DONE: it says 'fr/summary_dome'"),
        (desk, "OUTCOMES", {"busy": says("dial_buzy")}, "desk.OUTCOMES: it says 'dial_buzy'"),
    ],
)
def test_a_constant_that_names_nothing_stops_the_start(
    module: ModuleType, name: str, value: object, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, value)
    with pytest.raises(ContentError) as fault:
        build_line(CONTENT)
    assert told in str(fault.value)


@pytest.mark.parametrize("branch", [each.name for each in pkgutil.iter_modules(branches.__path__)])
def test_no_branch_is_forgotten(branch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module(f"ivr.call.branches.{branch}"), "BRAND_NEW", go("nowhere"), raising=False)
    with pytest.raises(ContentError, match=rf"{branch}.BRAND_NEW: it leads to 'nowhere'"):
        build_line(CONTENT)


WRONG_STEPS: dict[str, tuple[Step, str]] = {
    "a message that leads nowhere": (Message("end", says("welcome"), go("nowhere")), "end: it leads to 'nowhere'"),
    "a message without words": (Message("end", says("welcom"), go("main")), "end: it says 'welcom'"),
    "a menu that leads nowhere": (Choice("end", says("welcome"), Menu({"1": go("nowhere")})), "leads to 'nowhere'"),
    "words on the way of a menu": (Choice("end", says("welcome"), Menu({"1": go("main", "oh")})), "says 'oh'"),
    "a reminder without words": (Choice("end", says("welcome"), Menu(), reminder=says("oh")), "says 'oh'"),
    "a hint without words": (Choice("end", says("welcome"), Menu(), hint=says("oh")), "says 'oh'"),
    "a way back that leads nowhere": (Choice("end", says("welcome"), Menu(), back="nowhere"), "leads to 'nowhere'"),
    "a third failure that leads nowhere": (Choice("end", says("welcome"), Menu(), give_up=go("nowhere")), "'nowhere'"),
    "a name twice": (Message("welcome", says("welcome"), go("main")), "two things of the content"),
    "a name too long": (Message("a" * 21, says("welcome"), go("main")), "at most 20 small letters"),
    "a name with capitals": (Message("Welcome", says("welcome"), go("main")), "at most 20 small letters"),
    "no label": (Message("brand-new", says("welcome"), go("main")), "has no label"),
}


@pytest.mark.parametrize("what", WRONG_STEPS)
def test_a_step_that_names_nothing_stops_the_start(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong, told = WRONG_STEPS[what]
    the_others = opening.steps

    def with_the_wrong_one(content: Content, desk: int) -> Iterator[Step]:
        yield from (step for step in the_others(content, desk) if step.name != "end")
        yield wrong

    monkeypatch.setattr(opening, "steps", with_the_wrong_one)
    with pytest.raises(ContentError) as fault:
        build_line(CONTENT)
    assert told in str(fault.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("programme.yaml", "after_no: [centre_stages_wait]", "after_no: [centre_stages_wate]", "centre_stages_wate"),
        ("programme.yaml", "against: check_not_yet", "against: check_not_jet", "check_not_jet"),
        ("programme.yaml", "- {id: must, label", "- {id: musst, label", "faq_musst"),
        ("programme.yaml", "- {id: s04, part: review", "- {id: s99, part: review", "s99_question"),
        ("programme.yaml", "part: review", "part: revue", "name_revue"),
        ("labels.yaml", '  main: {fr: "Menu principal", en: "Main menu"}\n', "", "steps.main"),
        ("labels.yaml", '  todo: {fr: "{label} : que faire", en: "{label}: what to do"}\n', "", "s02-todo"),
        (
            "programme.yaml",
            "- {id: s04, part: review, at: centre, label",
            "- {id: s04, part: review, at: center, label",
            "center",
        ),
        ("programme.yaml", "certificate: certificate ", "certificate: diploma ", "certificate"),
        ("centres.yaml", "id: liege", "id: luik", '"liege" stands there'),
    ],
)
def test_a_file_that_names_nothing_stops_the_start(folder: Path, file: str, old: str, new: str, told: str) -> None:
    edit(folder / file, old, new)
    with pytest.raises(ContentError) as fault:
        build_line(Content.load(folder))
    assert told in str(fault.value)


# --- what is added by files alone --------------------------------------------------------------------


def test_a_question_a_stage_and_a_centre_are_added_by_files_alone(folder: Path) -> None:
    """Everything a caller may meet is there, in every language, and operators read its name."""
    programme, centres = folder / "programme.yaml", folder / "centres.yaml"
    edit(
        programme, "questions_source:", '  - {id: cost, label: {fr: "Question : prix", en: "Question: price"}}\nquestions_source:'
    )
    edit(
        programme,
        "stages_source:",
        '  - {id: s14, part: housing, offers_centre: true, label: {fr: "S14 Logement", en: "S14 Housing"}}\nstages_source:',
    )
    edit(centres, "  - id: verviers\n", "  - id: spa\n")  # eight is the most: one in the place of another
    edit(folder / "postcodes.csv", "certain\n", "certain\n4900,Spa,Spa,63072,spa,yes\n")
    table = (folder / "postcodes.csv").read_text(encoding="utf-8")
    (folder / "postcodes.csv").write_text(table.replace(",verviers,", ",spa,"), encoding="utf-8")
    says_in_every_language(
        folder, faq_cost="?", faq_cost_answer="!", s14_question="?", s14_about="!", s14_todo="!", name_housing="."
    )
    content = Content.load(folder)
    grown = build_line(content.for_demonstration())

    start = grown.advance(replace(grown.open("", MORNING).state, step="main"), "9", MORNING)
    reached = {edge.after.state.step for edge in walk(grown, MORNING, start)}
    new = {"faq-cost", "faq-cost-next", "s14", "s14-todo", "s14-offer", "s14-about", "s14-each"}
    assert new <= grown.steps.keys()
    assert {step.label["en"] for name, step in grown.steps.items() if name in new} >= {"Question: price", "S14 Housing"}
    assert all(step.label for step in grown.steps.values())
    assert new <= reached
    at_spa = grown.advance(replace(grown.open("", MORNING).state, step="towns"), "8", MORNING)
    assert (at_spa.state.centre, "fr/town_spa" in at_spa.clips) == ("spa", True)


def test_a_ninth_centre_has_no_key_and_is_refused(folder: Path) -> None:
    with (folder / "centres.yaml").open(encoding="utf-8") as file:
        text = file.read()
    first = text[text.index("  - id: namur\n") : text.index("  - id: la-louviere\n")]
    edit(folder / "centres.yaml", "  - id: namur\n", first.replace("namur", "arlon") + "  - id: namur\n")
    with pytest.raises(ContentError, match=r"centres\.yaml.*centres"):
        Content.load(folder)
