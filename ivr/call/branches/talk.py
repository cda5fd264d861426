"""A person: the number of a centre, a call to it, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ivr.call.branches.desk import CLOSED as DESK_CLOSED
from ivr.call.branches.desk import DESK_CALL
from ivr.call.branches.desk import NUMBER_IS
from ivr.call.branches.desk import STEPS_WHEN_CLOSED
from ivr.call.branches.desk import outcomes
from ivr.call.branches.fetching import fetching
from ivr.call.branches.texting import text_key
from ivr.call.branches.texting import with_text
from ivr.call.leads import Go
from ivr.call.leads import Menu
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.leads import has_centre
from ivr.call.leads import says
from ivr.call.reach import Errand
from ivr.call.speech import number_twice
from ivr.call.speech import when
from ivr.call.steps import GOODBYE_STEP
from ivr.call.steps import MAIN_STEP
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import Step
from ivr.call.steps import Transfer
from ivr.call.texts import of_centre
from ivr.content.centres import Centre

CENTRE_CALL = go("calling")
CLOSED, PEN, NUMBER, TOWNS = go("closed"), go("pen"), go("number"), go("towns")
NOBODY_NUMBER = go("number", "nobody")
ASK_WHERE, ASK_TOWN, NOBODY_TOWNS = go("postcode", "person_postcode"), go("towns", "person_postcode"), go("towns", "nobody")
GOODBYE = go(GOODBYE_STEP)
NO_NUMBER, TOWN, SITE = says("no_number"), says("centre_town"), says("centre_site")
CENTRE_CLOSED, OPENS = says("centre_closed"), says("opens_at")


def steps() -> Iterator[Step]:
    yield from _the_number()
    yield from _a_closed_centre()
    yield Message("calling", says("transfer_centre"), go("call"), ready=has_centre, opens="transfer")
    yield Transfer(
        "call", _centre_numbers, outcomes(go("called")), GOODBYE.saying("nobody"), ready=has_centre, ends=True, useful=True
    )
    yield Choice(
        "called",
        says("retry_choice", "number_choice", "other_choice", "main_choice"),
        Menu({"1": talk, "2": to_number, "3": TOWNS}),
        back=MAIN_STEP,
        give_up=GOODBYE,
        ready=has_centre,
    )
    yield Message("calls-used-up", says("transfers_used_up"), go(MAIN_STEP))


def person(scene: Scene) -> Go:
    """Where 0 leads: to the centre when it is known and open, else to the desk, else to the question which centre it is."""
    way = _reachable(scene)
    if way:
        return way
    if scene.centre:
        return talk(scene)
    if scene.state.step == "postcode":
        return TOWNS
    if scene.state.step == "towns":
        return ASK_TOWN if any(_answers(centre, scene.now) for centre in scene.content.centres.centres) else NOBODY_TOWNS
    return DESK_CLOSED if scene.desk and scene.state.step not in STEPS_WHEN_CLOSED else ASK_WHERE


def give_up(scene: Scene) -> Go:
    """Where the third failure leads: to a person when one can be reached now, else to a polite goodbye."""
    return _reachable(scene) or GOODBYE


def talk(scene: Scene) -> Go:
    """Call the centre that is known; the desk answers for one whose number nobody has confirmed."""
    if _is_closed(scene):
        return CLOSED
    return _reachable(scene) or (DESK_CLOSED if scene.may(Errand.MESSAGE) else NOBODY_NUMBER)


def to_number(scene: Scene) -> Go:
    """There is something to write down only where a number is confirmed."""
    return PEN if _centre_number(scene) else NUMBER


def _reachable(scene: Scene) -> Go | None:
    if _centre_number(scene) and not _is_closed(scene):
        return CENTRE_CALL
    return DESK_CALL if scene.desk_there else None


def _centre_number(scene: Scene) -> str | None:
    return scene.centre.number if scene.centre else None


def _centre_numbers(scene: Scene) -> tuple[str, ...]:
    number = _centre_number(scene)
    return (number,) if number else ()


def _answers(centre: Centre, now: datetime) -> bool:
    return centre.number is not None and not centre.next_opening(now)


def _is_closed(scene: Scene) -> bool:
    centre = scene.centre
    return bool(centre and centre.number and not _answers(centre, scene.now))


def _centre(scene: Scene) -> Centre:
    return scene.content.centre_by_id[scene.state.centre]


# --- the number ------------------------------------------------------------------------------------------


def _the_number() -> Iterator[Step]:
    yield fetching("pen", "write_ready", NUMBER, ready=has_centre)
    yield Message("number", _number, go("number-next"), ready=has_centre, useful=True)
    yield Choice(
        "number-next",
        with_text("again_choice", "talk_choice", "other_choice", "main_choice"),
        text_key({"1": NUMBER, "2": talk, "3": TOWNS}, lambda scene: of_centre(scene, _centre(scene))),
        back=MAIN_STEP,
        ready=has_centre,
    )


def _number(scene: Scene) -> tuple[str, ...]:
    """The town, then the number twice; without a confirmed number the town and the web address."""
    centre = _centre(scene)
    where = (*TOWN, f"town_{centre.id}")
    if not centre.number:
        return (*NO_NUMBER, *where, *SITE, f"site_{centre.id}")
    return (*where, *NUMBER_IS, *number_twice(centre.number))


def _a_closed_centre() -> Iterator[Step]:
    """When it opens, and the number to keep; nobody is offered a call to it."""
    yield Message("closed", _closed, go("closed-next"), ready=has_centre, useful=True)
    yield Choice(
        "closed-next",
        says("again_choice", "number_choice", "other_choice", "main_choice"),
        Menu({"1": CLOSED, "2": to_number, "3": TOWNS}),
        back=MAIN_STEP,
        give_up=GOODBYE,
        ready=has_centre,
    )


def _closed(scene: Scene) -> tuple[str, ...]:
    return (*CENTRE_CLOSED, *when(scene, OPENS, _centre(scene).next_opening(scene.now)))
