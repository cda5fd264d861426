"""My centre: from a postal code or a town to a person."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.centres import Centre
from ivr.content import Content
from ivr.flow import GOODBYE_STEP
from ivr.flow import MAIN_STEP
from ivr.flow import Choice
from ivr.flow import DialResult
from ivr.flow import Entry
from ivr.flow import Go
from ivr.flow import Lead
from ivr.flow import Message
from ivr.flow import Refuse
from ivr.flow import Scene
from ivr.flow import Step
from ivr.flow import Transfer
from ivr.flow import go
from ivr.flow import says
from ivr.hours import opening_clips
from ivr.numbers import digit_clips
from ivr.numbers import number_groups
from ivr.postcodes import Commune
from ivr.state import CallState


def steps(content: Content) -> Iterator[Step]:
    yield Entry("postcode", says("ask_postcode"), 4, _postcode, finish="", max_tries=2, give_up=go("towns"))
    yield Choice("which", _which, _each_commune, ready=_has_commune)
    for clip in dict.fromkeys((*(entry.clip for entry in content.centres.elsewhere), *content.centres.own_programme.values())):
        yield Message(clip.replace("_", "-"), says(clip), go("elsewhere"))
    yield Choice(
        "elsewhere",
        says("elsewhere_again", "elsewhere_towns", "main_choice"),
        lambda scene: {"1": go("postcode"), "2": go("towns")},
        back=MAIN_STEP,
    )
    yield from _towns(content)
    number, other = go("number"), go("towns")
    yield Message("found", _found, go("centre"), ready=_has_commune_and_centre)
    yield Choice(
        "centre",
        lambda scene: ("centre_is", f"town_{scene.state.centre}", "centre_talk", "centre_number", "centre_other"),
        lambda scene: {"1": _talk, "2": number, "3": other},
        ready=_has_centre,
    )
    yield Message("number", _number, _after_number, ready=_has_centre)
    yield Message("closed", _closed, go("closed-next"), ready=_has_centre)
    yield Choice(
        "closed-next",
        says("again_choice", "number_choice", "other_choice", "main_choice"),
        lambda scene: {"1": go("closed"), "2": number, "3": other},
        back=MAIN_STEP,
        give_up=go(GOODBYE_STEP),
        ready=_has_centre,
    )
    yield Message("calling", lambda scene: (_announcement(scene),), go("call"))
    yield Transfer("call", _dialled, _OUTCOMES, unreachable=go(GOODBYE_STEP, "nobody"))
    yield Choice("called", _after, _after_keys, back=MAIN_STEP, give_up=go(GOODBYE_STEP))


def person(scene: Scene) -> Go:
    """Where 0 leads: straight to the centre when it is known, else to the question which one it is."""
    here = scene.state.step
    if scene.centre:
        return _talk(scene)
    if here not in ("postcode", "towns", "calling", "called"):
        return Go("postcode", ("person_postcode",))
    if desk_now(scene):
        return Go("calling")
    return Go("towns", ("nobody",) if here == "towns" else ())


def give_up(scene: Scene) -> Go:
    """Where the third failure leads: to a person when one can be reached now, else to a polite goodbye."""
    reachable = _dialled(scene) and not _is_closed(scene)
    return Go("calling") if reachable else Go(GOODBYE_STEP)


# --- from a postal code to a commune and a centre --------------------------------------------------------


def _postcode(scene: Scene, typed: str) -> Go | Refuse:
    if typed.startswith("#"):
        return Go("towns")
    code = typed.rstrip("#")
    if not (code.isdecimal() and len(code) == 4):
        return Refuse(("postcode_incomplete",))
    communes = scene.content.postcodes.by_code.get(code, ())
    if communes:
        return _which_commune(communes) if _several_centres(communes) else _lives_in(scene, *communes)
    elsewhere = scene.content.postcodes.clip_elsewhere(code)
    if elsewhere:
        return Go(elsewhere.replace("_", "-"))
    return Refuse(("you_typed", *digit_clips(code), "postcode_unknown"))


def _several_centres(communes: tuple[Commune, ...]) -> bool:
    return len({commune.centre for commune in communes}) > 1


def _which_commune(communes: tuple[Commune, ...]) -> Go:
    return Go("which", changes={"commune": _joined(communes)})


def _lives_in(scene: Scene, *communes: Commune) -> Go:
    """In one of these communes, which have the same centre."""
    own_programme = scene.content.centres.own_programme.get(communes[0].centre)
    if own_programme:
        return Go(own_programme.replace("_", "-"))
    return Go("found", changes={"commune": _joined(communes), "centre": communes[0].centre})


def _joined(communes: tuple[Commune, ...]) -> str:
    return ".".join(commune.nis for commune in communes)


def _communes(scene: Scene) -> tuple[Commune, ...]:
    return tuple(scene.content.postcodes.communes[nis] for nis in scene.state.commune.split("."))


def _which(scene: Scene) -> tuple[str, ...]:
    listed = ((commune.clip, f"press_{key}") for key, commune in enumerate(_communes(scene), 1))
    return ("which_commune", *(clip for pair in listed for clip in pair))


def _each_commune(scene: Scene) -> dict[str, Lead]:
    def chosen(commune: Commune) -> Lead:
        return lambda scene: _lives_in(scene, commune)

    return {str(key): chosen(commune) for key, commune in enumerate(_communes(scene), 1)}


def _found(scene: Scene) -> tuple[str, ...]:
    """The commune; the centre follows in the menu, so that it is heard again with it."""
    first, *others = _communes(scene)
    doubt = () if first.certain else ("commune_doubt",)
    return ("commune_is", first.clip, *(clip for other in others for clip in ("commune_or", other.clip)), *doubt)


def _has_centre(state: CallState) -> bool:
    return bool(state.centre)


def _has_commune(state: CallState) -> bool:
    return bool(state.commune)


def _has_commune_and_centre(state: CallState) -> bool:
    return bool(state.commune and state.centre)


def _towns(content: Content) -> Iterator[Step]:
    centres = content.centres.centres
    listed = (clip for key, centre in enumerate(centres, 1) for clip in (f"town_{centre.id}", f"press_{key}"))
    keys = {str(key): go("centre", centre=centre.id) for key, centre in enumerate(centres, 1)}
    yield Choice("towns", says("towns_intro", *listed), lambda scene: keys)


# --- the number, and talking to somebody -----------------------------------------------------------------


def _number(scene: Scene) -> tuple[str, ...]:
    """The town, then the number twice; without a confirmed number the town and the web address."""
    centre = _centre(scene)
    where = ("centre_town", f"town_{centre.id}")
    if not centre.number:
        return ("no_number", *where, "centre_site", f"site_{centre.id}")
    digits = digit_clips(*number_groups(centre.number))
    return (*where, "number_is", *digits, "number_repeat", *digits)


def _closed(scene: Scene) -> tuple[str, ...]:
    """When it opens, and the number to keep."""
    centre = _centre(scene)
    opening = centre.next_opening(scene.now)
    when = (
        ("centre_closed", "opens_at", *opening_clips(opening, scene.now, scene.content.words[scene.state.language].date_order))
        if opening
        else ()
    )
    return (*when, *_number(scene))


def _after_number(scene: Scene) -> Go:
    """Nobody is offered a call to a centre that is closed."""
    return Go("closed-next" if _is_closed(scene) else "centre")


def _is_closed(scene: Scene) -> bool:
    centre = scene.centre
    return bool(centre and centre.number and centre.next_opening(scene.now))


def _centre(scene: Scene) -> Centre:
    return scene.line.centres[scene.state.centre]


def _talk(scene: Scene) -> Go:
    if _is_closed(scene):
        return Go("closed")
    if _dialled(scene):
        return Go("calling")
    return Go("number", ("nobody",))


def desk_now(scene: Scene) -> str | None:
    """The line's own people, when they are there."""
    desk = scene.content.centres.desk
    return scene.line.desk if scene.line.desk and not desk.next_opening(scene.now) else None


def _dialled(scene: Scene) -> str | None:
    """The number a transfer goes to now: the centre's own once confirmed, else the line's desk."""
    return (scene.centre.number if scene.centre else None) or desk_now(scene)


def _announcement(scene: Scene) -> str:
    return "transfer_centre" if scene.centre and scene.centre.number else "transfer_desk"


_OUTCOMES = {
    DialResult.ANSWERED: Go("called", ("dial_answered",)),
    DialResult.BUSY: Go("called", ("dial_busy",)),
    DialResult.NO_ANSWER: Go("called", ("dial_no_answer",)),
    DialResult.FAILED: Go("called", ("dial_failed",)),
}


def _after(scene: Scene) -> tuple[str, ...]:
    if scene.centre:
        return ("retry_choice", "number_choice", "other_choice", "main_choice")
    digits = digit_clips(*number_groups(scene.line.desk)) if scene.line.desk else ()
    number = ("call_this_number", *digits, "number_repeat", *digits) if digits else ()
    return (*number, "retry_choice", "main_choice")


def _after_keys(scene: Scene) -> dict[str, Lead]:
    again = {"1": _talk if scene.centre else go("calling")}
    return again | ({"2": go("number"), "3": go("towns")} if scene.centre else {})
