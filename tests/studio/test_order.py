"""In which order a reviewer meets the sentences, and beside which others."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from ivr.content.content import Content
from ivr.content.labels import load_labels
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.facts import STEP
from ivr.statistics.journal.schema import counts
from ivr.studio.callers import calls
from ivr.studio.callers import what_callers_hear
from ivr.studio.heard import Told
from ivr.studio.heard import heard
from ivr.studio.heard import in_order
from ivr.studio.sentences import sentences
from ivr.studio.visits import DAYS
from ivr.studio.visits import ENOUGH
from ivr.studio.visits import Visits
from tests.studio.conftest import NOW

CONTENT = Content.load()


def said(*steps: tuple[str, Sequence[str]]) -> list[Told]:
    return [Told(step, tuple(clips)) for step, clips in steps]


@pytest.mark.parametrize(
    ("calls", "visits", "expected"),
    [
        ([], {}, ["goodbye", "welcome", "hint"]),  # nothing is known: as they stand in the file
        ([said(("start", ["welcome"]), ("end", ["goodbye"])), said(("start", ["welcome"]))], {}, ["welcome", "goodbye", "hint"]),
        ([said(("start", ["welcome"])), said(("start", ["welcome", "hint"]))], {}, ["welcome", "hint", "goodbye"]),
        ([said(("start", ["welcome"]), ("end", ["goodbye"]))], {"start": 1, "end": 5}, ["goodbye", "welcome", "hint"]),
        ([said(("start", ["welcome"]), ("other", ["hint"]))], {"end": 5}, ["welcome", "hint", "goodbye"]),  # no figure of these
        # Half of those who are at the end hear the hint: real visits weigh each sentence by its share.
        ([said(("end", ["goodbye", "hint"])), said(("end", ["goodbye"]))], {"end": 8}, ["goodbye", "hint", "welcome"]),
    ],
)
def test_what_callers_hear_most_comes_first(calls: list[list[Told]], visits: dict[str, int], expected: list[str]) -> None:
    assert in_order(["goodbye", "welcome", "hint"], heard(calls), visits) == expected


def test_who_hears_a_sentence_twice_counts_once() -> None:
    told = heard([said(("hint", ["hint"]), ("hint", ["hint"]), ("main", ["menu"])), said(("main", ["menu"]))])
    assert in_order(["hint", "menu"], told) == ["menu", "hint"]


def test_numbers_and_places_share_their_weight_and_stay_together() -> None:
    told = heard([said(("read-back", ["you_typed", "day_3"])), said(("read-back", ["you_typed"]), ("bye", ["goodbye"]))])
    assert in_order(["day_1", "day_2", "day_3", "goodbye", "you_typed"], told) == [
        "you_typed",
        "goodbye",
        "day_1",
        "day_2",
        "day_3",
    ]


def test_only_what_follows_without_a_key_stands_beside() -> None:
    call = [Told("a", ("one", "two")), Told("b", ("three",), flows=True), Told("c", ("four",))]
    told = heard([call])
    assert told.before == {("two", "a"): "one", ("three", "b"): "two"}
    assert told.after == {("one", "a"): "two", ("two", "a"): "three"}


def test_a_sentence_that_nobody_heard_is_where_its_relatives_are() -> None:
    told = heard([said(("deadline", ["left_passed", "day_3"]), ("s07", ["half_2"]), ("s08", ["half_3"]))])
    assert [told.where(clip) for clip in ("left_month", "day_4", "half_4", "sorry")] == ["deadline", "deadline", None, None]


def test_the_line_begins_with_its_first_words_the_languages_and_the_menu() -> None:
    order = list(sentences(CONTENT, "fr"))
    assert order[:3] == ["opening", "language_choice", "welcome"]
    assert {clip for clip in order[3:9] if clip.startswith("main_")} >= {"main_steps", "main_date", "main_centre", "main_person"}
    assert order.index("s01_question") < order.index("s05_question") < order.index("s10_todo")
    assert order.index("praise") < order.index("dial_busy")
    assert order.index("commune_doubt") < order.index("commune_62063")


def test_every_language_says_all_its_sentences_in_the_same_order() -> None:
    pashto = [clip for clip in sentences(CONTENT, "ps") if clip in CONTENT.words["ps"].clips]
    assert [clip for clip in sentences(CONTENT, "zh") if clip in CONTENT.words["zh"].clips] == pashto
    assert {clip for clip in CONTENT.words["ps"].clips if not clip.startswith("whisper")} == set(pashto)  # those are French


@pytest.mark.parametrize(
    ("clip", "before", "after", "when"),
    [
        ("main_date", "main_steps", "main_questions", "Main menu"),
        ("opening", None, "language_choice", "Choice of language"),
        ("s04_about", "explain", "s04_question", "S04 Social review: explanation"),  # differs from call to call
        ("s02_question", "praise", "answer_keys", "S02 Residence permit"),
        ("left_month", None, None, "The end date"),  # hardly any caller hears it
        ("hour_19", None, None, "Centre closed"),
        ("speaker_keys", None, None, "When somebody records by telephone"),  # no caller hears it
    ],
)
def test_a_sentence_knows_when_it_is_heard_and_beside_what(clip: str, before: str | None, after: str | None, when: str) -> None:
    found = sentences(CONTENT, "so")[clip]
    assert (found.before, found.after, found.when["en"]) == (before, after, when)


def test_hardly_a_sentence_does_not_know_when_it_is_heard() -> None:
    assert [clip for clip, each in sentences(CONTENT, "so").items() if not each.when][10:] == []


def test_a_release_without_labels_for_the_others_is_read_all_the_same(program: Path, tmp_path: Path) -> None:
    prompts = shutil.copytree(program / "prompts", tmp_path / "prompts")
    labels = yaml.safe_load((prompts / "labels.yaml").read_text(encoding="utf-8"))
    del labels["others"]
    (prompts / "labels.yaml").write_text(yaml.safe_dump(labels, allow_unicode=True), encoding="utf-8")
    assert load_labels(prompts).of_sentence("speaker_keys") == {}


def test_new_words_lead_nobody_elsewhere_and_a_new_question_does() -> None:
    known = what_callers_hear(CONTENT)
    reworded = replace(CONTENT, words=dict(CONTENT.words))
    assert what_callers_hear(reworded) is known
    fewer = replace(CONTENT, programme=CONTENT.programme.model_copy(update={"questions": CONTENT.programme.questions[:-1]}))
    assert what_callers_hear(fewer) is not known


def test_the_imagined_calls_are_the_same_every_time_and_come_to_an_end() -> None:
    once, again = (list(calls(CONTENT, 20)) for _ in range(2))
    assert once == again
    assert all(call[0].step == "languages" for call in once)


def journal(folder: Path, steps: dict[str, int], days_ago: int = 1) -> str:
    url = f"sqlite:///{folder / 'journal.sqlite3'}"
    day = (NOW - timedelta(days=days_ago)).date()
    rows = [{"measure": STEP, "day": day, "language": "so", "a": step, "b": "fine", "n": n} for step, n in steps.items()]
    with Database(url, writes=True).engine.begin() as connection:
        counts.create(connection)
        connection.execute(counts.insert(), rows)
    return url


def test_real_calls_decide_the_order_once_there_are_enough(tmp_path: Path) -> None:
    visits = Visits(journal(tmp_path, {"deadline": ENOUGH, "main": 10}))
    order = list(sentences(CONTENT, "fr", visits.of(NOW)))
    assert order.index("date_end") < order.index("main_date") < order.index("opening")
    assert order.index("s01_question") < order.index("s10_todo")  # of these nobody was counted


@pytest.mark.parametrize(("steps", "days_ago"), [({"deadline": ENOUGH - 1}, 1), ({"deadline": ENOUGH}, DAYS + 1)])
def test_few_or_old_figures_decide_nothing(tmp_path: Path, steps: dict[str, int], days_ago: int) -> None:
    assert Visits(journal(tmp_path, steps, days_ago)).of(NOW) is None


def test_the_figures_are_looked_up_once_a_day_and_a_journal_that_is_away_is_no_trouble(tmp_path: Path) -> None:
    assert Visits(None).of(NOW) is None
    visits = Visits(f"sqlite:///{tmp_path / 'journal.sqlite3'}")
    assert visits.of(NOW) is None
    journal(tmp_path, {"deadline": ENOUGH})
    assert visits.of(NOW + timedelta(minutes=59)) is None
    known = visits.of(NOW + timedelta(hours=1))
    assert known == {"deadline": ENOUGH}
    (tmp_path / "journal.sqlite3").unlink()
    assert visits.of(NOW + timedelta(hours=24)) is known
    assert visits.of(NOW + timedelta(hours=26)) is known  # what was known is better than nothing
