"""The call as pure data: a state and a key go in, the next turn comes out.

No web, no carrier, no clock and no disk in here. What a caller may do everywhere (hear it again, go back, ask for a
person, press nothing, press a key without meaning) is decided once, for every step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from datetime import datetime
from functools import lru_cache
from typing import Any

from ivr.call import keys
from ivr.call import lasting
from ivr.call.branches.deadline import LEAP_YEAR
from ivr.call.entering import Entrance
from ivr.call.keys import ANY_KEY
from ivr.call.leads import Go
from ivr.call.leads import Lead
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.reach import NOTHING_AROUND
from ivr.call.reach import Around
from ivr.call.reacting import Reactions
from ivr.call.state import NUMBER_DONE
from ivr.call.state import CallState
from ivr.call.steps import LANGUAGES_STEP
from ivr.call.steps import MAIN_STEP
from ivr.call.steps import Await
from ivr.call.steps import Choice
from ivr.call.steps import NumberEntry
from ivr.call.steps import Step
from ivr.call.steps import Transfer
from ivr.call.turns import DESK
from ivr.call.turns import Key
from ivr.call.turns import Turn
from ivr.content.centres import DeskNumber
from ivr.content.content import Content

WELCOME, AGAIN_FROM_MAIN = go("welcome"), go(MAIN_STEP, "sorry")
LANGUAGES = go(LANGUAGES_STEP)
TIME_IS_UP = go("time-is-up")


class Line:
    """The whole conversation: steps built from the content, and the rules between them."""

    def __init__(
        self, content: Content, steps: Mapping[str, Step], *, desk: tuple[DeskNumber, ...], person: Lead, give_up: Lead
    ) -> None:
        """`desk` are the line's own people; `person` and `give_up` say where 0 and the third failure lead."""
        self.content = content
        self.desk = desk
        self.steps = steps
        self.languages = frozenset(content.languages.codes)
        self._reactions = Reactions(steps, person, give_up)
        self._entrance = Entrance(steps)
        self._sayable = lru_cache(maxsize=4096)(self._can_say)

    def open(self, dialled: str, now: datetime) -> Turn:
        """The first turn of a call; a number of its own leads straight into its language."""
        language = self.content.languages.by_number.get(dialled)
        state = CallState(language or self.content.languages.first, LANGUAGES_STEP, opened=lasting.minutes(now))
        return self._entrance.enter(self._scene(state, now), WELCOME if language else LANGUAGES)

    def advance(self, state: CallState, key: str, now: datetime, around: Around = NOTHING_AROUND) -> Turn:
        """What the caller hears after this key: "" for none, a DialResult's value after a transfer, RECORDED."""
        if not self.knows(state):
            return self.recover(state.language, now)
        here = self.steps[state.step]
        state, key = keys.settled(state, key, now)
        if (key or isinstance(here, NumberEntry)) and keys.is_echo(state, key, now):
            same = go(here.name, *state.said, **_kept(state) | _surplus(here, state, key, now))
            return replace(self._entrance.enter(self._scene(state, now, around), same), meant=Key.ECHO)
        state = replace(lasting.counted(state, now, talk_minutes=self._talk(here)), pressed="", pressed_at=0)
        scene = self._scene(state, now, around)
        meant, move = self._reactions.react(scene, here, key)
        if lasting.is_too_long(state) and not here.ends:
            move = TIME_IS_UP
        pressed = _pressed(here, state, key, move)
        after = replace(state, pressed=pressed, pressed_at=keys.milliseconds(now) if pressed else 0)
        turn = self._entrance.enter(replace(scene, state=after), move)
        return replace(turn, meant=meant, sends=move.sends, answered=_answered(here, meant), dialled=_dialled(here, state))

    def recover(self, language: str, now: datetime) -> Turn:
        """Start a caller again whose state is lost, in their language when it is known."""
        if language in self.languages:
            return self._entrance.enter(
                self._scene(CallState(language, MAIN_STEP, opened=lasting.minutes(now)), now), AGAIN_FROM_MAIN
            )
        return self.open("", now)

    def knows(self, state: CallState) -> bool:
        """Whether everything the state speaks of exists, so that any step can be played with it."""
        if state.language not in self.languages or not {state.step, *state.trail} <= self.steps.keys():
            return False
        if state.centre and state.centre not in self.content.centre_by_id:
            return False
        if state.commune and not set(state.commune.split(".")) <= self.content.postcodes.communes.keys():
            return False
        return self.steps[state.step].ready(state) and (not state.ordered or self._sayable(state.ordered))

    def _can_say(self, ordered: tuple[int, ...]) -> bool:
        """Whether the part of a date typed so far can be part of a date the line speaks of."""
        day, month, year = (*ordered, *(1, 1, LEAP_YEAR)[len(ordered) :])
        years = self.content.words[self.content.languages.first].years
        try:
            end = self.content.programme.deadline(date(year, month, day)).end(date(year, month, day))
        except (ValueError, OverflowError):
            return False
        return str(year) in years and str(end.year) in years

    def awaits(self, state: CallState) -> Await | None:
        """What the call waits for at this step, if it does."""
        here = self.steps.get(state.step)
        return here if isinstance(here, Await) else None

    def _talk(self, here: Step) -> int:
        """The minutes that a transfer may have lasted."""
        return self.content.centres.transfer.limit_seconds // 60 if isinstance(here, Transfer) else 0

    def _scene(self, state: CallState, now: datetime, around: Around = NOTHING_AROUND) -> Scene:
        return Scene(self.content, self.desk, state, now, around)


def _kept(state: CallState) -> dict[str, Any]:
    """What of a state stays when the same step is entered again as if nothing had happened."""
    return {name: getattr(state, name) for name in ("tries", "mistakes", "typed", "trail")}


def _surplus(here: Step, state: CallState, key: str, now: datetime) -> dict[str, Any]:
    """A digit at once after a complete number is remembered: it may be the first of the next one after all."""
    if isinstance(here, NumberEntry) and state.pressed == NUMBER_DONE and key.isdecimal():
        return {"typed": key, "pressed_at": keys.milliseconds(now)}
    return {}


def _pressed(here: Step, state: CallState, key: str, move: Go) -> str:
    """What a press that was not meant would have to be to be told from one that is: see keys.is_echo."""
    if isinstance(here, Transfer) or not key:
        return ""
    if isinstance(here, NumberEntry):
        if move.step == here.name:
            return NUMBER_DONE if move.changes.get("mistakes", 0) > state.mistakes else ""
        return keys.BACK if key.endswith(keys.BACK) else NUMBER_DONE
    return key if key in ANY_KEY and len(key) == 1 else ""


def _answered(here: Step, meant: Key | None) -> str:
    return here.asks if isinstance(here, Choice) and meant in (Key.YES, Key.NO, Key.UNKNOWN) else ""


def _dialled(here: Step, state: CallState) -> str:
    return (DESK if here.to_desk else state.centre) if isinstance(here, Transfer) else ""
