"""The law as tables: both regimes, the day of change, month ends, leap days."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from ivr.content.content import Content
from ivr.content.programme import Programme
from ivr.content.programme import load_programme
from ivr.paths import PROMPTS

PROGRAMME = Content.load().programme


@pytest.mark.parametrize(
    ("ordered", "end"),
    [
        ("2024-12-31", "2026-06-30"),  # the last day of 18 months; June has 30 days
        ("2025-01-01", "2028-01-01"),  # the first day of three years
        ("2024-02-29", "2025-08-29"),
        ("2024-08-31", "2026-02-28"),  # month end, no leap year
        ("2022-08-31", "2024-02-29"),  # month end, leap year
        ("2024-08-29", "2026-02-28"),
        ("2024-08-30", "2026-02-28"),
        ("2020-08-12", "2022-02-12"),  # the example of the old site
        ("2014-03-27", "2015-09-27"),  # the programme's first day
        ("2025-08-31", "2028-08-31"),
        ("2028-02-29", "2031-02-28"),  # a leap day, three years on
        ("2025-02-28", "2028-02-28"),
        ("2024-05-31", "2025-11-30"),
        ("2024-10-31", "2026-04-30"),
    ],
)
def test_the_end_date(ordered: str, end: str) -> None:
    day = date.fromisoformat(ordered)
    assert PROGRAMME.deadline(day).end(day) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("ordered", "clips"),
    [
        ("2024-11-30", ("deadline_18_months",)),
        ("2024-12-01", ("deadline_18_months", "deadline_doubt")),
        ("2024-12-31", ("deadline_18_months", "deadline_doubt")),
        ("2025-01-01", ("deadline_3_years",)),
    ],
)
def test_the_rule_in_words(ordered: str, clips: tuple[str, ...]) -> None:
    day = date.fromisoformat(ordered)
    assert PROGRAMME.deadline(day).clips(day) == clips


@pytest.mark.parametrize(
    ("end", "clip"),
    [
        ("2026-11-23", "left_passed"),
        ("2026-11-24", "left_month"),  # the last day itself is not past
        ("2026-12-23", "left_month"),
        ("2026-12-24", "left_3_months"),
        ("2027-02-23", "left_3_months"),
        ("2027-02-24", "left_6_months"),
        ("2027-05-23", "left_6_months"),
        ("2027-05-24", "left_year"),
        ("2027-11-23", "left_year"),
        ("2027-11-24", "left_more"),
        ("2029-11-24", "left_more"),
    ],
)
def test_how_far_away_it_is(end: str, clip: str) -> None:
    assert PROGRAMME.distance_clip(date.fromisoformat(end), today=date(2026, 11, 24)) == clip


def test_the_years_that_can_be_said_last_two_more_years_at_least() -> None:
    """Ten years ahead when written; this fails two years before a caller's date could not be said."""
    longest = max(rule.months for rule in PROGRAMME.deadlines) // 12
    last = max(map(int, Content.load().words["fr"].years))
    assert date.today().year + longest + 2 <= last, "add years to every prompts/<language>.yaml"


def test_the_years_begin_with_the_programme() -> None:
    for words in Content.load().words.values():
        assert min(map(int, words.years)) == PROGRAMME.first_day.year


def test_facts_name_the_day_when_they_must_be_looked_at_again() -> None:
    assert {name for name, _ in PROGRAMME.reviews()} >= {"checks", "stages", "questions"}


@pytest.mark.parametrize(("asked", "fits"), [(0, False), (1, True), (8, True), (9, False)])
def test_one_to_eight_questions_are_asked_a_key_for_each(asked: int, fits: bool) -> None:
    programme = load_programme(PROMPTS)
    label = programme.questions[0].label.model_dump()
    questions = [{"id": f"q{n}", "label": label, "asked": n < asked} for n in range(10)]
    facts = programme.model_dump(by_alias=True) | {"questions": questions}
    if fits:
        assert len(Programme.model_validate(facts).asked) == asked
    else:
        with pytest.raises(ValidationError, match="1 to 8 that are asked"):
            Programme.model_validate(facts)
