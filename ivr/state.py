"""The whole state of a call, carried in the address the carrier calls next and signs.

No database, no cookie: any worker on any machine can answer any key. The address holds no telephone number and no
postal code; the commune stands in it only while it is being read back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

VERSION = "1"  # of the address format; another one starts the caller again in their language
TRAIL_LENGTH = 12  # steps back that are remembered; the rest of the way leads to the main menu

ERASED = "*"  # as `typed`: the star was pressed, a fresh number is awaited

STEP_NAME = re.compile(r"[a-z][a-z0-9-]{0,19}")
_ADDRESS = re.compile(
    rf"v={VERSION}&l=(?P<language>[a-z]{{2,3}})&s=(?P<step>{STEP_NAME.pattern})"
    r"(?:&t=(?P<tries>\d))?(?:&a=(?P<answers>[ynu-]{1,40}))?(?:&d=(?P<ordered>\d{1,2}(?:\.\d{1,2}(?:\.\d{4})?)?))?"
    r"(?:&c=(?P<centre>[a-z][a-z-]{0,19}))?(?:&m=(?P<commune>\d{5}(?:\.\d{5}){0,3}))?(?:&p=(?P<typed>\d{1,3}|e))?"
    r"(?:&b=(?P<trail>[a-z][a-z0-9.-]{0,120}))?"
)
_LANGUAGE = re.compile(r"(?:^|&)l=([a-z]{2,3})(?:&|$)")


@dataclass(frozen=True, slots=True)
class CallState:
    """Where a call is. Every field but the first two may be empty."""

    language: str
    step: str
    tries: int = 0  # times in a row that the step was not answered
    answers: str = ""  # y, n, u (don't know) or - by position of the question
    ordered: tuple[int, ...] = ()  # the day, month and year typed so far
    centre: str = ""
    commune: str = ""  # NIS number; several, with dots between, for a postal code that they share
    typed: str = ""  # the beginning of a number that was erased and started again, or ERASED
    trail: tuple[str, ...] = ()  # the steps that * leads back to, the last one first to be reached

    def encode(self) -> str:
        """The query of an address: everything in it is safe without quoting."""
        query = f"v={VERSION}&l={self.language}&s={self.step}"
        if self.tries:
            query += f"&t={self.tries}"
        if self.answers:
            query += f"&a={self.answers}"
        if self.ordered:
            query += f"&d={'.'.join(map(str, self.ordered))}"
        if self.centre:
            query += f"&c={self.centre}"
        if self.commune:
            query += f"&m={self.commune}"
        if self.typed:
            query += f"&p={'e' if self.typed == ERASED else self.typed}"
        if self.trail:
            query += f"&b={'.'.join(self.trail)}"
        return query


def decode(query: str) -> CallState | None:
    """Read an address back; None when it is of another version or anything in it has not the right shape."""
    match = _ADDRESS.fullmatch(query)
    if match is None:
        return None
    language, step, tries, answers, ordered, centre, commune, typed, trail = match.groups("")
    return CallState(
        language=language,
        step=step,
        tries=int(tries or 0),
        answers=answers,
        ordered=tuple(map(int, ordered.split("."))) if ordered else (),
        centre=centre,
        commune=commune,
        typed=ERASED if typed == "e" else typed,
        trail=tuple(trail.split(".")) if trail else (),
    )


def language_in(query: str) -> str:
    """The language of an address that cannot be read; "" when even that is lost."""
    match = _LANGUAGE.search(query)
    return match[1] if match else ""
