"""A year of calls, made quickly: some hundreds really made on the line, each repeated on many days and in all languages."""

from __future__ import annotations

import random
from collections import Counter
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy import Column
from sqlalchemy import Connection
from sqlalchemy import Integer
from sqlalchemy import MetaData
from sqlalchemy import String
from sqlalchemy import Table
from sqlalchemy import and_
from sqlalchemy import case
from sqlalchemy import insert
from sqlalchemy import select

from ivr.flow import DialResult
from ivr.flow import Line
from ivr.hours import BRUSSELS
from ivr.journal import facts
from ivr.journal.events import Event
from ivr.journal.events import ended
from ivr.journal.events import started
from ivr.journal.events import stepped
from ivr.journal.facts import Call
from ivr.journal.facts import milliseconds
from ivr.journal.migrate import migrate
from ivr.journal.outside import outside_hours
from ivr.journal.schema import calls
from ivr.journal.schema import events
from ivr.journal.store import Store
from ivr.journal.store import add_counts
from ivr.journal.store import call_row
from ivr.journal.store import event_row
from ivr.journal.upsert import insert_plain

LANGUAGES = {"ar": 24, "fr": 18, "so": 10, "ps": 10, "prs": 10, "tr": 8, "en": 8, "ru": 5, "es": 4, "zh": 3}
HOURS = dict(zip(range(7, 23), (1, 4, 9, 11, 10, 6, 7, 10, 9, 7, 4, 3, 2, 2, 1, 1), strict=True))
_MOMENT = datetime(2026, 3, 3, 10, tzinfo=BRUSSELS)
_TYPED = {
    "day": ["05"],
    "month": ["02"],
    "year": ["2025"],
    "postcode": ["4000", "5000", "6000", "7000", "4800", "6800", "7100", "1400"],
}
_PRESSED = {
    "called": "1****",
    "centre": "1122*",
    "summary": "4",
    "main": "1112344",
    "s01": "1123",
    "towns": "1234567",
    "read-back": "112",
    "questions": "12345",
}


@dataclass(frozen=True)
class Model:
    """A call that was made, by somebody who speaks `xx`."""

    events: list[Event]
    call: Call

    def offsets(self) -> list[int]:
        return [milliseconds(event.at) - self.call.started_at for event in self.events]


def make_calls(line: Line, number: int, chance: random.Random) -> list[Model]:
    return [_make_call(line, f"CA{n}", chance) for n in range(number)]


def _make_call(line: Line, name: str, chance: random.Random) -> Model:
    turn, at = line.open("", _MOMENT), _MOMENT
    made = [started(name, turn, at)]
    for _ in range(chance.choice((1, 3, 6, 10, 14, 16, 20, 24, 30))):
        if turn.listen is None and turn.dial is None:
            break
        at += timedelta(seconds=chance.randint(3, 12))
        key, before = _key(line, turn.state.step, chance), turn.state
        turn = line.advance(before, key, _MOMENT)
        made.append(stepped(name, line, before, key, turn, at=at, seconds="90" if key == "answered" else ""))
    if chance.random() < 0.97:
        end = ended(name, {"CallStatus": "completed", "CallDuration": str(int((at - _MOMENT).total_seconds()) + 4)}, at)
        assert end is not None
        made.append(end)
    made = [replace(event, language="xx" if event.language else "") for event in made]
    call = Call(name, started_at=milliseconds(_MOMENT))
    for event in made:
        facts.fold(call, event, milliseconds(event.at), frozenset(line.content.programme.question_ids))
    return Model(made, call)


def _key(line: Line, step: str, chance: random.Random) -> str:
    trouble = chance.random()
    if step == "call":
        return chance.choices([result.value for result in DialResult], (60, 12, 22, 6))[0]
    if trouble < 0.06:
        return ""
    if trouble < 0.09:
        return "7"
    if trouble < 0.11:
        return "0"
    if step == "languages":
        return line.content.languages.by_key_of(line.content.languages.first)
    return chance.choice(_TYPED.get(step) or _PRESSED.get(step, "111223" if step in line.content.programme.question_ids else "1"))


