"""What two sides changed is kept with both versions until somebody decides."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from ivr.clips.releases.conflicts import Conflict
from ivr.clips.releases.conflicts import put_at
from ivr.clips.releases.conflicts import said
from ivr.clips.releases.conflicts import value_at
from ivr.clips.releases.merge import ABSENT
from ivr.clips.releases.release import ReleaseError
from ivr.clips.releases.store import Releases
from tests.support.checkouts import change_sentence
from tests.support.checkouts import copy_of

WELCOME = "fr.yaml: clips.welcome"


@pytest.fixture
def own_program(tmp_path: Path, program: Path) -> Path:
    """One that a test may change."""
    return copy_of(program, tmp_path / "program")


@pytest.fixture
def here(tmp_path: Path, own_program: Path, first_release: Path) -> Releases:
    return Releases(copy_of(first_release, tmp_path / "content"), own_program)


def welcome(folder: Path) -> str:
    return str(said(folder / "prompts" / "fr.yaml", "clips.welcome"))


def test_an_update_s_conflict_tells_what_was_and_what_is_new(here: Releases, own_program: Path) -> None:
    before, draft = welcome(own_program), here.draft().folder
    change_sentence(draft, "fr", "welcome", "Salut.")
    here.publish(draft, "Awa", "shorter")
    change_sentence(own_program, "fr", "welcome", "Bienvenue.")
    here.update()
    assert here.conflicts() == (Conflict(WELCOME, before, "Bienvenue."),)
    change_sentence(own_program, "fr", "welcome", "Soyez les bienvenus.")
    here.update()
    assert here.conflicts() == (Conflict(WELCOME, "Bienvenue.", "Soyez les bienvenus."),)  # the newest alone
    here.take_back("0", "Awa", "as it came")
    assert here.conflicts() == ()


def test_a_draft_of_what_came_with_the_program_does_not_undo_its_update(tmp_path: Path, own_program: Path) -> None:
    releases = Releases(tmp_path / "content", own_program)
    before, draft = welcome(own_program), releases.draft().folder
    change_sentence(draft, "fr", "welcome", "Salut.")
    change_sentence(draft, "so", "praise", "Waa yahay.")
    assert not releases.draft_is_behind()
    change_sentence(own_program, "fr", "welcome", "Bienvenue.")
    change_sentence(own_program, "fr", "goodbye", "À bientôt.")
    assert releases.update() is None  # nothing was published yet
    assert releases.draft_is_behind()
    with pytest.raises(ReleaseError, match="the program was updated since this draft was made"):
        releases.publish(draft, "Awa", "shorter")
    assert releases.bring_draft_up_to_date() == (WELCOME,)
    assert not releases.draft_is_behind()
    assert releases.conflicts() == (Conflict(WELCOME, before, "Bienvenue."),)
    words = releases.load(releases.publish(draft, "Awa", "shorter")).content.words
    assert [words["fr"].clips[clip].text for clip in ("welcome", "goodbye")] == ["Salut.", "À bientôt."]
    assert words["so"].clips["praise"].text == "Waa yahay."
    assert not releases.draft_is_behind()


def test_a_conflict_of_the_draft_is_kept_when_it_is_brought_up_to_date_again(here: Releases, tmp_path: Path) -> None:
    change_sentence(here.draft().folder, "fr", "welcome", "Salut.")
    for words in ("Bienvenue.", "Bonjour."):
        other = copy_of(here.place(here.current_id()).folder, tmp_path / words)
        for path in (other / "prompts").iterdir():
            path.chmod(0o644)
        (other / "audio" / "manifest.json").chmod(0o644)
        change_sentence(other, "fr", "welcome", words)
        here.publish(other, "Piet", "from the terminal")
        here.bring_draft_up_to_date()
    assert [(conflict.before, conflict.theirs) for conflict in here.conflicts()] == [("Bienvenue.", "Bonjour.")]


TABLE = {
    "centres": [{"id": "liege", "phone": None}, {"id": "mons", "phone": "1"}],
    "a.b": {"c": 1},
    "days": {1: "un"},
    "plain": [1, 2],
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("centres.mons.phone", "1"),
        ("centres.liege", {"id": "liege", "phone": None}),
        ("a.b.c", 1),
        ("days.1", "un"),
        ("plain", [1, 2]),
        ("centres.(order)", ["liege", "mons"]),
        ("", TABLE),
        ("centres.namur", ABSENT),
        ("plain.1", ABSENT),
    ],
)
def test_a_place_is_found_by_its_names(path: str, value: object) -> None:
    assert value_at(TABLE, path) == value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("centres.mons.phone", "2"),
        ("centres.liege", {"id": "liege", "phone": "3"}),
        ("centres.mons", ABSENT),
        ("centres.namur", {"id": "namur", "phone": None}),
        ("a.b.c", ABSENT),
        ("days.1", "premier"),
        ("new", "word"),
        ("centres.(order)", ["mons", "liege"]),
        ("centres.mons.closed_on", []),
    ],
)
def test_what_is_put_at_a_place_is_there_and_nothing_else_has_changed(path: str, value: object) -> None:
    table = copy.deepcopy(TABLE)
    put_at(table, path, value)
    assert value_at(table, path) == value
    put_at(table, path, value_at(TABLE, path))
    assert {key: _sorted(entry) for key, entry in table.items()} == {key: _sorted(entry) for key, entry in TABLE.items()}


def _sorted(entry: Any) -> Any:
    return sorted(entry, key=str) if isinstance(entry, list) else entry
