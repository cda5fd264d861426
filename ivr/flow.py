"""The call as pure data: a state and a key go in, the next turn comes out.

No web, no carrier, no clock and no disk in here. What a caller may do everywhere (hear it again, go back, ask for a
person, press nothing, press a key without meaning) is decided in this module, once, for every step.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from datetime import datetime
from functools import lru_cache
from typing import Any

from ivr.centres import Centre
from ivr.content import PROMPTS
from ivr.content import Content
from ivr.state import ERASED
from ivr.state import STEP_NAME
from ivr.state import TRAIL_LENGTH
from ivr.state import CallState
from ivr.yamlfile import ContentError

AGAIN, BACK, PERSON, REMINDER, SILENCE = "9", "*", "0", "#", ""
MAX_TRIES = 3
CHOICE_SECONDS = 8  # silence allowed where a choice or a number is expected
MESSAGE_SECONDS = 1  # rest after a message before the call goes on by itself
LANGUAGES_STEP, MAIN_STEP, GOODBYE_STEP = "languages", "main", "goodbye"


class DialResult(enum.Enum):
    """How a transfer ended."""

    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Listen:
    """What the carrier waits for after the clips."""

    digits: int
    seconds: int
    finish: str  # the key that ends a number; "" when every key is a digit of its own


@dataclass(frozen=True, slots=True)
class Dial:
    number: str
    ring_seconds: int
    limit_seconds: int
    whisper: str = "whisper"  # the clip that the worker hears first


@dataclass(frozen=True, slots=True)
class Turn:
    """What the caller hears, and where the call goes. Neither listen nor dial: the call ends."""

    state: CallState
    clips: tuple[str, ...] = ()  # "<language>/<clip>"
    listen: Listen | None = None
    dial: Dial | None = None
    keys: str = ""  # the keys that mean something here


@dataclass(frozen=True, slots=True)
class Scene:
    """What a step may look at."""

    line: Line
    state: CallState
    now: datetime

    @property
    def content(self) -> Content:
        return self.line.content

    @property
    def centre(self) -> Centre | None:
        return self.line.centres.get(self.state.centre)

    def having(self, **changes: Any) -> Scene:
        return replace(self, state=replace(self.state, **changes))

    @property
    def ordered(self) -> date:
        """The day the permit was ordered, once it is complete."""
        day, month, year = self.state.ordered
        return date(year, month, day)


@dataclass(frozen=True, slots=True)
class Go:
    """Go to a step, saying something first; `changes` are fields of the state."""

    step: str
    say: tuple[str, ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refuse:
    """The number typed cannot be used: say why and ask for it again."""

    say: tuple[str, ...]


Say = Callable[[Scene], tuple[str, ...]]
Lead = Callable[[Scene], Go]
Ready = Callable[[CallState], bool]


def always(state: CallState) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Message:
    """Something explained. Any key cuts it short; then the call goes on.

    `ready`, here and below, says whether a state has what the step speaks of.
    """

    name: str
    clips: Say
    then: Lead
    ready: Ready = always


@dataclass(frozen=True, slots=True)
class Choice:
    """A question or a menu: one key."""

    name: str
    clips: Say
    keys: Callable[[Scene], Mapping[str, Lead]]
    reminder: tuple[str, ...] = ("keys_menu",)
    back: str | None = None  # where * leads; None: the step before
    give_up: Lead | None = None  # what follows the third failure, unless the usual
    ready: Ready = always


@dataclass(frozen=True, slots=True)
class Entry:
    """A number of a few digits."""

    name: str
    clips: Say
    digits: int
    accept: Callable[[Scene, str], Go | Refuse]
    finish: str = "#"
    max_tries: int = MAX_TRIES
    give_up: Lead | None = None
    ready: Ready = always


@dataclass(frozen=True, slots=True)
class Transfer:
    """Put the caller through; every outcome leads on."""

    name: str
    number: Callable[[Scene], str | None]
    then: Mapping[DialResult, Go]
    unreachable: Lead
    ready: Ready = always
    whisper: str = "whisper"


@dataclass(frozen=True, slots=True)
class End:
    name: str
    ready: Ready = always


Step = Message | Choice | Entry | Transfer | End


def go(step: str, *say: str, **changes: Any) -> Lead:
    """A lead that does not depend on the call."""
    there = Go(step, say, changes)
    return lambda scene: there


def says(*clips: str) -> Say:
    """Clips that do not depend on the call."""
    return lambda scene: clips


class Line:
    """The whole conversation: steps built from the content, and the rules between them."""

    def __init__(self, content: Content, steps: Iterable[Step], *, desk: str | None, person: Lead, give_up: Lead) -> None:
        """`desk` is the number of the line's own people; `person` and `give_up` say where 0 and the third failure lead."""
        self.content = content
        self.desk = desk
        self.steps = _by_name(steps)
        self.centres = content.centres.by_id
        self.languages = frozenset(content.languages.codes)
        self._person = person
        self._give_up = give_up
        self._sayable = lru_cache(maxsize=4096)(self._can_say)

    def open(self, dialled: str, now: datetime) -> Turn:
        """The first turn of a call; a number of its own leads straight into its language."""
        language = self.content.languages.by_number.get(dialled)
        state = CallState(language or self.content.languages.first, LANGUAGES_STEP)
        return self._enter(Scene(self, state, now), Go("welcome" if language else LANGUAGES_STEP))

    def advance(self, state: CallState, key: str, now: datetime) -> Turn:
        """What the caller hears after this key ("" for none, or a DialResult's value after a transfer)."""
        if not self.knows(state):
            return self.recover(state.language, now)
        scene = Scene(self, state, now)
        return self._enter(scene, self._react(scene, self.steps[state.step], key))

    def recover(self, language: str, now: datetime) -> Turn:
        """Start a caller again whose state is lost, in their language when it is known."""
        if language in self.languages:
            return self._enter(Scene(self, CallState(language, MAIN_STEP), now), Go(MAIN_STEP, ("sorry",)))
        return self.open("", now)

    def knows(self, state: CallState) -> bool:
        """Whether everything the state speaks of exists, so that any step can be played with it."""
        if state.language not in self.languages or not {state.step, *state.trail} <= self.steps.keys():
            return False
        if state.centre and state.centre not in self.centres:
            return False
        if state.commune and not set(state.commune.split(".")) <= self.content.postcodes.communes.keys():
            return False
        return self.steps[state.step].ready(state) and (not state.ordered or self._sayable(state.ordered))

    def _can_say(self, ordered: tuple[int, ...]) -> bool:
        """Whether the part of a date typed so far can be part of a date the line speaks of."""
        leap_year = 2024
        day, month, year = (*ordered, *(1, 1, leap_year)[len(ordered) :])
        years = self.content.words[self.content.languages.first].years
        try:
            end = self.content.programme.deadline(date(year, month, day)).end(date(year, month, day))
        except (ValueError, OverflowError):
            return False
        return str(year) in years and str(end.year) in years

    # --- what a key means ------------------------------------------------------------------------

    def _react(self, scene: Scene, here: Step, key: str) -> Go:
        match here:
            case Message():
                return self._universal(scene, here, key) or here.then(scene)
            case Choice():
                lead = here.keys(scene).get(key)
                if lead:
                    return lead(scene)
                return self._universal(scene, here, key) or self._failed(scene, here, key)
            case Entry():
                return self._number(scene, here, key)
            case Transfer():
                outcome = next((result for result in DialResult if result.value == key), None)
                return here.then[outcome] if outcome else Go(here.name)
            case End():
                return Go(here.name)

    def _universal(self, scene: Scene, here: Message | Choice, key: str) -> Go | None:
        if key == AGAIN:
            return Go(here.name)
        if key == PERSON:
            return self._person(scene)
        if key == BACK:
            return Go(self._back(scene, here))
        if key == REMINDER and isinstance(here, Choice):
            return Go(here.name, (*here.reminder, "keys_always") if here.name != LANGUAGES_STEP else ())
        return None

    def _back(self, scene: Scene, here: Message | Choice | Entry) -> str:
        if isinstance(here, Choice) and here.back:
            return here.back
        remembered = replace(scene.state, commune="")  # see _moved: a step that needs the commune is passed over
        return next((name for name in reversed(scene.state.trail) if self.steps[name].ready(remembered)), MAIN_STEP)

    def _failed(self, scene: Scene, here: Choice | Entry, key: str) -> Go:
        """Nothing pressed, or a key without meaning: help, more help, then somebody else."""
        tries = scene.state.tries + 1
        if tries >= (here.max_tries if isinstance(here, Entry) else MAX_TRIES):
            return (here.give_up or self._give_up)(scene)
        return Go(here.name, self._hint(here, tries, key), {"tries": tries})

    def _hint(self, here: Choice | Entry, tries: int, key: str) -> tuple[str, ...]:
        if here.name == LANGUAGES_STEP:  # nobody can be understood yet: the list is the help
            return ()
        what = "hint_wrong" if key else "hint_silence"
        help_ = ("keys_number",) if isinstance(here, Entry) else ("keys_always",)
        if tries == 1:
            return (what, *help_)
        return (what, "hint_keypad", *(here.reminder if isinstance(here, Choice) else ()), *help_)

    def _number(self, scene: Scene, here: Entry, key: str) -> Go:
        text = scene.state.typed + key
        if text == BACK * 2:
            return Go(self._back(scene, here))
        rest = text.rpartition(BACK)[2]
        if key and BACK in text and not rest:
            return Go(here.name, ("number_again",), {"typed": ERASED, "tries": scene.state.tries})
        cut_short = len(key) == _expected(here, scene.state)  # the erased keys took up room of the new number
        if BACK in key and cut_short and len(rest) < here.digits and rest.isdigit():
            return Go(here.name, ("go_on_typing",), {"typed": rest, "tries": scene.state.tries})
        if not rest:
            return self._failed(scene, here, key)
        if rest.rstrip(REMINDER) == PERSON:  # no day, month, year or postal code is 0
            return self._person(scene)
        answer = here.accept(scene, rest)
        if isinstance(answer, Go):
            return answer
        tries = scene.state.tries + 1
        if tries >= here.max_tries:
            return (here.give_up or self._give_up)(scene)
        return Go(here.name, answer.say, {"tries": tries})

    # --- entering a step -------------------------------------------------------------------------

    def _enter(self, scene: Scene, move: Go) -> Turn:
        while True:
            scene = Scene(self, self._moved(scene.state, move), scene.now)
            there = self.steps[move.step]
            if isinstance(there, Transfer):
                number = there.number(scene)
                if number is None:
                    move = there.unreachable(scene)
                    continue
                limits = self.content.centres.transfer
                return Turn(scene.state, dial=Dial(number, limits.ring_seconds, limits.limit_seconds, there.whisper))
            return self._turn(scene, there, move.say)

    def _moved(self, state: CallState, move: Go) -> CallState:
        trail = state.trail
        if isinstance(self.steps[state.step], Choice | Entry) and state.step not in (move.step, MAIN_STEP, LANGUAGES_STEP):
            trail = (*trail, state.step)
        if move.step in (MAIN_STEP, LANGUAGES_STEP):
            trail = ()
        elif move.step in trail:
            trail = trail[: trail.index(move.step)]
        fresh: dict[str, Any] = {"step": move.step, "tries": 0, "typed": "", "trail": trail[-TRAIL_LENGTH:]}
        if move.step != state.step:
            fresh["commune"] = ""  # known only as long as it is being spoken of
        return replace(state, **(fresh | dict(move.changes)))

    def _turn(self, scene: Scene, there: Message | Choice | Entry | End, say: tuple[str, ...]) -> Turn:
        state = scene.state
        match there:
            case End():
                return Turn(state)
            case Message():
                clips, listen, keys = there.clips(scene), Listen(1, MESSAGE_SECONDS, ""), "1234567890*#"
            case Choice():
                clips, listen = there.clips(scene), Listen(1, CHOICE_SECONDS, "")
                keys = "".join(dict.fromkeys((*there.keys(scene), AGAIN, PERSON, BACK, REMINDER)))
            case Entry():
                going_on = state.typed not in ("", ERASED)
                clips = () if going_on else there.clips(scene)
                listen, keys = Listen(_expected(there, state), CHOICE_SECONDS, there.finish), "1234567890*#"
        language = state.language
        return Turn(
            state,
            tuple(clip if "/" in clip else f"{language}/{clip}" for clip in (*say, *clips)),
            listen,
            keys=keys,
        )


def _expected(here: Entry, state: CallState) -> int:
    """How many keys the number still needs."""
    return here.digits - len(state.typed.replace(ERASED, ""))


def _by_name(steps: Iterable[Step]) -> dict[str, Step]:
    """Raises ContentError for a name (from an id or a clip of the content) that is used twice or does not fit an address."""
    named: dict[str, Step] = {}
    for step in steps:
        if step.name in named:
            raise ContentError(PROMPTS, step.name, "two things of the content would make the same step; rename one")
        if not STEP_NAME.fullmatch(step.name):
            raise ContentError(PROMPTS, step.name, "expected at most 20 small letters, digits and hyphens, to fit an address")
        named[step.name] = step
    return named