def fill(store: Store, line: Line, number: int, last: date, models: int = 400) -> Counter[str]:
    """Write `number` calls over the 365 days up to `last`; the calls by language, for comparison."""
    chance = random.Random(17)
    made = make_calls(line, models, chance)
    migrate(store.database.engine)
    outside = outside_hours(line.centres)
    added: dict[facts.FactKey, int] = defaultdict(int)
    by_language: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    plan: list[dict[str, Any]] = []
    event_facts = [_event_facts(model, last) for model in made]
    for start in _starts(number, last, chance):
        n = chance.randrange(len(made))
        language = chance.choices([*LANGUAGES], [*LANGUAGES.values()])[0]
        call = _at(made[n].call, f"{len(rows):024x}", start, language)
        call.outside = outside(call.centre, call.started_at)
        by_language[call.language] += 1
        rows.append(call_row(call))
        plan.append({"call": call.call, "start": call.started_at, "model": n, "language": language})
        for fact, amount in facts.call_facts(call):
            added[fact] += amount
        for (measure, _, spoken, a, b), amount in event_facts[n].items():
            added[measure, call.start.date(), language if spoken else "", a, b] += amount
    with store.database.engine.begin() as connection:
        insert_plain(connection, calls, rows)
        add_counts(connection, added)
        _copy_events(connection, made, plan)
    return by_language


def _event_facts(model: Model, day: date) -> Counter[facts.FactKey]:
    counted: Counter[facts.FactKey] = Counter()
    for event in model.events:
        counted.update(dict(facts.event_facts(event, day)))
    return counted


def _starts(number: int, last: date, chance: random.Random) -> Iterator[datetime]:
    days = [last - timedelta(days=n) for n in range(364, -1, -1)]
    weights = [(0.25 if day.weekday() >= 5 else 1) * (0.6 + 0.8 * n / 365) for n, day in enumerate(days)]
    chosen = chance.choices(days, weights, k=number)
    hours = chance.choices([*HOURS], [*HOURS.values()], k=number)
    for day, hour in zip(chosen, hours, strict=True):
        yield datetime(day.year, day.month, day.day, hour, tzinfo=BRUSSELS)


def _at(model: Call, name: str, start: datetime, language: str) -> Call:
    shift = milliseconds(start) - model.started_at
    return replace(
        model,
        call=name,
        started_at=model.started_at + shift,
        last_at=model.last_at + shift,
        useful_at=None if model.useful_at is None else model.useful_at + shift,
        language=language if model.language else "",
        blurred=True,
    )


def _copy_events(connection: Connection, made: list[Model], plan: list[dict[str, Any]]) -> None:
    """Multiply the models inside the database."""
    own = MetaData()
    like = [Column(column.name, column.type) for column in events.columns if column.name not in ("id", "at", "call", "language")]
    models = Table("models", own, Column("model", Integer), Column("offset_ms", Integer), Column("spoken", Integer), *like)
    planned = Table(
        "planned", own, Column("call", String), Column("start", BigInteger), Column("model", Integer), Column("language", String)
    )
    own.create_all(connection)
    connection.execute(insert(planned), plan)
    for n, model in enumerate(made):
        written = [event_row(event, 0, "") for event in model.events]
        spoken = [bool(event.language) for event in model.events]
        connection.execute(
            insert(models),
            [
                {"model": n, "offset_ms": offset, "spoken": int(is_spoken), **{column.name: row[column.name] for column in like}}
                for row, offset, is_spoken in zip(written, model.offsets(), spoken, strict=True)
            ],
        )
    index = next(iter(events.indexes))
    index.drop(connection)
    names = ["at", "call", "language", *(column.name for column in like)]
    language = case((models.c.spoken == 1, planned.c.language), else_="")
    chosen = select(
        planned.c.start + models.c.offset_ms, planned.c.call, language, *(models.c[column.name] for column in like)
    ).join_from(planned, models, and_(planned.c.model == models.c.model))
    connection.execute(insert(events).from_select(names, chosen))
    index.create(connection)
    own.drop_all(connection)
