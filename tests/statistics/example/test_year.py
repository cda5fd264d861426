"""The invented year looks like a year of a line, and is the same whenever it is asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest

from ivr.call.build import build_line
from ivr.call.line import Line
from ivr.content.content import Content
from ivr.content.hours import BRUSSELS
from ivr.statistics.example.habits import habits
from ivr.statistics.example.year import DayOfCalls
from ivr.statistics.example.year import Year
from ivr.statistics.journal import facts

NOW = datetime(2026, 11, 24, 10, 20, tzinfo=BRUSSELS)  # a Tuesday


@pytest.fixture(scope="module")
def line(content: Content) -> Line:
    return build_line(content.for_demonstration(), ("+3242223344",))


@pytest.fixture(scope="module")
def weeks(line: Line) -> list[DayOfCalls]:
    return list(Year(line, habits()).days(28, NOW))


def sums(days: list[DayOfCalls], measure: str, part: int) -> Counter[str]:
    counted: Counter[str] = Counter()
    for day in days:
        for key, n in day.items():
            if key[0] == measure:
                counted[str(key[part])] += n
    return counted


def test_it_is_the_same_whenever_it_is_asked_for(line: Line, weeks: list[DayOfCalls]) -> None:
    assert list(Year(line, habits()).days(28, NOW)) == weeks


def test_the_day_that_is_not_over_has_calls_of_the_hours_that_are(line: Line, weeks: list[DayOfCalls]) -> None:
    today = weeks[-1]
    assert {key[1] for key in today} == {NOW.date()}
    assert set(sums([today], facts.CALLS, 3)) <= {"07", "08", "09"}
    later = list(Year(line, habits()).days(28, NOW.replace(hour=19)))
    assert later[:-1] == weeks[:-1]
    assert sums([later[-1]], facts.CALLS, 0)[facts.CALLS] > sums([today], facts.CALLS, 0)[facts.CALLS] > 0


def test_people_call_less_at_weekends_and_on_holidays(weeks: list[DayOfCalls]) -> None:
    calls = {next(iter(day))[1]: sum(sums([day], facts.CALLS, 0).values()) for day in weeks[:-1]}
    closed = [n for day, n in calls.items() if day.weekday() >= 5 or (day.month, day.day) == (11, 11)]
    assert max(closed) < min(n for day, n in calls.items() if n not in closed)


def test_every_language_every_branch_and_every_way_to_fail_is_there(content: Content, weeks: list[DayOfCalls]) -> None:
    assert set(sums(weeks, facts.CALLS, 2)) == {"", *content.languages.codes}
    assert set(sums(weeks, facts.BRANCH, 3)) == {"steps", "date", "questions", "centre", "transfer", "person", "text"}
    assert set(sums(weeks, facts.STEP, 4)) == {"fine", "silence", "wrong"}
    assert set(sums(weeks, facts.TRANSFER, 4)) == {"answered", "busy", "no-answer", "failed"}
    assert sums(weeks, facts.OUTSIDE, 0)[facts.OUTSIDE] > 10


def test_each_call_has_one_end_and_one_last_step(weeks: list[DayOfCalls]) -> None:
    calls = sums(weeks, facts.CALLS, 2)
    assert sums(weeks, facts.ENDING, 2) == sums(weeks, facts.LAST, 2) == calls


def test_a_language_that_was_added_has_callers_too(content: Content) -> None:
    languages = content.languages.languages
    added = languages[1].model_copy(update={"code": "it", "key": None})
    own = replace(
        content,
        languages=content.languages.model_copy(update={"languages": (*languages, added)}),
        words={**content.words, "it": content.words["en"]},
    )
    days = list(Year(build_line(own.for_demonstration(), ()), habits()).days(28, NOW))
    assert sums(days, facts.CALLS, 2)["it"] > 0
