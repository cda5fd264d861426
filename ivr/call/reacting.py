"""What a key leads to, at every kind of step: decided once for the whole call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ivr.call import keys
from ivr.call.keys import Typing
from ivr.call.leads import Go
from ivr.call.leads import Lead
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.leads import says
from ivr.call.reach import RECORDED
from ivr.call.reach import Outcome
from ivr.call.state import ERASED
from ivr.call.steps import LANGUAGES_STEP
from ivr.call.steps import MAIN_STEP
from ivr.call.steps import MAX_TRIES
from ivr.call.steps import MOST_LOOKS
from ivr.call.steps import Await
from ivr.call.steps import Choice
from ivr.call.steps import End
from ivr.call.steps import Message
from ivr.call.steps import NumberEntry
from ivr.call.steps import Recording
from ivr.call.steps import Step
from ivr.call.steps import Transfer
from ivr.call.steps import expected
from ivr.call.turns import DialResult
from ivr.call.turns import Key

HINT_WRONG, HINT_SILENCE, HINT_KEYPAD = says("hint_wrong"), says("hint_silence"), says("hint_keypad")
KEYS_ALWAYS, KEYS_NUMBER = says("keys_always"), says("keys_number")
NUMBER_AGAIN, GO_ON_TYPING = says("number_again"), says("go_on_typing")

Reaction = tuple[Key | None, Go]


class Reactions:
    """`person` and `give_up` say where 0 and the third failure lead."""

    def __init__(self, steps: Mapping[str, Step], person: Lead, give_up: Lead) -> None:
        self._steps = steps
        self._person = person
        self._give_up = give_up

    def react(self, scene: Scene, here: Step, key: str) -> Reaction:
        match here:
            case Message():
                if key in keys.UNIVERSAL and key != keys.REMINDER:
                    return self._universal(scene, here, key)
                return (Key.SKIPPED if key else Key.LISTENED), here.then(scene)
            case Choice():
                lead = here.keys(scene).get(key)
                if lead:
                    return (keys.ANSWERS.get(key, Key.CHOICE) if here.asks else Key.CHOICE), lead(scene)
                return self._universal(scene, here, key) if key in keys.UNIVERSAL else self._failed(scene, here, key)
            case NumberEntry():
                return self._number(scene, here, key)
            case Transfer():
                outcome = next((result for result in DialResult if result.value == key), None)
                return None, (here.then[outcome](scene) if outcome else go(here.name))
            case Recording():
                return None, (here.then(scene) if key == RECORDED else here.otherwise)
            case Await():
                return self._looked(scene, here, key)
            case End():
                return None, go(here.name)

    def _looked(self, scene: Scene, here: Await, key: str) -> Reaction:
        if key in (keys.BACK, keys.PERSON):
            return self._universal(scene, here, key)
        outcome, tries = scene.around.outcome, scene.state.tries
        if outcome is Outcome.UNKNOWN and tries < MOST_LOOKS:
            return None, go(here.name, tries=tries + 1)
        return None, here.then[Outcome.DONE if outcome is Outcome.DONE else Outcome.NOT_DONE](scene)

    def _universal(self, scene: Scene, here: Message | Choice | Await, key: str) -> Reaction:
        meant = keys.UNIVERSAL[key]
        if meant is Key.AGAIN:
            return meant, go(here.name)
        if meant is Key.PERSON:
            return meant, self._person(scene)
        if meant is Key.BACK:
            return meant, go(self._back(scene, here))
        return meant, go(here.name, *_reminder(here))

    def _back(self, scene: Scene, here: Message | Choice | NumberEntry | Await) -> str:
        if isinstance(here, Choice) and here.back:
            return here.back
        remembered = replace(scene.state, commune="")  # see _moved: a step that needs the commune is passed over
        return next((name for name in reversed(scene.state.trail) if self._steps[name].ready(remembered)), MAIN_STEP)

    def _failed(self, scene: Scene, here: Choice | NumberEntry, key: str) -> Reaction:
        """Nothing pressed, or a key without meaning: help, more help, then somebody else."""
        meant, tries = (Key.WRONG if key else Key.SILENCE), scene.state.tries + 1
        if tries >= (here.max_tries if isinstance(here, NumberEntry) else MAX_TRIES):
            return meant, (here.give_up or self._give_up)(scene)
        return meant, go(here.name, *self._hint(here, tries, key), tries=tries, mistakes=scene.state.mistakes)

    def _hint(self, here: Choice | NumberEntry, tries: int, key: str) -> tuple[str, ...]:
        if here.name == LANGUAGES_STEP:  # nobody can be understood yet: the list is the help
            return ()
        if isinstance(here, Choice) and here.hint and not key:
            return here.hint
        what = HINT_WRONG if key else HINT_SILENCE
        help_ = KEYS_NUMBER if isinstance(here, NumberEntry) else KEYS_ALWAYS
        if tries == 1:  # whoever pressed nothing may not see the keys
            return (*what, *(() if key else HINT_KEYPAD), *help_)
        return (*what, *HINT_KEYPAD, *(here.reminder if isinstance(here, Choice) and not here.asks else ()), *help_)

    def _number(self, scene: Scene, here: NumberEntry, key: str) -> Reaction:
        state = scene.state
        number = keys.typed(state.typed, key, here.digits, expected=expected(here, state), leading_zero=here.leading_zero)
        same = {"tries": state.tries, "mistakes": state.mistakes}
        match number.what:
            case Typing.BACK:
                return Key.BACK, go(self._back(scene, here))
            case Typing.ERASED:
                return Key.BACK, go(here.name, *NUMBER_AGAIN, **same, typed=ERASED)
            case Typing.GOING_ON:
                say = GO_ON_TYPING if keys.BACK in key else ()
                return Key.NUMBER, go(here.name, *say, **same, typed=number.text)
            case Typing.PERSON:
                return Key.PERSON, self._person(scene)
            case Typing.UNKNOWN if here.unknown:
                return Key.CHOICE, here.unknown(scene)
            case Typing.UNKNOWN:
                return Key.REMINDER, go(here.name, *KEYS_NUMBER, **same)
            case Typing.NOTHING:
                return self._failed(scene, here, key)
            case Typing.DONE:
                answer = here.accept(scene, number.text)
                return (Key.NUMBER, answer) if isinstance(answer, Go) else (Key.WRONG, self._mistaken(scene, here, answer.say))

    def _mistaken(self, scene: Scene, here: NumberEntry, why: tuple[str, ...]) -> Go:
        """Ask again and say why; half of the mistakes begin the whole number anew, all of them are a failure."""
        mistakes = scene.state.mistakes + 1
        if mistakes >= here.max_mistakes:
            return (here.give_up or self._give_up)(scene)
        if here.anew and mistakes == here.max_mistakes // 2:
            return go(here.anew.step, *why, *here.anew.say, **here.anew.changes, mistakes=mistakes)
        return go(here.name, *why, mistakes=mistakes)


def _reminder(here: Step) -> tuple[str, ...]:
    """The keys of this place and those of every place, where a language is known."""
    return (*here.reminder, *KEYS_ALWAYS) if isinstance(here, Choice) and here.name != LANGUAGES_STEP else ()
