"""Calls and events as rows of their tables, and back."""

from __future__ import annotations

from typing import Any

from ivr.statistics.journal.events import Event
from ivr.statistics.journal.facts import Call
from ivr.statistics.journal.schema import calls

CALL_COLUMNS = [column for column in calls.columns if column.name not in ("day", "hour")]


def call_from(row: Any) -> Call:
    values = row._asdict()
    return Call(**values | {"marks": frozenset(values["marks"].split())})


def call_row(call: Call) -> dict[str, Any]:
    start = call.start
    return {
        "call": call.call,
        "day": start.date(),
        "hour": start.hour,
        "started_at": call.started_at,
        "last_at": call.last_at,
        "last_step": call.last_step,
        "language": call.language,
        "centre": call.centre,
        "outside": call.outside,
        "ending": call.ending,
        "seconds": call.seconds,
        "useful_at": call.useful_at,
        "marks": " ".join(sorted(call.marks)),
        "blurred": call.blurred,
    }


def event_row(event: Event, at: int, name: str) -> dict[str, Any]:
    return {
        "at": at,
        "call": name,
        "kind": event.kind.value,
        "language": event.language,
        "step": event.step,
        "to_step": event.to,
        "key": event.key.value if event.key else "",
        "outcome": event.outcome.value if event.outcome else "",
        "centre": event.centre,
        "ending": event.ending.value if event.ending else "",
        "seconds": event.seconds,
    }
