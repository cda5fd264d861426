"""My steps: the questions about the stages, whether the programme is compulsory, and the summary."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator

from ivr.answers import NO
from ivr.answers import UNKNOWN
from ivr.answers import YES
from ivr.answers import Questionnaire
from ivr.content import Content
from ivr.flow import MAIN_STEP
from ivr.flow import Choice
from ivr.flow import Go
from ivr.flow import Message
from ivr.flow import Scene
from ivr.flow import Step
from ivr.flow import go
from ivr.flow import says
from ivr.programme import Check
from ivr.programme import Stage


def steps(content: Content) -> Iterator[Step]:
    asked = Questionnaire(content.programme)
    first_check = content.programme.checks[0].id if content.programme.checks else "verdict"

    def on(scene: Scene) -> Go:
        return _next_stage(asked, scene.state.answers)

    yield Message("intro", says("steps_intro"), on)
    for stage in content.programme.stages:
        yield _question(asked, stage)
        if not stage.checks:
            then = go(f"{stage.id}-offer") if stage.offers_centre else on
            yield Message(f"{stage.id}-todo", says(f"{stage.id}_todo", f"{stage.id}_about"), then)
            yield Message(f"{stage.id}-later", says("dont_worry", f"{stage.id}_todo"), then)
            yield Message(f"{stage.id}-about", says("explain", f"{stage.id}_about"), go(stage.id))
        if stage.offers_centre:
            yield _offer(f"{stage.id}-offer", on)
    yield Message("checks", says("check_intro"), go(first_check))
    for check in content.programme.checks:
        yield _check(asked, check)
    yield Message("verdict", lambda scene: _verdict(asked, scene.state.answers), go("offer"))
    yield _offer("offer", on)
    yield Message("summary", lambda scene: _summary(asked, scene.state.answers), go("what-next"))
    what_next = {"1": go("summary"), "2": go("postcode")}
    yield Choice("what-next", says("again_choice", "centre_choice", "main_choice"), lambda scene: what_next, back=MAIN_STEP)


def _question(asked: Questionnaire, stage: Stage) -> Choice:
    done = "praise_done" if stage.part and not stage.offers_centre else "praise"
    todo = "checks" if stage.checks else f"{stage.id}-todo"

    def heard(answers: str, answer: str) -> Go:
        now = asked.put(answers, stage.id, answer)
        if answer == YES:
            return _next_stage(asked, now, done)
        if answer == NO or stage.checks:
            return Go(todo, changes={"answers": asked.put(answers, stage.id, NO)})
        if asked.answer(answers, stage.id) == UNKNOWN:  # explained before: counts as not done
            return Go(f"{stage.id}-later", changes={"answers": asked.put(answers, stage.id, NO)})
        return Go(f"{stage.id}-about", changes={"answers": now})

    return _yes_no(stage.id, f"{stage.id}_question", heard)


def _check(asked: Questionnaire, check: Check) -> Choice:
    """One answer against it is enough; otherwise the next short question."""
    checks = asked.programme.checks
    after = next(iter(checks[checks.index(check) + 1 :]), None)

    def heard(answers: str, answer: str) -> Go:
        now = asked.put(answers, check.id, answer)
        decided = after is None or asked.speaks_against(now, check)
        return Go("verdict" if decided or after is None else after.id, changes={"answers": now})

    return _yes_no(check.id, f"check_{check.id}_question", heard)


def _yes_no(name: str, question: str, heard: Callable[[str, str], Go]) -> Choice:
    """A question with the three keys; `heard` takes the answers so far and the new one."""
    keys = {
        "1": lambda scene: heard(scene.state.answers, YES),
        "2": lambda scene: heard(scene.state.answers, NO),
        "3": lambda scene: heard(scene.state.answers, UNKNOWN),
    }
    return Choice(name, says(question, "answer_keys"), lambda scene: keys, reminder=("answer_keys",))


def _offer(name: str, on: Callable[[Scene], Go]) -> Choice:
    keys = {"1": go("postcode"), "2": on}
    return Choice(name, says("offer_centre", "offer_go_on"), lambda scene: keys)


def _next_stage(asked: Questionnaire, answers: str, *say: str) -> Go:
    stage = asked.next_stage(answers)
    return Go(stage.id if stage else "summary", say, {"answers": answers})


def _verdict(asked: Questionnaire, answers: str) -> tuple[str, ...]:
    if any(asked.speaks_against(answers, check) for check in asked.programme.checks):
        return ("check_not_compulsory",)
    if asked.unsure(answers):
        return ("check_unsure", "check_letter")
    return ("check_compulsory", "check_dispensed", "check_letter")


def _summary(asked: Questionnaire, answers: str) -> tuple[str, ...]:
    """What is done and what is left, by name; the end of the programme when all of it is done."""
    programme = asked.programme
    done = [part for part in programme.parts if asked.done(answers, part)]
    left = [part for part in programme.parts if part not in done]
    if not left:
        return ("congratulations",)
    doubt = ("certificate_doubt",) if programme.certificate in done else ()
    return (*doubt, *_listed("summary_done", done), *_listed("summary_left", left), "summary_next")


def _listed(title: str, parts: list[str]) -> tuple[str, ...]:
    return (title, *(f"name_{part}" for part in parts)) if parts else ()
