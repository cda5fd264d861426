"""Key 5: what was just heard, as a text message."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import replace

from ivr.call.leads import Go
from ivr.call.leads import Keys
from ivr.call.leads import Lead
from ivr.call.leads import Say
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.leads import says
from ivr.call.reach import Errand
from ivr.call.reach import Outcome
from ivr.call.reach import Text
from ivr.call.steps import MAIN_STEP
from ivr.call.steps import Await
from ivr.call.steps import Step

KEY = "5"
OFFER, SENT, NOT_SENT = says("sms_choice"), says("sms_sent"), says("sms_not_sent")
SENDING = go("texting")

Compose = Callable[[Scene], str]


def steps() -> Iterator[Step]:
    yield Await(
        "texting", Errand.TEXT, opens="text", then={Outcome.DONE: _back_with(*SENT), Outcome.NOT_DONE: _back_with(*NOT_SENT)}
    )


def with_text(*menu: str) -> Say:
    """A menu that offers the message where there can be one."""
    spoken = says(*menu)
    return lambda scene: spoken_with_text(scene, spoken)


def text_key(menu: Mapping[str, Lead], compose: Compose) -> Keys:
    return lambda scene: texted(scene, menu, compose)


def spoken_with_text(scene: Scene, menu: tuple[str, ...]) -> tuple[str, ...]:
    """The main menu stays the last to be told."""
    return (*menu[:-1], *OFFER, *menu[-1:]) if scene.may(Errand.TEXT) else menu


def texted(scene: Scene, menu: Mapping[str, Lead], compose: Compose) -> Mapping[str, Lead]:
    return {**menu, KEY: _sending(compose)} if scene.may(Errand.TEXT) else menu


def _sending(compose: Compose) -> Lead:
    def lead(scene: Scene) -> Go:
        return replace(SENDING.with_(errands=scene.state.errands + Errand.TEXT), sends=Text(compose(scene)))

    return lead


def _back_with(*words: str) -> Lead:
    """Back to the menu where it was asked for."""

    def lead(scene: Scene) -> Go:
        return go(scene.state.trail[-1] if scene.state.trail else MAIN_STEP, *words)

    return lead
