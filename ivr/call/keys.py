"""What a key means everywhere, what a number being typed amounts to, and which press was not meant."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime

from ivr.call.state import NUMBER_DONE
from ivr.call.state import CallState
from ivr.call.turns import Key

AGAIN, BACK, PERSON, REMINDER, SILENCE = "9", "*", "0", "#", ""
UNIVERSAL = {AGAIN: Key.AGAIN, BACK: Key.BACK, PERSON: Key.PERSON, REMINDER: Key.REMINDER}
ANY_KEY = "1234567890*#"
ONE_KEY_OR_NONE = {*ANY_KEY, SILENCE}
ANSWERS = {"1": Key.YES, "2": Key.NO, "3": Key.UNKNOWN}

# A second press comes less than half a second after the turn that the first one caused. One from a second on always counts;
# the clocks of two machines may differ by a tenth, so the border is drawn between the two.
ECHO_MS = 650
CLOCKS_DIFFER_MS = 150
IN_ONE_GO_MS = 1200  # between two digits of somebody who types on without listening


def is_echo(state: CallState, key: str, now: datetime) -> bool:
    """Whether this press answers nothing: the same key again at once, or one key too many after a complete number.

    A # too many that ends the next number before it began arrives as silence, sooner than any silence could.
    """
    if not state.pressed or state.going_on or key not in ONE_KEY_OR_NONE:
        return False
    if not -CLOCKS_DIFFER_MS <= milliseconds(now) - state.pressed_at < ECHO_MS:
        return False
    return key == state.pressed or (state.pressed == NUMBER_DONE and key != BACK)


def settled(state: CallState, key: str, now: datetime) -> tuple[CallState, str]:
    """A digit too many after a complete number counts for nothing, unless the next follows at once: somebody types on."""
    if not state.has_surplus:
        return state, key
    typing_on = key.isdecimal() and milliseconds(now) - state.pressed_at < IN_ONE_GO_MS
    return replace(state, typed=""), state.typed + key if typing_on else key


def milliseconds(now: datetime) -> int:
    """Since 1970; 0 before."""
    return max(0, int(now.timestamp() * 1000))


class Typing(enum.Enum):
    """What the keys of a number amount to."""

    NOTHING = enum.auto()
    BACK = enum.auto()  # stars and nothing but stars
    ERASED = enum.auto()  # a star: a fresh number is awaited
    GOING_ON = enum.auto()  # the number is not complete yet
    UNKNOWN = enum.auto()  # # alone
    PERSON = enum.auto()  # 0 alone
    DONE = enum.auto()


@dataclass(frozen=True, slots=True)
class Typed:
    what: Typing
    text: str = ""  # the digits so far


def typed(before: str, key: str, digits: int, *, expected: int, leading_zero: bool = True) -> Typed:
    """Add keys to a number of `digits`, of which `before` was typed; the carrier listened for `expected` keys, and more come
    only from somebody who types on: see settled.

    A star erases what stands before it. Two, also when one of them erased something, mean one step back.
    """
    text = before + key
    rest = text.rpartition(BACK)[2]
    if BACK in text and not rest:
        if not key:
            return Typed(Typing.NOTHING)
        stars = len(text) - len(text.rstrip(BACK))
        return Typed(Typing.BACK if stars > 1 else Typing.ERASED)
    if not rest:
        return Typed(Typing.NOTHING)
    number = rest.rstrip(REMINDER)
    if not number:
        return Typed(Typing.UNKNOWN)
    cut_short = len(key) >= expected and len(number) < digits and number == rest and number.isdigit()
    if number == PERSON and not (cut_short and leading_zero):
        return Typed(Typing.PERSON)
    return Typed(Typing.GOING_ON if cut_short else Typing.DONE, number)
