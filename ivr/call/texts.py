"""What a text message says: the words of the caller's language with the facts of their call."""

from __future__ import annotations

import re

import phonenumbers

from ivr.call.answers import Questionnaire
from ivr.call.leads import Scene
from ivr.call.segments import segments
from ivr.content.centres import Centre
from ivr.content.phones import BELGIUM

MOST_SEGMENTS = 3
_SPELLED = re.compile(r"\b([A-Z]) (?=[A-Z]\b)")  # "C R I" is how a voice says it
_STOPS = " ,،，、.。۔"
_MORE = " (...)"


def end_date(scene: Scene) -> str:
    rule = scene.content.programme.deadline(scene.ordered)
    return _words(scene, "sms_deadline").format(date=f"{rule.end(scene.ordered):%d/%m/%Y}")


def of_centre(scene: Scene, centre: Centre) -> str:
    if centre.number:
        return _words(scene, "sms_centre").format(town=centre.town, number=dialled(centre.number))
    return _words(scene, "sms_centre_site").format(town=centre.town, site=centre.website)


def summary(scene: Scene, asked: Questionnaire) -> str:
    """What is left, as much of it as three segments hold."""
    left = asked.left(scene.state.answers)
    if not left:
        return _words(scene, "sms_done")
    clips = scene.content.words[scene.state.language].clips
    names = [_SPELLED.sub(r"\1", clips[f"name_{part}"].text) for part in left]
    for count in range(len(names), 0, -1):
        text = _words(scene, "sms_summary").format(parts=_listed(names[:count], more=count < len(names)))
        if segments(text) <= MOST_SEGMENTS:
            break
    return text


def _listed(names: list[str], *, more: bool) -> str:
    return " ".join(names).rstrip(_STOPS) + (_MORE if more else "")


def dialled(number: str) -> str:
    """As it is dialled in Belgium, digits alone: a "+" changes its place in a script that is written from the right."""
    parsed = phonenumbers.parse(number, None)
    if parsed.country_code != BELGIUM:
        return number
    printed = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return "".join(filter(str.isdigit, printed))


def _words(scene: Scene, text: str) -> str:
    return scene.content.words[scene.state.language].texts[text]
