"""The questions still to be asked, and when the caller is told that half of them are behind."""

from __future__ import annotations

import pytest

from ivr.call.answers import Questionnaire
from tests.support.lines import pinned

ASKED = Questionnaire(pinned().programme)
AT_THE_CENTRE = ["s04", "s05", "s06", "s07", "s13"]

# Answers to S01, S02 ... and the questions that may still come.
TO_ASK = [
    ("", [f"s{number:02}" for number in range(1, 14)]),
    ("yy", [f"s{number:02}" for number in range(3, 14)]),
    ("yyu", [f"s{number:02}" for number in range(3, 14)]),  # explained, and asked again
    ("yyy", [*AT_THE_CENTRE[:4], "s08", "s09", "s10", "s11", "s12", "s13"]),
    ("yyn", ["s08", "s09", "s10", "s11", "s12"]),
    ("yynyyyy", ["s08", "s09", "s10", "s11", "s12"]),  # what happens at the centre does not come without it
    ("yyyyyyyyy", ["s11", "s12", "s13"]),  # either proof closes French
    ("yyyyyyyyny", ["s11", "s12", "s13"]),
    ("yyyyyyyynn", ["s11", "s12", "s13"]),
    ("yyyyyyyyy-y", ["s13"]),  # either closes work guidance
    ("yyyyyyyyy-n", ["s12", "s13"]),
    ("yyyyyyyyy-yny", []),
    ("yyyyyyyyy-y-n", []),
]


@pytest.mark.parametrize(("answers", "questions"), TO_ASK)
def test_what_may_still_be_asked(answers: str, questions: list[str]) -> None:
    assert [stage.id for stage in ASKED.to_ask(answers)] == questions
    following = ASKED.next_stage(answers)
    assert (following.id if following else None) == next(iter(questions), None)


HALF_WAY = [
    ("yyyyy", "yyyyyy", None),  # six answered, seven may still come
    ("yyyyyy", "yyyyyyy", 6),  # seven answered, six are left at most
    ("yyyyyyy", "yyyyyyyy", None),  # once
    ("yy", "yyn", None),  # three answered, five left
    ("yyn", "yyn----n", 4),  # four answered, four left
    ("yyn----n", "yyn----ny", None),
    ("yyyyyy", "yyyyyyu", None),  # don't know is no answer yet
    ("yyyyyyu", "yyyyyyn", 6),
    ("", "y", None),
]


@pytest.mark.parametrize(("before", "after", "left"), HALF_WAY)
def test_half_way_is_told_once(before: str, after: str, left: int | None) -> None:
    assert ASKED.half_way(before, after) == left


def test_one_question_left_is_not_announced() -> None:
    assert ASKED.half_way("yynnnnnyyy", "yynnnnnyyy-n") is None


@pytest.mark.parametrize(
    ("answers", "question", "answer", "after"),
    [("", "s01", "y", "y"), ("", "s03", "n", "--n"), ("yyy", "s02", "u", "yuy"), ("y", "age", "y", "y" + "-" * 12 + "y")],
)
def test_an_answer_stands_at_the_place_of_its_question(answers: str, question: str, answer: str, after: str) -> None:
    assert ASKED.put(answers, question, answer) == after
    assert ASKED.answer(after, question) == answer


def test_what_is_done_and_what_is_left() -> None:
    assert ASKED.left("yyy") == ["review", "agreement", "test", "rights", "citizenship", "french", "work", "certificate"]
    assert ASKED.done("yynnnnnnny", "french")
    assert not ASKED.done("yynnnnnnnn", "french")
    assert not ASKED.done("yyu", "centre"), "don't know is not done"


CHECKS = {check.id: check for check in ASKED.programme.checks}


@pytest.mark.parametrize(
    ("question", "answer", "against"),
    [
        ("age", "y", False),
        ("age", "n", True),
        ("age", "u", False),
        ("permit", "n", True),
        ("europe", "y", True),
        ("europe", "n", False),
        ("europe", "u", False),
    ],
)
def test_one_answer_may_speak_against_it(question: str, answer: str, against: bool) -> None:
    assert ASKED.speaks_against(ASKED.put("n", question, answer), CHECKS[question]) is against


@pytest.mark.parametrize(("answers", "unsure"), [("yyyn", False), ("yuyn", True), ("yyy", True), ("", True)])
def test_one_open_answer_leaves_it_unsure(answers: str, unsure: bool) -> None:
    assert ASKED.unsure("n" + "-" * 12 + answers) is unsure
