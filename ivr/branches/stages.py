"""My steps: the questions about the stages, whether the programme is compulsory, and the summary."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.content import Content
from ivr.flow import MAIN_STEP
from ivr.flow import Choice
from ivr.flow import Go
from ivr.flow import Lead
from ivr.flow import Message
from ivr.flow import Scene
from ivr.flow import Step
from ivr.flow import go
from ivr.flow import says
from ivr.programme import Check
from ivr.programme import Stage

YES, NO, UNKNOWN, NOT_ASKED = "y", "n", "u", "-"


def steps(content: Content) -> Iterator[Step]:
    programme = content.programme
    yield Message("intro", says("steps_intro"), _next_stage)
    for stage in programme.stages:
        yield _question(stage)
        if not stage.checks:
            then = go(f"{stage.id}-offer") if stage.offers_centre else _next_stage
            yield Message(f"{stage.id}-todo", says(f"{stage.id}_todo", f"{stage.id}_about"), then)
            yield Message(f"{stage.id}-about", says("explain", f"{stage.id}_about"), go(stage.id))
        if stage.offers_centre:
            yield _offer(f"{stage.id}-offer")
    yield Message("checks", says("check_intro"), go(programme.checks[0].id if programme.checks else "verdict"))
    for check in programme.checks:
        yield _check(check)
    yield Message("verdict", _verdict, go("offer"))
    yield _offer("offer")
    yield Message("summary", _summary, go("what-next"))
    yield Choice(
        "what-next",
        says("again_choice", "centre_choice", "main_choice"),
        lambda scene: {"1": go("summary"), "2": go("postcode")},
        back=MAIN_STEP,
    )


def _question(stage: Stage) -> Choice:
    done = "praise_done" if stage.part else "praise"
    todo = "checks" if stage.checks else f"{stage.id}-todo"

    def yes(scene: Scene) -> Go:
        return _next_stage(_answered(scene, stage.id, YES), done)

    def no(scene: Scene) -> Go:
        return Go(todo, changes={"answers": _answered(scene, stage.id, NO).state.answers})

    def unknown(scene: Scene) -> Go:
        if stage.checks:
            return no(scene)
        if _answer(scene, stage.id) == UNKNOWN:
            return Go(todo, ("dont_worry",), {"answers": _answered(scene, stage.id, NO).state.answers})
        return Go(f"{stage.id}-about", changes={"answers": _answered(scene, stage.id, UNKNOWN).state.answers})

    return _yes_no(stage.id, f"{stage.id}_question", yes, no, unknown)


def _offer(name: str) -> Choice:
    keys = {"1": go("postcode"), "2": _next_stage}
    return Choice(name, says("offer_centre", "offer_go_on"), lambda scene: keys)


def _check(check: Check) -> Choice:
    def heard(answer: str) -> Lead:
        return lambda scene: _next_check(_answered(scene, check.id, answer), check)

    return _yes_no(check.id, f"check_{check.id}_question", heard(YES), heard(NO), heard(UNKNOWN))


def _yes_no(name: str, question: str, yes: Lead, no: Lead, unknown: Lead) -> Choice:
    keys = {"1": yes, "2": no, "3": unknown}
    return Choice(name, says(question, "answer_keys"), lambda scene: keys, reminder=("answer_keys",))


# --- the answers, by position of the question --------------------------------------------------------


def _answer(scene: Scene, question: str) -> str:
    position = scene.content.programme.question_ids.index(question)
    return scene.state.answers[position : position + 1] or NOT_ASKED


def _answered(scene: Scene, question: str, answer: str) -> Scene:
    position = scene.content.programme.question_ids.index(question)
    answers = scene.state.answers.ljust(position + 1, NOT_ASKED)
    return scene.having(answers=answers[:position] + answer + answers[position + 1 :])


def _done(scene: Scene, part: str) -> bool:
    return any(_answer(scene, stage.id) == YES for stage in scene.content.programme.stages if stage.part == part)


def _next_stage(scene: Scene, *say: str) -> Go:
    """The first question without an answer whose part is not closed yet; the summary when there is none."""
    changes = {"answers": scene.state.answers}
    for stage in scene.content.programme.stages:
        closed = stage.part is not None and _done(scene, stage.part)
        if _answer(scene, stage.id) in (NOT_ASKED, UNKNOWN) and not closed:
            return Go(stage.id, say, changes)
    return Go("summary", say, changes)


def _next_check(scene: Scene, check: Check) -> Go:
    """One answer against it is enough; otherwise the next short question."""
    checks = scene.content.programme.checks
    changes = {"answers": scene.state.answers}
    after = checks[checks.index(check) + 1 :]
    if _speaks_against(scene, check) or not after:
        return Go("verdict", changes=changes)
    return Go(after[0].id, changes=changes)


def _speaks_against(scene: Scene, check: Check) -> bool:
    return _answer(scene, check.id) == {"yes": NO, "no": YES}[check.compulsory_if]


def _verdict(scene: Scene) -> tuple[str, ...]:
    checks = scene.content.programme.checks
    if any(_speaks_against(scene, check) for check in checks):
        return ("check_not_compulsory",)
    if any(_answer(scene, check.id) in (UNKNOWN, NOT_ASKED) for check in checks):
        return ("check_unsure", "check_letter")
    return ("check_compulsory", "check_dispensed", "check_letter")


# --- the summary ---------------------------------------------------------------------------------------


def _summary(scene: Scene) -> tuple[str, ...]:
    """What is done and what is left, by name; the end of the programme when all of it is done."""
    programme = scene.content.programme
    done = [part for part in programme.parts if _done(scene, part)]
    left = [part for part in programme.parts if part not in done]
    if not left:
        return ("congratulations",)
    doubt = ("certificate_doubt",) if programme.certificate in done else ()
    return (*doubt, *_listed("summary_done", done), *_listed("summary_left", left), "summary_next")


def _listed(title: str, parts: list[str]) -> tuple[str, ...]:
    return (title, *(f"name_{part}" for part in parts)) if parts else ()
