"""The whole state of a call, carried in the address the carrier calls next and signs.

No database, no cookie: any worker on any machine can answer any key. The address holds no telephone number and no
postal code; the commune stands in it only while it is being read back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import replace

from ivr.content.programme import MOST_ANSWERS

VERSION = "1"  # of the address format; another one starts the caller again in their language
TRAIL_LENGTH = 12  # steps back that are remembered; the rest of the way leads to the main menu
LONGEST = 185  # characters of an address's query: with the path before it, under 200

ERASED = "*"  # as `typed`: the star was pressed, a fresh number is awaited
NUMBER_DONE = "n"  # as `pressed`: the key completed a number

STEP_NAME = re.compile(r"[a-z][a-z0-9-]{0,19}")
_STAR, _HASH = "s", "h"  # how * and # stand in an address
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_ADDRESS = re.compile(
    rf"v={VERSION}&l=(?P<language>[a-z]{{2,3}})&s=(?P<step>{STEP_NAME.pattern})"
    r"(?:&t=(?P<tries>\d))?(?:&n=(?P<mistakes>\d))?(?:&x=(?P<transfers>\d))?(?:&o=(?P<opened>[0-9a-z]{1,6}))?"
    r"(?:&e=(?P<lasted>[0-9a-z]{1,4}))?"
    rf"(?:&a=(?P<answers>[ynu-]{{1,{MOST_ANSWERS}}}))?"
    r"(?:&d=(?P<ordered>\d{1,2}(?:\.\d{1,2}(?:\.\d{4})?)?))?"
    r"(?:&c=(?P<centre>[a-z][a-z-]{0,19}))?(?:&m=(?P<commune>\d{5}(?:\.\d{5}){0,3}))?(?:&p=(?P<typed>\d{1,3}|e))?"
    r"(?:&b=(?P<trail>[a-z][a-z0-9.-]{0,160}))?(?:&q=(?P<errands>[ms]{1,2}))?"
    r"(?:&w=(?P<said>[a-z0-9_.]{1,90}))?(?:&at=(?P<pressed>[0-9shn])\.(?P<pressed_at>[0-9a-z]{1,9}))?"
)
_LANGUAGE = re.compile(r"(?:^|&)l=([a-z]{2,3})(?:&|$)")


@dataclass(frozen=True, slots=True)
class CallState:
    """Where a call is. Every field but the first two may be empty."""

    language: str
    step: str
    tries: int = 0  # times in a row that the step was not answered
    mistakes: int = 0  # in the number being typed
    transfers: int = 0  # how often this call was put through
    opened: int = 0  # when the call began, in minutes since 1970; 0 when that is not known
    lasted: int = 0  # the minutes from then to the last turn
    answers: str = ""  # y, n, u (don't know) or - by position of the question
    ordered: tuple[int, ...] = ()  # the day, month and year typed so far
    centre: str = ""
    commune: str = ""  # NIS number; several, with dots between, for a postal code that they share
    typed: str = ""  # the beginning of a number, or ERASED; see has_surplus
    trail: tuple[str, ...] = ()  # the steps that * leads back to, the last one first to be reached
    errands: str = ""  # what was asked for outside of the call, each once: see reach.Errand
    said: tuple[str, ...] = ()  # what was said on the way here, while a second press may cut it short
    pressed: str = ""  # the key that led here, or NUMBER_DONE
    pressed_at: int = 0  # when, in milliseconds since 1970

    @property
    def going_on(self) -> bool:
        """Whether the caller is in the middle of a number."""
        return self.typed not in ("", ERASED) and not self.has_surplus

    @property
    def has_surplus(self) -> bool:
        """Whether `typed` came at once after another number was complete, and seems to belong to that one."""
        return self.typed not in ("", ERASED) and self.pressed == NUMBER_DONE

    def fitting(self) -> CallState:
        """With as much of the way back as an address has room for."""
        state = replace(self, trail=self.trail[-TRAIL_LENGTH:])
        while state.trail and len(state.encode()) > LONGEST:
            state = replace(state, trail=state.trail[1:])
        return state

    def encode(self) -> str:
        """The query of an address: everything in it is safe without quoting."""
        parts = {
            "t": self.tries or "",
            "n": self.mistakes or "",
            "x": self.transfers or "",
            "o": _base36(self.opened) if self.opened else "",
            "e": _base36(self.lasted) if self.lasted else "",
            "a": self.answers,
            "d": ".".join(map(str, self.ordered)),
            "c": self.centre,
            "m": self.commune,
            "p": "e" if self.typed == ERASED else self.typed,
            "b": ".".join(self.trail),
            "q": self.errands,
            "w": ".".join(self.said),
            "at": f"{_KEY_TO_LETTER.get(self.pressed, self.pressed)}.{_base36(self.pressed_at)}" if self.pressed else "",
        }
        query = f"v={VERSION}&l={self.language}&s={self.step}"
        return query + "".join(f"&{name}={value}" for name, value in parts.items() if value)


_KEY_TO_LETTER = {"*": _STAR, "#": _HASH}
_LETTER_TO_KEY = {letter: key for key, letter in _KEY_TO_LETTER.items()}


def decode(query: str) -> CallState | None:
    """Read an address back; None when it is of another version or anything in it has not the right shape."""
    match = _ADDRESS.fullmatch(query)
    if match is None:
        return None
    parts = match.groupdict("")
    return CallState(
        language=parts["language"],
        step=parts["step"],
        tries=int(parts["tries"] or 0),
        mistakes=int(parts["mistakes"] or 0),
        transfers=int(parts["transfers"] or 0),
        opened=int(parts["opened"] or "0", 36),
        lasted=int(parts["lasted"] or "0", 36),
        answers=parts["answers"],
        ordered=tuple(map(int, parts["ordered"].split("."))) if parts["ordered"] else (),
        centre=parts["centre"],
        commune=parts["commune"],
        typed=ERASED if parts["typed"] == "e" else parts["typed"],
        trail=tuple(parts["trail"].split(".")) if parts["trail"] else (),
        errands=parts["errands"],
        said=tuple(parts["said"].split(".")) if parts["said"] else (),
        pressed=_LETTER_TO_KEY.get(parts["pressed"], parts["pressed"]),
        pressed_at=int(parts["pressed_at"] or "0", 36),
    )


def language_in(query: str) -> str:
    """The language of an address that cannot be read; "" when even that is lost."""
    match = _LANGUAGE.search(query)
    return match[1] if match else ""


def _base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"
