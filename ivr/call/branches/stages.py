"""My steps: the questions about the stages, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator

from ivr.call.answers import HALF_WAY
from ivr.call.answers import NO
from ivr.call.answers import NOT_ASKED
from ivr.call.answers import UNKNOWN
from ivr.call.answers import YES
from ivr.call.answers import Questionnaire
from ivr.call.leads import Go
from ivr.call.leads import Lead
from ivr.call.leads import Menu
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.leads import says
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import Step
from ivr.content.content import Content
from ivr.content.programme import Stage

SPELLED_OUT = 2  # questions at which the three keys are told; after that they are known
SUMMARY = go("summary")
CHECKS = go("checks")
ANSWER_KEYS = says("answer_keys")
NO_MATTER = says("dont_worry")
HALF_WAY_CLIPS = {left: says(f"halfway_{left}") for left in HALF_WAY}


def steps(content: Content) -> Iterator[Step]:
    asked = Questionnaire(content.programme)

    def on(scene: Scene) -> Go:
        return next_stage(asked, scene.state.answers, scene.state.answers)

    yield Message("intro", says("steps_intro"), on, opens="steps")
    for stage in content.programme.stages:
        yield _question(asked, stage)
        if not stage.checks:
            yield from _answered_no(stage, on)
            yield Message(f"{stage.id}-about", says("explain", f"{stage.id}_about"), go(stage.id), useful=True)
    yield offer("offer", on)


def _answered_no(stage: Stage, on: Lead) -> Iterator[Step]:
    """What to do, in one sentence; where the centre helps with it, the centre at once."""
    after = go(f"{stage.id}-offer") if stage.offers_centre else on
    yield Message(f"{stage.id}-todo", says(f"{stage.id}_todo", *stage.after_no), after, useful=True)
    if stage.offers_centre:
        yield offer(f"{stage.id}-offer", on)


def _question(asked: Questionnaire, stage: Stage) -> Choice:
    todo = CHECKS if stage.checks else go(f"{stage.id}-todo")
    about = go(stage.id if stage.checks else f"{stage.id}-about")
    done = says("praise_done") if stage.part and not stage.offers_centre else says("praise")

    def heard(answers: str, answer: str) -> Go:
        if answer == YES:
            return next_stage(asked, answers, asked.put(answers, stage.id, YES), *done)
        if answer == NO or stage.checks:
            return todo.with_(answers=asked.put(answers, stage.id, NO))
        if asked.answer(answers, stage.id) != UNKNOWN:
            return about.with_(answers=asked.put(answers, stage.id, UNKNOWN))
        now = asked.put(answers, stage.id, NO)  # explained before: counts as not done
        return todo.saying(*NO_MATTER, answers=now) if stage.offers_centre else next_stage(asked, answers, now, *NO_MATTER)

    return yes_no(stage.id, f"{stage.id}_question", heard)


def yes_no(name: str, question: str, heard: Callable[[str, str], Go]) -> Choice:
    """A question with the three keys; `heard` takes the answers so far and the new one."""

    def clips(scene: Scene) -> tuple[str, ...]:
        known = sum(answer != NOT_ASKED for answer in scene.state.answers)
        return (question, *(ANSWER_KEYS if known < SPELLED_OUT or scene.state.tries else ()))

    keys = Menu(
        {
            "1": lambda scene: heard(scene.state.answers, YES),
            "2": lambda scene: heard(scene.state.answers, NO),
            "3": lambda scene: heard(scene.state.answers, UNKNOWN),
        }
    )
    return Choice(name, clips, keys, reminder=ANSWER_KEYS, asks=name)


def offer(name: str, on: Lead) -> Choice:
    """The centre at once, or on with the questions."""
    return Choice(name, says("offer_centre", "offer_go_on"), Menu({"1": go("postcode"), "2": on}))


def next_stage(asked: Questionnaire, before: str, answers: str, *say: str) -> Go:
    """The next question, or the summary; half-way the caller is told how many are left."""
    stage = asked.next_stage(answers)
    if stage is None:
        return SUMMARY.saying(*say, answers=answers)
    left = asked.half_way(before, answers)
    return go(stage.id).saying(*say, *(HALF_WAY_CLIPS[left] if left else ()), answers=answers)
