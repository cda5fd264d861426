"""The kinds of step a call is made of."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import KW_ONLY
from dataclasses import dataclass
from dataclasses import field

from ivr.call.leads import Go
from ivr.call.leads import Keys
from ivr.call.leads import Lead
from ivr.call.leads import Ready
from ivr.call.leads import Refuse
from ivr.call.leads import Say
from ivr.call.leads import Scene
from ivr.call.leads import Spoken
from ivr.call.leads import always
from ivr.call.reach import Errand
from ivr.call.reach import Outcome
from ivr.call.state import ERASED
from ivr.call.state import CallState
from ivr.call.turns import DialResult
from ivr.call.turns import whisper_of

LANGUAGES_STEP, MAIN_STEP, GOODBYE_STEP, END_STEP = "languages", "main", "goodbye", "end"
MAX_TRIES = 3
MAX_MISTAKES = 6  # in one number, which is begun anew after half of them
CHOICE_SECONDS = 8  # silence allowed where a choice or a number is expected
MOST_LOOKS = 6  # for what is done outside of the call; a second apart
MESSAGE_SECONDS = 1  # rest after a message before the call goes on by itself


@dataclass(frozen=True, slots=True)
class Named:
    """What every kind of step has. `label` is what operators read of it, by language; the line puts it in."""

    name: str
    _: KW_ONLY
    ready: Ready = always  # whether a state has what the step speaks of
    opens: str = ""  # the branch that begins here
    useful: bool = False  # tells the caller something of their own case
    ends: bool = False  # a call that stops here came to its natural end
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message(Named):
    """Something explained. Any key cuts it short; then the call goes on."""

    clips: Say
    then: Lead


MENU_KEYS = Spoken(("keys_menu",))


@dataclass(frozen=True, slots=True)
class Choice(Named):
    """A question or a menu: one key."""

    clips: Say
    keys: Keys
    _: KW_ONLY
    reminder: Spoken = MENU_KEYS
    back: str | None = None  # where * leads; None: the step before
    give_up: Lead | None = None  # what follows the third failure, unless the usual
    asks: str = ""  # the question of the programme that 1, 2 and 3 answer with yes, no and don't know
    seconds: int = CHOICE_SECONDS
    hint: Spoken | None = None  # what silence is answered with, unless the usual


@dataclass(frozen=True, slots=True)
class NumberEntry(Named):
    """A number of a few digits.

    `starts_alone`: the first key is listened for by itself, so that one which is no digit works at once, and neither a nervous
    second press of the key that led here nor a digit too many of the number before is a digit of this one. `leading_zero`: a
    number may begin with 0; if not, 0 asks for a person at once. `anew` is where half of the mistakes lead, unless to this
    entry again.
    """

    clips: Say
    digits: int
    accept: Callable[[Scene, str], Go | Refuse]
    _: KW_ONLY
    starts_alone: bool = False
    leading_zero: bool = True
    unknown: Lead | None = None  # where # alone leads
    anew: Go | None = None
    max_tries: int = MAX_TRIES
    max_mistakes: int = MAX_MISTAKES
    give_up: Lead | None = None


@dataclass(frozen=True, slots=True)
class Transfer(Named):
    """Put the caller through, to whoever of the numbers accepts first; every outcome leads on."""

    numbers: Callable[[Scene], tuple[str, ...]]
    then: Mapping[DialResult, Lead]
    unreachable: Lead
    _: KW_ONLY
    language_known: bool = True  # whether the worker can be told which one the caller speaks
    to_desk: bool = False

    @property
    def whisper(self) -> str:
        return whisper_of(self.language_known)


@dataclass(frozen=True, slots=True)
class Recording(Named):
    """The caller speaks after a tone."""

    then: Lead  # when something was recorded
    otherwise: Go


@dataclass(frozen=True, slots=True)
class Await(Named):
    """In silence for what is done outside of the call. Not known after the last look is as good as not done."""

    errand: Errand
    then: Mapping[Outcome, Lead]  # DONE and NOT_DONE


@dataclass(frozen=True, slots=True)
class End(Named):
    """The line hangs up."""


Step = Message | Choice | NumberEntry | Transfer | Recording | Await | End


def expected(here: NumberEntry, state: CallState) -> int:
    """How many keys are listened for at once."""
    if here.starts_alone and not state.going_on:
        return 1
    return here.digits - len(state.typed.replace(ERASED, ""))
