"""The frequent questions, one key each."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.call.leads import Menu
from ivr.call.leads import go
from ivr.call.leads import says
from ivr.call.steps import MAIN_STEP
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import Step
from ivr.content.content import Content

LIST, CENTRE = go("questions"), go("postcode")


def steps(content: Content) -> Iterator[Step]:
    questions = content.programme.asked
    listed = (clip for key, question in enumerate(questions, 1) for clip in (question.clips[0], f"press_{key}"))
    keys = Menu({str(key): go(f"faq-{question.id}") for key, question in enumerate(questions, 1)})
    yield Choice("questions", says("faq_intro", *listed), keys, back=MAIN_STEP, opens="questions")
    for question in questions:
        answer = f"faq-{question.id}"
        yield Message(answer, says(question.clips[1]), go(f"{answer}-next"), useful=True)
        yield Choice(
            f"{answer}-next",
            says("again_choice", "question_choice", "centre_choice_3", "main_choice"),
            Menu({"1": go(answer), "2": LIST, "3": CENTRE}),
            back=MAIN_STEP,
        )
