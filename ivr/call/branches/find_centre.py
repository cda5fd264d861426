"""My centre: from a postal code or a town to a centre."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.call.branches.talk import talk
from ivr.call.branches.talk import to_number
from ivr.call.leads import Go
from ivr.call.leads import Lead
from ivr.call.leads import Menu
from ivr.call.leads import Refuse
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.leads import has_centre
from ivr.call.leads import says
from ivr.call.speech import digit_clips
from ivr.call.state import CallState
from ivr.call.steps import MAIN_STEP
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import NumberEntry
from ivr.call.steps import Step
from ivr.content.content import Content
from ivr.content.postcodes import Commune

TOWNS, POSTCODE, WHICH, FOUND, CENTRE = go("towns"), go("postcode"), go("which"), go("found"), go("centre")
INCOMPLETE, YOU_TYPED, NOT_KNOWN = says("postcode_incomplete"), says("you_typed"), says("postcode_unknown")
WHICH_COMMUNE, COMMUNE_IS, COMMUNE_OR = says("which_commune"), says("commune_is"), says("commune_or")
DOUBT = says("commune_doubt")
CENTRE_IS, CENTRE_MENU = says("centre_is"), says("centre_talk", "centre_number", "centre_other")


def steps(content: Content) -> Iterator[Step]:
    yield NumberEntry(
        "postcode",
        says("ask_postcode"),
        4,
        _postcode,
        starts_alone=True,
        leading_zero=False,
        unknown=TOWNS,
        max_tries=2,
        max_mistakes=2,
        give_up=TOWNS,
        opens="centre",
    )
    yield Choice("which", _which, _each_commune, ready=_has_commune)
    for clip in content.centres.elsewhere_clips:
        yield Message(_step_for(clip), says(clip), go("elsewhere"), useful=True)
    yield Choice(
        "elsewhere",
        says("elsewhere_again", "elsewhere_towns", "main_choice"),
        Menu({"1": POSTCODE, "2": TOWNS}),
        back=MAIN_STEP,
    )
    yield _towns(content)
    yield Message("found", _found, CENTRE, ready=_has_commune_and_centre, useful=True)
    yield Choice(
        "centre",
        lambda scene: (*CENTRE_IS, f"town_{scene.state.centre}", *CENTRE_MENU),
        Menu({"1": talk, "2": to_number, "3": TOWNS}),
        ready=has_centre,
    )


def _step_for(clip: str) -> str:
    return clip.replace("_", "-")


def _postcode(scene: Scene, typed: str) -> Go | Refuse:
    if not (typed.isdecimal() and len(typed) == 4):
        return Refuse(INCOMPLETE)
    communes = scene.content.postcodes.by_code.get(typed, ())
    if communes:
        return _which_commune(communes) if _several_centres(communes) else _lives_in(scene, *communes)
    elsewhere = scene.content.postcodes.clip_elsewhere(typed)
    if elsewhere:
        return go(_step_for(elsewhere))
    return Refuse((*YOU_TYPED, *digit_clips(typed), *NOT_KNOWN))


def _several_centres(communes: tuple[Commune, ...]) -> bool:
    return len({commune.centre for commune in communes}) > 1


def _which_commune(communes: tuple[Commune, ...]) -> Go:
    return WHICH.with_(commune=_joined(communes))


def _lives_in(scene: Scene, *communes: Commune) -> Go:
    """In one of these communes, which have the same centre."""
    own_programme = scene.content.centres.own_programme.get(communes[0].centre)
    if own_programme:
        return go(_step_for(own_programme))
    return FOUND.with_(commune=_joined(communes), centre=communes[0].centre)


def _joined(communes: tuple[Commune, ...]) -> str:
    return ".".join(commune.nis for commune in communes)


def _communes(scene: Scene) -> tuple[Commune, ...]:
    return tuple(scene.content.postcodes.communes[nis] for nis in scene.state.commune.split("."))


def _which(scene: Scene) -> tuple[str, ...]:
    listed = ((commune.clip, f"press_{key}") for key, commune in enumerate(_communes(scene), 1))
    return (*WHICH_COMMUNE, *(clip for pair in listed for clip in pair))


def _each_commune(scene: Scene) -> dict[str, Lead]:
    def chosen(commune: Commune) -> Lead:
        return lambda scene: _lives_in(scene, commune)

    return {str(key): chosen(commune) for key, commune in enumerate(_communes(scene), 1)}


def _found(scene: Scene) -> tuple[str, ...]:
    """The commune; the centre follows in the menu, so that it is heard again with it."""
    first, *others = _communes(scene)
    doubt = () if first.certain else DOUBT
    return (*COMMUNE_IS, first.clip, *(clip for other in others for clip in (*COMMUNE_OR, other.clip)), *doubt)


def _has_commune(state: CallState) -> bool:
    return bool(state.commune)


def _has_commune_and_centre(state: CallState) -> bool:
    return _has_commune(state) and has_centre(state)


def _towns(content: Content) -> Step:
    centres = content.centres.centres
    listed = (clip for key, centre in enumerate(centres, 1) for clip in (f"town_{centre.id}", f"press_{key}"))
    keys = Menu({str(key): CENTRE.with_(centre=centre.id) for key, centre in enumerate(centres, 1)})
    return Choice("towns", says("towns_intro", *listed), keys, opens="centre")
