"""What callers hear, from calls that are made up: the same every time, as many of each kind as the line offers ways.

A caller goes from place to place, now and then makes a mistake, and hangs up where they would hear the same again.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from functools import lru_cache

from ivr.call import keys
from ivr.call.build import build_line
from ivr.call.line import Line
from ivr.call.reach import RECORDED
from ivr.call.reach import Around
from ivr.call.reach import Outcome
from ivr.call.steps import Choice
from ivr.call.steps import NumberEntry
from ivr.call.tour import MORNING
from ivr.call.tour import NIGHT
from ivr.call.tour import SOMEBODY
from ivr.call.turns import DialResult
from ivr.call.turns import Turn
from ivr.content.content import Content
from ivr.studio.heard import Heard
from ivr.studio.heard import Told
from ivr.studio.heard import heard

CALLERS = 500
LONGEST = 60  # turns
MISTAKES = 0.1  # of all keys
STAYS = 0.2  # of those who come to a place again
SILENT = 0.02  # of all callers: they press nothing at all
MOMENTS = (MORNING, NIGHT)
ANSWERS = ((97, 2, 1), (60, 30, 10), (30, 60, 10), (30, 10, 60))  # yes, no, don't know: what kinds of callers say
SLIPS = (keys.SILENCE, keys.SILENCE, keys.AGAIN, keys.PERSON, keys.REMINDER, keys.BACK, "7")
NO_DATES = ("31 02 2025", "29 02 2025", "35 13 1999")
LONG_AGO, NEARLY_OVER = 4000, (700, 1100)  # days since the permit was ordered
NO_CODES = ("9999", "123")


@dataclass(frozen=True)
class Caller:
    """What one caller types where a number is asked for, and how they answer questions."""

    numbers: Mapping[str, str]
    answers: tuple[int, ...]
    silent: bool
    chance: random.Random

    def presses(self, line: Line, turn: Turn) -> str | None:
        """None: the call is over."""
        if turn.dial:
            return self.chance.choice(list(DialResult)).value
        if turn.record:
            return RECORDED
        if turn.listen is None:
            return None
        here = line.steps[turn.state.step]
        if self.silent or not isinstance(here, Choice | NumberEntry):
            return keys.SILENCE
        if self.chance.random() < MISTAKES:
            return self.chance.choice(SLIPS)
        if isinstance(here, NumberEntry):
            return self.numbers[here.name][len(turn.state.typed) if turn.state.going_on else 0 :][: turn.listen.digits]
        if here.asks:
            return self.chance.choices("123", self.answers)[0]
        return self.chance.choice([key for key in turn.keys if key not in keys.UNIVERSAL] or [keys.SILENCE])


def what_callers_hear(content: Content) -> Heard:
    """The same for all words of the same programme, centres and languages."""
    return _heard(_Shape(content))


class _Shape:
    """Of a call, without its words: those change with every correction, and lead nobody elsewhere."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shape) and self.parts == other.parts

    def __hash__(self) -> int:
        return 0  # one is kept: the parts cannot be hashed, and need not be

    @property
    def parts(self) -> tuple[object, ...]:
        content = self.content
        return content.languages, content.programme, content.centres, content.postcodes


@lru_cache(maxsize=1)
def _heard(shape: _Shape) -> Heard:
    return heard(calls(shape.content))


def calls(content: Content, callers: int = CALLERS) -> Iterator[list[Told]]:
    """Each call as what was told, place by place."""
    chance = random.Random("callers")
    demonstration = content.for_demonstration()
    lines = [build_line(demonstration, (SOMEBODY,)), build_line(content), build_line(demonstration)]
    for _ in range(callers):
        now = chance.choice(MOMENTS)
        yield list(_call(chance.choice(lines), _caller(content, chance, now), now))


def _call(line: Line, caller: Caller, now: datetime) -> Iterator[Told]:
    chance, been = caller.chance, set[str]()
    around = Around(chance.random() < 0.7, chance.random() < 0.7, chance.choice((Outcome.DONE, Outcome.NOT_DONE)))
    turn, flows = line.open("", now), False
    for _ in range(LONGEST):
        here = turn.state.step
        whispered = (f"{turn.state.language}/{turn.dial.whisper}",) if turn.dial else ()
        yield Told(here, tuple(clip.rpartition("/")[2] for clip in (*turn.clips, *whispered)), flows)
        key = caller.presses(line, turn)
        if key is None:
            return
        been.add(here)
        turn = line.advance(replace(turn.state, pressed="", pressed_at=0), key, now, around)
        there = turn.state.step
        flows = key == keys.SILENCE and there != here and not isinstance(line.steps[here], Choice | NumberEntry)
        if there in been and there != here and not flows and chance.random() > STAYS:
            return


def _caller(content: Content, chance: random.Random, now: datetime) -> Caller:
    ago = chance.choice((chance.randrange(-60, LONG_AGO), chance.randrange(*NEARLY_OVER), chance.randrange(*NEARLY_OVER)))
    ordered = now.date() - timedelta(days=ago)
    day, month, year = chance.choice((*(ordered.strftime("%d %m %Y"),) * 9, *NO_DATES)).split()
    codes = content.postcodes
    shared = [code for code, communes in codes.by_code.items() if len(communes) > 1]
    elsewhere = [str(places.start) for places, _ in codes.elsewhere]
    code = chance.choice(
        [chance.choice(group) for group in (list(codes.by_code), list(codes.by_code), shared, elsewhere, NO_CODES)]
    )
    numbers = {"day": day, "month": month, "year": year, "postcode": code}
    return Caller(numbers, chance.choice(ANSWERS), chance.random() < SILENT, chance)
