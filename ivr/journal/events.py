"""What the journal keeps of a call: closed sets, and one event for each step, transfer and end.

No event holds a digit that was typed, a phone number, a postal code or a commune.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime

from ivr.flow import LANGUAGES_STEP
from ivr.flow import DialResult
from ivr.flow import Line
from ivr.flow import Transfer
from ivr.flow import Turn
from ivr.journal.keys import Key
from ivr.journal.keys import classify
from ivr.state import CallState

DESK = "desk"  # stands for the line's own people where a centre is named


class Kind(enum.StrEnum):
    START = "start"  # the first words of a call
    STEP = "step"  # a key, or silence, and where it led
    TRANSFER = "transfer"  # a transfer ended
    RECOVERED = "recovered"  # a lost state or an error of ours: the call began again in its language
    END = "end"  # the carrier reported how the call ended


class Ending(enum.StrEnum):
    """The carrier's words for the end of a call."""

    COMPLETED = "completed"
    BUSY = "busy"
    FAILED = "failed"
    NO_ANSWER = "no-answer"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in a call."""

    at: datetime  # the real time, with its zone, also where the demonstration pretends another one
    call: str = field(repr=False)  # the carrier's id; hashed with the salt of the day before anything is stored
    kind: Kind
    language: str = ""  # "" as long as none is chosen
    step: str = ""  # the step that was heard; "" at the start of a call
    to: str = ""  # the step that followed; "" at the end of a call
    key: Key | None = None
    outcome: DialResult | None = None
    centre: str = ""
    ending: Ending | None = None
    seconds: int | None = None  # how long a call or a transferred conversation lasted, as the carrier reports it


def started(call: str, turn: Turn, at: datetime) -> Event:
    """A call came in, and this is the first turn."""
    return Event(at, call, Kind.START, _language(turn.state), to=turn.state.step)


def recovered(call: str, turn: Turn, at: datetime) -> Event:
    """The call was begun again because its state was lost or an error was met."""
    return Event(at, call, Kind.RECOVERED, _language(turn.state), to=turn.state.step)


def stepped(call: str, line: Line, before: CallState, key: str, turn: Turn, *, at: datetime, seconds: str = "") -> Event:
    """What was pressed at a step (`key` as given to `line.advance`) and where it led.

    A transfer that ended becomes an event of its kind, with `seconds` as the carrier wrote them ("" for none); a state
    the line no longer knows becomes a recovery.
    """
    if not line.knows(before):
        return recovered(call, turn, at)
    if isinstance(line.steps[before.step], Transfer):
        return _transfer_ended(
            Event(at, call, Kind.TRANSFER, _language(turn.state), before.step, turn.state.step), line, before, key, seconds
        )
    return Event(
        at,
        call,
        Kind.STEP,
        _language(turn.state),
        step=before.step,
        to=turn.state.step,
        key=classify(line, before, key, turn.state, at),
        centre=turn.state.centre,
    )


def ended(call: str, form: Mapping[str, str], at: datetime) -> Event | None:
    """The end of a call from the form of a status callback; None while the call goes on."""
    try:
        ending = Ending(form.get("CallStatus", ""))
    except ValueError:
        return None
    return Event(at, call, Kind.END, ending=ending, seconds=_seconds(form.get("CallDuration", "")))


def _transfer_ended(event: Event, line: Line, before: CallState, key: str, seconds: str) -> Event:
    outcome = next((result for result in DialResult if result.value == key), DialResult.FAILED)
    return replace(event, outcome=outcome, centre=_answering(line, before), seconds=_seconds(seconds))


def _answering(line: Line, state: CallState) -> str:
    """Who was called: the centre when its number is confirmed, else the desk."""
    centre = line.centres.get(state.centre)
    return centre.id if centre and centre.number else DESK


def _language(after: CallState) -> str:
    return "" if after.step == LANGUAGES_STEP else after.language


def _seconds(text: str) -> int | None:
    """A duration as the carrier writes it; None for anything but a plain number of at most a day."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else None
