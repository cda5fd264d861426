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
    questions = [question.id for question in content.programme.asked]
    listed = (clip for key, question in enumerate(questions, 1) for clip in (f"faq_{question}", f"press_{key}"))
    keys = Menu({str(key): go(f"faq-{question}") for key, question in enumerate(questions, 1)})
    yield Choice("questions", says("faq_intro", *listed), keys, back=MAIN_STEP, opens="questions")
    for question in questions:
        yield Message(f"faq-{question}", says(f"faq_{question}_answer"), go(f"faq-{question}-next"), useful=True)
        yield Choice(
            f"faq-{question}-next",
            says("again_choice", "question_choice", "centre_choice_3", "main_choice"),
            Menu({"1": go(f"faq-{question}"), "2": LIST, "3": CENTRE}),
            back=MAIN_STEP,
        )
