"""Entering a step: what the caller hears there, and what stays of the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ivr.call import keys
from ivr.call.keys import ANY_KEY
from ivr.call.leads import Go
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.state import CallState
from ivr.call.steps import CHOICE_SECONDS
from ivr.call.steps import LANGUAGES_STEP
from ivr.call.steps import MAIN_STEP
from ivr.call.steps import MESSAGE_SECONDS
from ivr.call.steps import Await
from ivr.call.steps import Choice
from ivr.call.steps import End
from ivr.call.steps import Message
from ivr.call.steps import NumberEntry
from ivr.call.steps import Recording
from ivr.call.steps import Step
from ivr.call.steps import Transfer
from ivr.call.steps import expected
from ivr.call.turns import Dial
from ivr.call.turns import Listen
from ivr.call.turns import Turn

MAX_TRANSFERS = 5
CALLS_USED_UP = go("calls-used-up")


class Entrance:
    """Into the steps of one line."""

    def __init__(self, steps: Mapping[str, Step]) -> None:
        self._steps = steps

    def enter(self, scene: Scene, move: Go) -> Turn:
        before = scene.state.step
        while True:
            scene = replace(scene, state=self._moved(scene.state, move))
            there = self._steps[move.step]
            if not isinstance(there, Transfer):
                return self._told(before, there, self._turn(scene, there, move.say))
            numbers = there.numbers(scene)
            if numbers and scene.state.transfers < MAX_TRANSFERS:
                limits = scene.content.centres.transfer
                state = replace(scene.state, transfers=scene.state.transfers + 1)
                dial = Dial(numbers, limits.ring_seconds, limits.limit_seconds, there.language_known)
                return self._told(before, there, Turn(state, dial=dial))
            move = CALLS_USED_UP if numbers else there.unreachable(scene)

    def _told(self, before: str, there: Step, turn: Turn) -> Turn:
        """With what an observer may want to know of the step."""
        asks = there.asks if isinstance(there, Choice) else ""
        return replace(turn, opens=there.opens if there.name != before else "", useful=there.useful, asks=asks)

    def _moved(self, state: CallState, move: Go) -> CallState:
        trail = state.trail
        if isinstance(self._steps[state.step], Choice | NumberEntry) and state.step not in (move.step, MAIN_STEP, LANGUAGES_STEP):
            trail = (*trail, state.step)
        if move.step in (MAIN_STEP, LANGUAGES_STEP):
            trail = ()
        elif move.step in trail:
            trail = trail[: trail.index(move.step)]
        said = move.say if state.pressed else ()
        fresh: dict[str, Any] = {"step": move.step, "tries": 0, "mistakes": 0, "typed": "", "trail": trail, "said": said}
        if move.step != state.step:
            fresh["commune"] = ""  # known only as long as it is being spoken of
        return replace(state, **(fresh | dict(move.changes))).fitting()

    def _turn(self, scene: Scene, there: Message | Choice | NumberEntry | Recording | Await | End, say: tuple[str, ...]) -> Turn:
        state = scene.state
        match there:
            case End():
                return Turn(state)
            case Recording():
                return Turn(state, record=True)
            case Await():
                return Turn(state, (), Listen(1, MESSAGE_SECONDS, ""), keys=keys.BACK + keys.PERSON)
            case Message():
                clips, listen, meaning = there.clips(scene), Listen(1, MESSAGE_SECONDS, ""), ANY_KEY
            case Choice():
                clips, listen = there.clips(scene), Listen(1, there.seconds, "")
                meaning = "".join(dict.fromkeys((*there.keys(scene), *keys.UNIVERSAL)))
            case NumberEntry():
                clips = () if state.going_on else there.clips(scene)
                wanted = expected(there, state)
                alone = wanted == 1 and not state.going_on
                listen, meaning = Listen(wanted, CHOICE_SECONDS, "" if alone else keys.REMINDER), ANY_KEY
        language = state.language
        spoken = tuple(clip if "/" in clip else f"{language}/{clip}" for clip in (*say, *clips))
        return Turn(state, spoken, listen, keys=meaning)
