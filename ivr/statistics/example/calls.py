"""Calls really made on the line by callers who do not exist, each of whom stands for many."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta

from ivr.call.line import Line
from ivr.call.reach import Around
from ivr.call.reach import Outcome
from ivr.call.steps import Transfer
from ivr.call.turns import DialResult
from ivr.call.turns import Turn
from ivr.content.hours import BRUSSELS
from ivr.statistics.example.habits import Habits
from ivr.statistics.journal import facts
from ivr.statistics.journal.events import Event
from ivr.statistics.journal.events import event_of
from ivr.statistics.journal.facts import Call
from ivr.statistics.journal.facts import milliseconds
from ivr.statistics.observe import Happened

MOMENT = datetime(2026, 3, 3, 10, tzinfo=BRUSSELS)  # a Tuesday morning: every centre of the demonstration is open
_WRONG, _PERSON = "7", "0"
Said = tuple[str, bool, str, str]  # what is counted: the measure, whether in a language, and its a and b


@dataclass(frozen=True)
class CallPattern:
    """One call, to be repeated on other days, at other hours and in other languages."""

    spoken: bool  # whether it came to a language
    centre: str
    said: tuple[tuple[Said, int], ...]  # but for the hour


def make_calls(line: Line, number: int, habits: Habits, chance: random.Random) -> list[CallPattern]:
    return [_pattern(_Caller(line, habits, chance).events(f"CA{n}")) for n in range(number)]


def _pattern(events: Iterable[Event]) -> CallPattern:
    call, said = Call("", started_at=milliseconds(MOMENT)), Counter[Said]()
    counted: list[tuple[facts.FactKey, int]] = []
    for event in events:
        facts.fold(call, event, milliseconds(event.at))
        counted += facts.event_facts(event, MOMENT.date())
    for (measure, _, language, a, b), n in (*counted, *facts.call_facts(call)):
        if measure != facts.CALLS:
            said[measure, bool(language), a, b] += n
    return CallPattern(bool(call.language), call.centre, tuple(said.items()))


class _Caller:
    def __init__(self, line: Line, habits: Habits, chance: random.Random) -> None:
        self._line = line
        self._habits = habits
        self._chance = chance
        self._around = Around(can_text=chance.random() < habits.mobile, outcome=Outcome.DONE)

    def events(self, name: str) -> Iterator[Event]:
        for what, at in self._happenings(name):
            if event := event_of(what, at):
                yield event

    def _happenings(self, name: str) -> Iterator[tuple[Happened, datetime]]:
        turn, at = self._line.open("", MOMENT), MOMENT
        yield Happened("opened", call=name, turn=turn), at
        for _ in range(self._chance.choice(self._habits.keys_pressed)):
            if turn.listen is None and turn.dial is None:
                break
            at += timedelta(seconds=self._chance.randint(*self._habits.seconds_between))
            happened = self._next(name, turn, at)
            at += timedelta(seconds=int(happened.dial_seconds or 0))
            yield happened, at
            turn = happened.turn or turn
        if self._chance.random() < self._habits.reported:
            seconds = str(int((at - MOMENT).total_seconds()) + 4)
            yield Happened("reported", call=name, call_status="completed", call_seconds=seconds), at

    def _next(self, name: str, turn: Turn, at: datetime) -> Happened:
        before = turn.state
        dial = self._how_it_ends() if isinstance(self._line.steps[before.step], Transfer) else None
        seconds = str(self._chance.randint(*self._habits.conversation)) if dial is DialResult.ANSWERED else ""
        after = self._line.advance(before, dial.value if dial else self._key(before.step), at, self._around)
        return Happened("stepped", call=name, before=before, turn=after, dial=dial, dial_seconds=seconds)

    def _how_it_ends(self) -> DialResult:
        return self._chance.choices([*self._habits.transfers], [*self._habits.transfers.values()])[0]

    def _key(self, step: str) -> str:
        trouble, content = self._habits.trouble, self._line.content
        keys = ["", _WRONG, _PERSON, "meant"]
        weights = [trouble.silence, trouble.wrong, trouble.person, 1 - trouble.silence - trouble.wrong - trouble.person]
        key = self._chance.choices(keys, weights)[0]
        if key != "meant":
            return key
        if step == "languages":
            return content.languages.by_key_of(content.languages.first)
        asked = self._habits.questions if step in content.programme.question_ids else self._habits.otherwise
        return self._chance.choice(self._habits.steps.get(step, asked))
