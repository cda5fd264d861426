"""The whole state of a call, carried in the address the carrier calls next and signs.

No database, no cookie: any worker on any machine can answer any key. The address holds no telephone number and no
postal code; the commune stands in it only while it is being read back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

VERSION = "1"  # of the address format; another one starts the caller again in their language
TRAIL_LENGTH = 12  # steps back that are remembered; the rest of the way leads to the main menu

_WORD = re.compile(r"[a-z][a-z0-9_-]{0,19}")
_SHAPES = {
    "l": re.compile(r"[a-z]{2,3}"),
    "s": _WORD,
    "t": re.compile(r"\d"),
    "a": re.compile(r"[ynu-]{1,40}"),
    "d": re.compile(r"\d{1,2}(\.\d{1,2}(\.\d{4})?)?"),
    "c": _WORD,
    "m": re.compile(r"\d{5}"),
    "p": re.compile(r"[0-9*]{1,3}"),
    "b": re.compile(r"[a-z][a-z0-9_.-]{0,120}"),
}


@dataclass(frozen=True, slots=True)
class CallState:
    """Where a call is. Every field but the first two may be empty."""

    language: str
    step: str
    tries: int = 0  # times in a row that the step was not answered
    answers: str = ""  # y, n, u (don't know) or - by position of the question
    ordered: tuple[int, ...] = ()  # the day, month and year typed so far
    centre: str = ""
    commune: str = ""
    typed: str = ""  # the beginning of a number that was erased and started again
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
            query += f"&p={self.typed}"
        if self.trail:
            query += f"&b={'.'.join(self.trail)}"
        return query


def decode(query: Mapping[str, str]) -> CallState | None:
    """Read an address back; None when it is of another version or anything in it has not the right shape."""
    if query.get("v") != VERSION or "l" not in query or "s" not in query:
        return None
    for name, value in query.items():
        shape = _SHAPES.get(name)
        if shape and not shape.fullmatch(value):
            return None
    return CallState(
        language=query["l"],
        step=query["s"],
        tries=int(query.get("t", 0)),
        answers=query.get("a", ""),
        ordered=tuple(map(int, query["d"].split("."))) if "d" in query else (),
        centre=query.get("c", ""),
        commune=query.get("m", ""),
        typed=query.get("p", ""),
        trail=tuple(query["b"].split(".")) if "b" in query else (),
    )
