"""The first words, the list of languages, the main menu, and the last words."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.call.answers import Questionnaire
from ivr.call.branches.desk import PEOPLE
from ivr.call.branches.desk import transfers
from ivr.call.leads import Go
from ivr.call.leads import Menu
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.leads import says
from ivr.call.speech import number_twice
from ivr.call.speech import when
from ivr.call.steps import END_STEP
from ivr.call.steps import GOODBYE_STEP
from ivr.call.steps import LANGUAGES_STEP
from ivr.call.steps import MAIN_STEP
from ivr.call.steps import Choice
from ivr.call.steps import End
from ivr.call.steps import Message
from ivr.call.steps import Step
from ivr.call.turns import DialResult
from ivr.content.content import Content

WELCOME = go("welcome")
STAGES = go("intro")
UNKNOWN_CALL = go("unknown-call")
FAREWELL = go("farewell")
SORRY, NUMBER, BYE = says("give_up"), says("call_this_number"), says("goodbye")


def steps(content: Content, desk: int) -> Iterator[Step]:
    """`desk`: how many numbers the line's own people have."""
    languages = content.languages
    offered = tuple(f"{language.code}/language_choice" for language in languages.languages if language.key)
    yield Choice(
        LANGUAGES_STEP,
        says(f"{languages.first}/opening", *offered),
        Menu({key: WELCOME.with_(language=code) for key, code in languages.by_key.items()}),
        back=LANGUAGES_STEP,
        give_up=_nobody_understands,
    )
    yield Message("welcome", says("welcome"), go(MAIN_STEP))
    yield _main_menu(Questionnaire(content.programme))
    yield Message(GOODBYE_STEP, _goodbye, go(END_STEP), ends=True)
    yield Message("farewell", says(*(f"{code}/goodbye_short" for code in languages.codes)), go(END_STEP), ends=True)
    yield Message("time-is-up", says("call_is_long"), go(END_STEP), ends=True)
    yield from transfers(
        "unknown-call", content, desk, dict.fromkeys(DialResult, FAREWELL), FAREWELL, language_known=False, ends=True
    )
    yield End(END_STEP, ends=True)


def _main_menu(asked: Questionnaire) -> Choice:
    def stages(scene: Scene) -> Go:
        """On where the caller stopped, for instance to call the centre; from the beginning when all was answered."""
        going_on = asked.next_stage(scene.state.answers) is not None
        return STAGES.with_(answers=scene.state.answers if going_on else "")

    return Choice(
        MAIN_STEP,
        says("main_steps", "main_date", "main_questions", "main_centre", "main_person"),
        Menu({"1": stages, "2": go("date", ordered=()), "3": go("questions"), "4": go("postcode")}),
        reminder=says("keys_menu", "keys_language"),
        back=LANGUAGES_STEP,
    )


def _nobody_understands(scene: Scene) -> Go:
    """No language was chosen: put the caller through without a word, or say goodbye in every language."""
    return UNKNOWN_CALL if scene.desk_there else FAREWELL


def _goodbye(scene: Scene) -> tuple[str, ...]:
    """Polite, with a number that the caller may try another day, and when people are there."""
    centre = scene.centre if scene.centre and scene.centre.number else None
    number = centre.number if centre else scene.desk_number
    if not number:
        return (*SORRY, *BYE)
    opening = centre.next_opening(scene.now) if centre else scene.desk_opening
    return (*SORRY, *NUMBER, *number_twice(number), *when(scene, PEOPLE, opening), *BYE)
