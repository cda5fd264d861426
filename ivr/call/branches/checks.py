"""Is the programme compulsory for this caller? A few short questions and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.call.answers import Questionnaire
from ivr.call.branches.stages import yes_no
from ivr.call.leads import Go
from ivr.call.leads import go
from ivr.call.leads import says
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import Step
from ivr.content.content import Content
from ivr.content.programme import ObligationCheck

VERDICT = go("verdict")
COMPULSORY = says("check_compulsory", "check_dispensed", "check_letter")
UNSURE = says("check_unsure", "check_letter")


def steps(content: Content) -> Iterator[Step]:
    asked = Questionnaire(content.programme)
    checks = content.programme.checks
    if checks:
        yield Message("checks", says("check_intro"), go(checks[0].id))
    for check in checks:
        yield _check(asked, check)
    yield Message("verdict", lambda scene: _verdict(asked, scene.state.answers), go("offer"), useful=True)


def _check(asked: Questionnaire, check: ObligationCheck) -> Choice:
    """One answer against it is enough; otherwise the next short question."""
    checks = asked.programme.checks
    after = next((go(later.id) for later in checks[checks.index(check) + 1 :]), VERDICT)

    def heard(answers: str, answer: str) -> Go:
        now = asked.put(answers, check.id, answer)
        return (VERDICT if asked.speaks_against(now, check) else after).with_(answers=now)

    return yes_no(check.id, f"check_{check.id}_question", heard)


def _verdict(asked: Questionnaire, answers: str) -> tuple[str, ...]:
    against = next((check for check in asked.programme.checks if asked.speaks_against(answers, check)), None)
    if against:
        return (against.against,)
    return UNSURE if asked.unsure(answers) else COMPULSORY
