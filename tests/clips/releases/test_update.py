"""An update of the program keeps what was changed in the studio."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ivr.clips.releases.conflicts import put_at
from ivr.clips.releases.merge import ABSENT
from ivr.clips.releases.merge import three_ways
from ivr.clips.releases.store import Releases
from ivr.clips.releases.tables import read_yaml
from ivr.clips.releases.tables import write_yaml
from ivr.paths import ROOT
from tests.clips.releases.lines import TOKEN
from tests.clips.releases.lines import every_worker_says
from tests.clips.releases.lines import line_of
from tests.support.checkouts import change_sentence
from tests.support.checkouts import copy_of
from tests.support.checkouts import edit


@pytest.fixture
def own_program(tmp_path: Path, program: Path) -> Path:
    """One that a test may change."""
    return copy_of(program, tmp_path / "program")


@pytest.fixture
def here(tmp_path: Path, own_program: Path, first_release: Path) -> Releases:
    """A line whose editor said something else, in release 0002."""
    releases = Releases(copy_of(first_release, tmp_path / "content"), own_program)
    draft = releases.draft().folder
    edit(draft, "centres.yaml", "website: ceraic.be", "website: ceraic.example")
    change_sentence(draft, "fr", "praise", "Bravo.")
    releases.publish(draft, "Awa", "kinder")
    return releases


def said(releases: Releases, language: str, sentence: str) -> str:
    return releases.load(releases.current_id()).content.words[language].clips[sentence].text


def test_without_a_change_of_the_program_nothing_happens(here: Releases) -> None:
    assert here.update() is None
    assert here.current_id() == "0002"


def test_both_sides_are_kept(here: Releases, own_program: Path) -> None:
    change_sentence(own_program, "fr", "goodbye", "À bientôt.")
    assert here.update() == "0003"
    assert (said(here, "fr", "praise"), said(here, "fr", "goodbye")) == ("Bravo.", "À bientôt.")
    release = here.load("0003")
    assert release.content.centres.centres[1].website == "ceraic.example"
    assert release.clips.missing(release.content.clip_names) == ()
    assert release.place.about
    assert release.place.about.conflicts == ()
    assert here.update() is None


def test_where_both_changed_a_sentence_the_studio_s_stands_and_is_named(here: Releases, own_program: Path) -> None:
    change_sentence(own_program, "fr", "praise", "Parfait, très bien.")
    here.update()
    about = here.place("0003").about
    assert said(here, "fr", "praise") == "Bravo."
    assert about
    assert about.conflicts == ("fr.yaml: clips.praise",)
    here.take_back("0", "Awa", "")
    assert said(here, "fr", "praise") == "Parfait, très bien."


def test_the_order_of_the_questions_stays_as_the_studio_made_it(here: Releases, own_program: Path) -> None:
    """And with it their keys, which are printed."""
    asked = order_questions(here.draft().folder, -1, 0)
    here.publish(here.draft().folder, "Awa", "asked most")
    edit(own_program, "programme.yaml", "questions_review_by: 2027-06-30", "questions_review_by: 2028-06-30")
    edit(own_program, "programme.yaml", "Question : droits", "Question : mes droits")
    here.update()
    release = here.load("0004")
    assert tuple(question.id for question in release.content.programme.questions) == asked
    assert "Question : mes droits" in {question.label.fr for question in release.content.programme.questions}
    assert release.place.about
    assert release.place.about.conflicts == ()


def test_two_orders_of_the_questions_are_shown_and_either_can_be_had(here: Releases, own_program: Path) -> None:
    asked = order_questions(here.draft().folder, -1, 0)
    here.publish(here.draft().folder, "Awa", "asked most")
    new = order_questions(own_program, 0, 1)
    here.update()
    assert tuple(question.id for question in here.load("0004").content.programme.questions) == asked
    (found,) = here.conflicts()
    assert (found.place, tuple(found.theirs)) == ("programme.yaml: questions.(order)", new)
    table = read_yaml((here.place("0004").prompts / "programme.yaml").read_text(encoding="utf-8"))
    put_at(table, found.path, found.theirs)
    assert tuple(question["id"] for question in table["questions"]) == new


def order_questions(folder: Path, taken: int, put: int) -> tuple[str, ...]:
    """Move one of them; their order."""
    path = folder / "prompts" / "programme.yaml"
    table = read_yaml(path.read_text(encoding="utf-8"))
    table["questions"].insert(put, table["questions"].pop(taken))
    path.write_text(write_yaml(table), encoding="utf-8")
    return tuple(question["id"] for question in table["questions"])


def test_a_draft_is_brought_up_to_date(here: Releases, own_program: Path) -> None:
    change_sentence(here.draft().folder, "so", "praise", "Waa yahay.")
    change_sentence(own_program, "fr", "goodbye", "À bientôt.")
    here.update()
    assert here.bring_draft_up_to_date() == ()
    here.publish(here.draft().folder, "Awa", "also in Somali")
    assert [said(here, *which) for which in (("fr", "praise"), ("fr", "goodbye"), ("so", "praise"))] == [
        "Bravo.",
        "À bientôt.",
        "Waa yahay.",
    ]


def test_a_line_that_starts_after_an_update_says_both(here: Releases, tmp_path: Path, voices: tuple[Path, Path]) -> None:
    """Its workers start together, and one of them brings the two together."""
    newer = copy_of(voices[1], tmp_path / "newer")
    shutil.copytree(ROOT / "ivr", newer / "ivr", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", newer)
    look = [sys.executable, "-m", "gunicorn", "--config", "ivr/gunicorn.conf.py", "--check-config", "app:app"]
    settings = {"PATH": os.environ["PATH"], "TWILIO_AUTH_TOKEN": TOKEN, "PUBLIC_URL": "https://line.example"}
    subprocess.run(look, cwd=newer, env=settings | {"CONTENT_DIR": str(here.folder)}, check=True)
    assert here.current_id() == "0002", "whoever only looks whether it starts publishes nothing"
    with line_of(here, folder=newer) as line:
        assert every_worker_says(line, "0003")
    assert said(here, "fr", "praise") == "Bravo."
    assert [event.what for event in here.events()] == ["publish", "publish", "update"]


def entries(names: str, **values: int) -> list[dict[str, object]]:
    """A list of these, each with a fact."""
    return [{"id": name, "v": values.get(name, 1)} for name in names]


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "merged", "conflicts"),
    [
        ({"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}, []),
        ({"a": 1}, {"a": 2}, {"a": 1}, {"a": 2}, []),
        ({"a": 1}, {"a": 2}, {"a": 2}, {"a": 2}, []),
        ({"a": 1}, {"a": 2}, {"a": 3}, {"a": 3}, [("a",)]),
        ({}, {"a": 1}, {"b": 2}, {"a": 1, "b": 2}, []),
        ({"a": 1, "b": 2}, {"a": 1}, {"b": 2}, {}, []),
        ({"a": 1}, {}, {"a": 2}, {}, [("a",)]),
        ({"a": 1}, {"a": 2}, {}, {}, [("a",)]),
        ([1], [1, 2], [0, 1], [0, 1], [()]),
        (
            [{"id": 1, "v": 1}],
            [{"id": 1, "v": 1}, {"id": 2}],
            [{"id": 1, "v": 2}],
            [{"id": 1, "v": 2}, {"id": 2}],
            [],
        ),
        # the order of a list: of whoever moved something, ours where both did
        (entries("abc"), entries("abc", a=2), entries("cab"), entries("cab", a=2), []),
        (entries("abc"), entries("bac"), entries("abc", a=2), entries("bac", a=2), []),
        (entries("abc"), entries("bac"), entries("cab"), entries("cab"), [("(order)",)]),
        (entries("abc"), entries("bac"), entries("bac", a=2), entries("bac", a=2), []),
        (entries("abc"), entries("axbc"), entries("cab"), entries("caxb"), []),
        (entries("abc"), entries("abcz"), entries("yabc"), entries("yabcz"), []),
        (entries("abc"), entries("ac"), entries("cab"), entries("ca"), []),
        ({"text": "a", "say": "b"}, {"text": "a", "say": "c"}, {"text": "d", "say": "b"}, {"text": "d", "say": "b"}, [()]),
        (ABSENT, {"a": 1}, {"a": 2}, {"a": 2}, [()]),
    ],
)
def test_three_ways_come_together(base: object, theirs: object, ours: object, merged: object, conflicts: list[object]) -> None:
    found: list[tuple[str, ...]] = []
    assert three_ways(base, theirs, ours, found) == merged
    assert found == conflicts
