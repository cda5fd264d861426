"""Times that are too long, and sounds that are missing or say other words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.clips.manifest import Clips
from ivr.clips.manifest import ManifestEntry
from ivr.clips.rules.every import too_late
from ivr.clips.rules.objection import Objection
from ivr.clips.rules.objection import Rule
from ivr.clips.rules.sounding import old_words
from ivr.clips.rules.sounding import silent
from ivr.clips.times import ROWS
from tests.support.lines import pinned

CONTENT = pinned()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_way_may_take_as_long_as_its_goal(row: object) -> None:
    goals = {"fr": row.goal, "en": row.goal, "so": row.goal_elsewhere, "zh": row.goal_elsewhere}  # type: ignore[attr-defined]
    name = row.name  # type: ignore[attr-defined]
    assert list(too_late({(name, language): goal for language, goal in goals.items()})) == []
    found = list(too_late({(name, language): goal + 0.1 for language, goal in goals.items()}))
    assert {each.language: each.most for each in found} == goals
    assert {each.rule for each in found} == {Rule.TIME}


def test_each_sentence_without_a_sound_is_named_once() -> None:
    files = dict.fromkeys(CONTENT.clip_names, "a file")
    del files["so/welcome"], files["fr/digit_end_1"]
    found = set(silent(CONTENT, Clips(Path(), files, {})))
    assert found == {Objection(Rule.SILENT, "so", "welcome"), Objection(Rule.SILENT, "fr", "digit_end_1")}


def spoken(language: str, clip: str, text: str = "x") -> ManifestEntry:
    return ManifestEntry(
        language=language, clip=clip, text=text, engine="pico", voice="v", seconds=1.0, draft=False, licence="l", version="1"
    )


def test_a_sound_of_other_words_is_named_and_a_missing_one_is_not_twice() -> None:
    welcome = dict(CONTENT.phrases("fr"))["welcome"].text
    manifest = {
        "1": spoken("fr", "welcome", welcome),
        "2": spoken("so", "welcome", welcome),
        "3": spoken("so", "no_longer_there"),
    }
    assert list(old_words(CONTENT, manifest)) == [Objection(Rule.OLD_WORDS, "so", "welcome")]
    manifest["1"] = spoken("fr", "welcome", welcome + " ")
    assert [found.language for found in old_words(CONTENT, manifest)] == ["fr", "so"]


def test_the_same_objection_is_known_again_whatever_was_found() -> None:
    before, now = Objection(Rule.TODO, "fr", "s04_todo", found=6.2), Objection(Rule.TODO, "fr", "s04_todo", found=7.0)
    assert before.place == now.place
    assert before.place != Objection(Rule.ABOUT, "fr", "s04_todo").place
    assert before.place != Objection(Rule.TODO, "so", "s04_todo").place
