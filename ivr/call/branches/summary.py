"""What is done and what is left, and for whoever wants it, what to do for each stage."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping

from ivr.call.answers import Questionnaire
from ivr.call.branches.texting import spoken_with_text
from ivr.call.branches.texting import texted
from ivr.call.leads import Go
from ivr.call.leads import Keys
from ivr.call.leads import Lead
from ivr.call.leads import Menu
from ivr.call.leads import Say
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.leads import says
from ivr.call.steps import MAIN_STEP
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import Step
from ivr.call.texts import summary
from ivr.content.content import Content

AGAIN, CENTRE, EACH = go("summary"), go("postcode"), go("each")
WHAT_NEXT = go("what-next")
SHORT_MENU = Menu({"1": AGAIN, "2": CENTRE})
LONG_MENU = Menu({**SHORT_MENU, "3": EACH})
CONGRATULATIONS = says("congratulations")
DOUBT = says("certificate_doubt")
DONE, LEFT, AFTER = says("summary_done"), says("summary_left"), says("summary_next")
AGAIN_OR_CENTRE, EACH_STAGE, MAIN = says("again_choice", "centre_choice"), says("each_choice"), says("main_choice")


def steps(content: Content) -> Iterator[Step]:
    asked = Questionnaire(content.programme)
    yield Message("summary", lambda scene: _summary(asked, scene.state.answers), WHAT_NEXT, useful=True)
    yield Choice("what-next", _menu(asked), _menu_keys(asked), back=MAIN_STEP)
    yield Message("each", says("each_intro"), _next_part(asked, None))
    for part in content.programme.parts:
        stage = content.programme.first_of(part)
        clips = says(f"{stage.id}_todo", f"{stage.id}_about")
        yield Message(f"{stage.id}-each", clips, _next_part(asked, part), useful=True)


def _summary(asked: Questionnaire, answers: str) -> tuple[str, ...]:
    """By name; the end of the programme when all of it is done."""
    programme, left = asked.programme, asked.left(answers)
    done = [part for part in programme.parts if part not in left]
    if not left:
        return CONGRATULATIONS
    doubt = DOUBT if programme.certificate in done else ()
    return (*doubt, *_listed(DONE, done), *_listed(LEFT, left), *AFTER)


def _listed(title: tuple[str, ...], parts: list[str]) -> tuple[str, ...]:
    return (*title, *(f"name_{part}" for part in parts)) if parts else ()


def _menu(asked: Questionnaire) -> Say:
    def clips(scene: Scene) -> tuple[str, ...]:
        menu = (*AGAIN_OR_CENTRE, *(EACH_STAGE if asked.left(scene.state.answers) else ()), *MAIN)
        return spoken_with_text(scene, menu)

    return clips


def _menu_keys(asked: Questionnaire) -> Keys:
    def keys(scene: Scene) -> Mapping[str, Lead]:
        menu = LONG_MENU if asked.left(scene.state.answers) else SHORT_MENU
        return texted(scene, menu, lambda scene: summary(scene, asked))

    return keys


def _next_part(asked: Questionnaire, after: str | None) -> Lead:
    """The next part that is left, in the order of the programme."""
    parts = asked.programme.parts
    rest = parts[parts.index(after) + 1 :] if after else parts
    ways = {part: go(f"{asked.programme.first_of(part).id}-each") for part in rest}

    def on(scene: Scene) -> Go:
        left = asked.left(scene.state.answers)
        return next((ways[part] for part in rest if part in left), WHAT_NEXT)

    return on
