"""How long the parts of a call may last: to the limit, and not a tenth of a second more."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from ivr.clips.manifest import Clips
from ivr.clips.rules.lengths import ABOUT
from ivr.clips.rules.lengths import FIRST_LANGUAGES
from ivr.clips.rules.lengths import MEGABYTES
from ivr.clips.rules.lengths import MENU
from ivr.clips.rules.lengths import MESSAGE
from ivr.clips.rules.lengths import OPENING
from ivr.clips.rules.lengths import QUESTION
from ivr.clips.rules.lengths import TODO
from ivr.clips.rules.lengths import Lengths
from ivr.clips.rules.lengths import Most
from ivr.clips.rules.lengths import size
from ivr.clips.rules.objection import Objection
from ivr.clips.rules.objection import Rule
from tests.support.lines import pinned

CONTENT = pinned()
STAGE = next(stage.id for stage in CONTENT.programme.stages if not stage.checks)


def objections(seconds: Mapping[str, float]) -> list[Objection]:
    """Where nothing else takes any time."""
    return list(Lengths(CONTENT, Clips(Path(), {}, dict(seconds))).objections())


def first_two() -> tuple[str, str]:
    one, two, *_ = CONTENT.languages.by_key.values()
    return f"{one}/language_choice", f"{two}/language_choice"


MENU_CLIPS = ("main_steps", "main_date", "main_questions", "main_centre", "main_person")
PARTS = {
    Rule.MENU: (MENU, MENU_CLIPS),
    Rule.TODO: (TODO, (f"{STAGE}_todo",)),
    Rule.ABOUT: (ABOUT, (f"{STAGE}_about",)),
    Rule.QUESTION: (QUESTION, (f"{STAGE}_question",)),
    Rule.MESSAGE: (MESSAGE, ("faq_must_answer",)),
}


def lasting(more: float) -> dict[str, float]:
    """Every part in four languages, by so much longer than it may be; a menu shares it among its sentences."""
    return {
        f"{language}/{clip}": (most.of(language) + more) / len(clips)
        for language in ("fr", "en", "so", "zh")
        for most, clips in PARTS.values()
        for clip in clips
    }


def test_a_part_may_last_as_long_as_is_promised_and_no_longer() -> None:
    assert objections(lasting(0.0)) == []
    found = {(each.rule, each.language): each for each in objections(lasting(0.1))}
    assert found.keys() == {(rule, language) for rule in PARTS for language in ("fr", "en", "so", "zh")}
    for (rule, language), each in found.items():
        limit = PARTS[rule][0].of(language)
        assert each.most == limit
        assert each.found == pytest.approx(limit + 0.1)


def test_french_and_english_may_last_as_long_as_they_were_measured_and_others_longer() -> None:
    most = Most(12, 19)
    assert [most.of(language) for language in ("fr", "en", "so", "zh")] == [12, 12, 19, 19]


def test_the_second_language_is_named_in_time_and_the_third_may_take_longer() -> None:
    (one, two), third = first_two(), f"{list(CONTENT.languages.by_key.values())[2]}/language_choice"
    opening = f"{CONTENT.languages.first}/opening"
    each = FIRST_LANGUAGES.short / 4
    assert objections({opening: 2 * each, one: each, two: each, third: 5.0}) == []
    assert [found.rule for found in objections({opening: 2 * each, one: each, two: each + 0.1})] == [Rule.FIRST_LANGUAGES]


def test_the_whole_list_of_languages_is_heard_in_time() -> None:
    offered = list(CONTENT.languages.by_key.values())
    seconds = dict.fromkeys((f"{code}/language_choice" for code in offered), OPENING.short / len(offered))
    assert Rule.OPENING not in {each.rule for each in objections({name: length - 0.001 for name, length in seconds.items()})}
    assert Rule.OPENING in {each.rule for each in objections({name: length + 0.01 for name, length in seconds.items()})}


@pytest.mark.parametrize(("over", "objected"), [(0, False), (1, True)])
def test_all_clips_together_may_be_as_large_as_promised_and_not_a_byte_larger(tmp_path: Path, over: int, objected: bool) -> None:
    for name, bytes_ in (("a.mp3", 1000), ("b.mp3", MEGABYTES * 1024**2 - 1000 + over)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(bytes_)
    clips = Clips(tmp_path, {"fr/a": "a.mp3", "so/a": "a.mp3", "fr/b": "b.mp3"}, {})  # a file that two use counts once
    assert bool(list(size(clips))) is objected
