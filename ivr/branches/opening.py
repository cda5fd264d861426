"""The first words, the list of languages, the main menu, and the last words."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.answers import Questionnaire
from ivr.branches.centre import desk_now
from ivr.content import Content
from ivr.flow import GOODBYE_STEP
from ivr.flow import LANGUAGES_STEP
from ivr.flow import MAIN_STEP
from ivr.flow import Choice
from ivr.flow import DialResult
from ivr.flow import End
from ivr.flow import Go
from ivr.flow import Message
from ivr.flow import Scene
from ivr.flow import Step
from ivr.flow import Transfer
from ivr.flow import go
from ivr.flow import says
from ivr.numbers import digit_clips
from ivr.numbers import number_groups


def steps(content: Content) -> Iterator[Step]:
    languages = content.languages
    offered = tuple(f"{language.code}/language_choice" for language in languages.languages if language.key)
    yield Choice(
        LANGUAGES_STEP,
        says(f"{languages.first}/opening", *offered),
        lambda scene: {key: go("welcome", language=code) for key, code in languages.by_key.items()},
        back=LANGUAGES_STEP,
        give_up=_nobody_understands,
    )
    yield Message("welcome", says("opening", "welcome"), go(MAIN_STEP))
    asked = Questionnaire(content.programme)

    def stages(scene: Scene) -> Go:
        """On where the caller stopped, for instance to call the centre; from the beginning when all was answered."""
        going_on = asked.next_stage(scene.state.answers) is not None
        return Go("intro", changes={"answers": scene.state.answers if going_on else ""})

    main = {
        "1": stages,
        "2": go("date", ordered=()),
        "3": go("questions"),
        "4": go("postcode"),
    }
    yield Choice(
        MAIN_STEP,
        says("main_steps", "main_date", "main_questions", "main_centre", "main_person"),
        lambda scene: main,
        reminder=("keys_menu", "keys_language"),
        back=LANGUAGES_STEP,
    )
    yield Message(GOODBYE_STEP, _goodbye, go("end"))
    yield Message("farewell", says(*(f"{code}/goodbye_short" for code in languages.codes)), go("end"))
    farewell = Go("farewell")
    yield Transfer("unknown-call", desk_now, dict.fromkeys(DialResult, farewell), go("farewell"), whisper="whisper_unknown")
    yield End("end")


def _nobody_understands(scene: Scene) -> Go:
    """No language was chosen: put the caller through without a word, or say goodbye in every language."""
    return Go("unknown-call" if desk_now(scene) else "farewell")


def _goodbye(scene: Scene) -> tuple[str, ...]:
    """Polite, and with the number that the caller may try another day."""
    number = (scene.centre.number if scene.centre else None) or scene.line.desk
    if not number:
        return ("give_up", "goodbye")
    digits = digit_clips(*number_groups(number))
    return ("give_up", "call_this_number", *digits, "number_repeat", *digits, "goodbye")
