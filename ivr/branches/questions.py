"""The frequent questions, one key each."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.content import Content
from ivr.flow import MAIN_STEP
from ivr.flow import Choice
from ivr.flow import Message
from ivr.flow import Step
from ivr.flow import go
from ivr.flow import says


def steps(content: Content) -> Iterator[Step]:
    questions = content.programme.questions
    listed = (clip for key, question in enumerate(questions, 1) for clip in (f"faq_{question}", f"press_{key}"))
    keys = {str(key): go(f"faq-{question}") for key, question in enumerate(questions, 1)}
    yield Choice("questions", says("faq_intro", *listed), lambda scene: keys, back=MAIN_STEP)
    for question in questions:
        yield Message(f"faq-{question}", says(f"faq_{question}_answer"), go("questions"))
