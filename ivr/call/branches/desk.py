"""The line's own people: their numbers one after the other or together, and what is left when nobody answers."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ivr.call.answers import Questionnaire
from ivr.call.branches.fetching import fetching
from ivr.call.leads import Go
from ivr.call.leads import Lead
from ivr.call.leads import Menu
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.leads import says
from ivr.call.reach import Errand
from ivr.call.reach import Outcome
from ivr.call.reach import VoiceMessage
from ivr.call.speech import number_twice
from ivr.call.speech import when
from ivr.call.steps import GOODBYE_STEP
from ivr.call.steps import MAIN_STEP
from ivr.call.steps import Await
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import Recording
from ivr.call.steps import Step
from ivr.call.steps import Transfer
from ivr.call.turns import DialResult
from ivr.content.content import Content

DESK_CALL, CLOSED, NOBODY = go("desk-calling"), go("desk-closed"), go(GOODBYE_STEP, "nobody")
CALLED, MISSED, OFFER = go("desk-called"), go("desk-missed"), go("desk-offer")
PEN, NUMBER, NUMBER_NEXT = go("desk-pen"), go("desk-number"), go("desk-number-next")
ASK_WHERE, GOODBYE, MAIN = go("postcode", "person_postcode"), go(GOODBYE_STEP), go(MAIN_STEP)
INTRO, RECORD, MAILING = go("message-intro"), go("message"), go("message-sent")
KEPT, NOT_KEPT = says("message_kept"), says("message_not_kept")
DESK_CLOSED, PEOPLE, NUMBER_IS = says("desk_closed"), says("people_are_there"), says("number_is")
OUTCOMES = {
    DialResult.ANSWERED: says("dial_answered"),
    DialResult.BUSY: says("dial_busy"),
    DialResult.NO_ANSWER: says("dial_no_answer"),
    DialResult.FAILED: says("dial_failed"),
}
CALLS_BEFORE_A_MESSAGE = 2  # that failed; then it is offered instead of one more
STEPS_WHEN_CLOSED = ("desk-closed", "desk-offer")


def steps(content: Content, count: int) -> Iterator[Step]:
    """`count`: how many numbers there are."""
    yield Message("desk-calling", says("transfer_desk"), go("desk-call"), opens="transfer")
    yield from transfers("desk-call", content, count, outcomes(_called), NOBODY, ends=True, useful=True)
    yield Choice(
        "desk-called",
        says("retry_choice", "desk_number_choice", "main_choice"),
        Menu({"1": DESK_CALL, "2": PEN}),
        back=MAIN_STEP,
        give_up=GOODBYE,
    )
    yield from _the_number()
    yield Message("desk-closed", _closed, lambda scene: OFFER if scene.may(Errand.MESSAGE) else ASK_WHERE)
    yield _offer("desk-offer", "centre_choice", go("postcode"))
    yield _offer("desk-missed", "desk_number_choice", PEN)
    yield from _a_message(Questionnaire(content.programme))


def outcomes(then: Lead) -> dict[DialResult, Lead]:
    """The way after a transfer, which says how it ended."""

    def ended(words: tuple[str, ...]) -> Lead:
        return lambda scene: then(scene).saying(*words)

    return {outcome: ended(words) for outcome, words in OUTCOMES.items()}


def transfers(
    name: str, content: Content, count: int, then: Mapping[DialResult, Lead], nobody: Go, **how: Any
) -> Iterator[Transfer]:
    """One transfer to everybody who is there, or one to each of them: see Desk.ring."""
    if content.centres.desk.together:
        yield Transfer(name, _all_there, then, nobody, to_desk=True, **how)
    else:
        yield from _in_turn(name, count, then, nobody, **how)


def _all_there(scene: Scene) -> tuple[str, ...]:
    return tuple(number.phone for number in scene.desk_there)


def _in_turn(name: str, count: int, then: Mapping[DialResult, Lead], nobody: Go, **how: Any) -> Iterator[Transfer]:
    """A transfer to each number; whoever is not there or does not answer is followed by the next who is there."""
    names = [name, *(f"{name}-{place}" for place in range(2, count + 1))]
    for place, step in enumerate(names):
        after = go(names[place + 1]) if place + 1 < len(names) else None
        yield Transfer(step, _only(place), _or_next(place, after, then), after or nobody, to_desk=True, **how)


def _only(place: int) -> Callable[[Scene], tuple[str, ...]]:
    def number(scene: Scene) -> tuple[str, ...]:
        return tuple(here.phone for here in scene.desk[place : place + 1] if here in scene.desk_there)

    return number


def _or_next(place: int, after: Go | None, then: Mapping[DialResult, Lead]) -> dict[DialResult, Lead]:
    def lead(result: DialResult) -> Lead:
        def on(scene: Scene) -> Go:
            others = any(number in scene.desk_there for number in scene.desk[place + 1 :])
            return after if after and others and result is not DialResult.ANSWERED else then[result](scene)

        return on

    return {result: lead(result) for result in then}


def _called(scene: Scene) -> Go:
    return MISSED if scene.may(Errand.MESSAGE) and scene.state.transfers >= CALLS_BEFORE_A_MESSAGE else CALLED


def _closed(scene: Scene) -> tuple[str, ...]:
    return (*DESK_CLOSED, *when(scene, PEOPLE, scene.desk_opening))


# --- the number ------------------------------------------------------------------------------------------


def _the_number() -> Iterator[Step]:
    yield fetching("desk-pen", "write_ready", NUMBER, back=MAIN_STEP, give_up=GOODBYE)
    yield Message("desk-number", _spelled, NUMBER_NEXT, useful=True)
    yield Choice("desk-number-next", says("again_choice", "main_choice"), Menu({"1": NUMBER}), back=MAIN_STEP, give_up=GOODBYE)


def _spelled(scene: Scene) -> tuple[str, ...]:
    number = scene.desk_number
    return (*NUMBER_IS, *number_twice(number)) if number else DESK_CLOSED


# --- a message -------------------------------------------------------------------------------------------


def _offer(name: str, second: str, then: Go) -> Choice:
    """A message with 1, something else with 2; whoever may leave none finds the second alone."""
    with_message, without = says("message_choice", second, "main_choice"), says(second, "main_choice")
    long, short = Menu({"1": INTRO, "2": then}), Menu({"2": then})
    return Choice(
        name,
        lambda scene: with_message if scene.may(Errand.MESSAGE) else without,
        lambda scene: long if scene.may(Errand.MESSAGE) else short,
        back=MAIN_STEP,
        give_up=GOODBYE,
    )


def _a_message(asked: Questionnaire) -> Iterator[Step]:
    """The only place of a call where something is recorded."""
    yield Message("message-intro", says("message_intro"), lambda scene: RECORD if scene.may(Errand.MESSAGE) else MAIN)
    yield Recording("message", lambda scene: _mailed(scene, asked), MAIN.saying(*NOT_KEPT))
    kept: dict[Outcome, Lead] = {Outcome.DONE: MAIN.saying(*KEPT), Outcome.NOT_DONE: MAIN.saying(*NOT_KEPT)}
    yield Await("message-sent", Errand.MESSAGE, kept, opens="message")


def _mailed(scene: Scene, asked: Questionnaire) -> Go:
    stage = asked.next_stage(scene.state.answers)
    language = scene.content.languages.by_code[scene.state.language].french
    message = VoiceMessage(language, scene.centre.name if scene.centre else "", stage.label.fr if stage else "")
    return replace(MAILING.with_(errands=scene.state.errands + Errand.MESSAGE), sends=message)
