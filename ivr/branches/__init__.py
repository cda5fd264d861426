"""The branches of the call, one module each; `build_line` puts them together."""

from __future__ import annotations

from ivr.branches import centre
from ivr.branches import deadline
from ivr.branches import opening
from ivr.branches import questions
from ivr.branches import stages
from ivr.content import Content
from ivr.flow import Line


def build_line(content: Content, desk: str | None = None) -> Line:
    """The whole conversation for this content; `desk` is the E.164 number of the line's own people."""
    steps = (
        *opening.steps(content),
        *stages.steps(content),
        *deadline.steps(),
        *questions.steps(content),
        *centre.steps(content),
    )
    return Line(content, steps, desk=desk, person=centre.person, give_up=centre.give_up)
