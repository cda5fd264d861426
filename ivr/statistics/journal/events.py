"""What the journal keeps of a call: closed sets, and one event for each step, transfer and end.

No event holds a digit that was typed, a phone number, a postal code or a commune.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from typing import Any

from ivr.call.steps import LANGUAGES_STEP
from ivr.call.turns import DialResult
from ivr.call.turns import Key
from ivr.call.turns import Turn
from ivr.statistics.observe import Happened

PREFLIGHT_CALL = f"CA{'0' * 32}"  # the call the go-live check makes; not a caller


class EventKind(enum.StrEnum):
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
    kind: EventKind
    language: str = ""  # "" as long as none is chosen
    step: str = ""  # the step that was heard; "" at the start of a call
    to: str = ""  # the step that followed; "" at the end of a call
    key: Key | None = None
    outcome: DialResult | None = None
    centre: str = ""
    ending: Ending | None = None
    seconds: int | None = None  # how long a call or a transferred conversation lasted, as the carrier reports it
    opens: str = ""  # the branch that the caller entered
    useful: bool = False  # whether the caller now hears something of their own case
    asks: str = ""  # the question that is heard now
    answered: str = ""  # the question that the key answered
    request: str = field(default="", repr=False)  # the same for a request that is sent again; stored for a day, as a hash


def event_of(what: Happened, at: datetime) -> Event | None:
    """What the journal keeps of a request; None for nothing."""
    if what.call == PREFLIGHT_CALL or what.kind == "refused":
        return None
    if what.kind == "reported":
        return _ended(what, at)
    if what.turn is None or what.turn.meant is Key.ECHO:
        return None
    if what.kind == "opened":
        return _heard(what, what.turn, at, EventKind.START)
    if what.before is None:
        return _heard(what, what.turn, at, EventKind.RECOVERED)
    if what.dial is not None:
        return _heard(
            what,
            what.turn,
            at,
            EventKind.TRANSFER,
            step=what.before.step,
            outcome=what.dial,
            centre=what.turn.dialled,
            seconds=_seconds(what.dial_seconds),
        )
    return _heard(
        what,
        what.turn,
        at,
        EventKind.STEP,
        step=what.before.step,
        key=what.turn.meant,
        centre=what.turn.state.centre,
        answered=what.turn.answered,
    )


def _heard(what: Happened, turn: Turn, at: datetime, kind: EventKind, **more: Any) -> Event:
    after = turn.state
    return Event(
        at,
        what.call,
        kind,
        language="" if after.step == LANGUAGES_STEP else after.language,
        to=after.step,
        opens=turn.opens,
        useful=turn.useful,
        asks=turn.asks,
        request=_request(what, kind),
        **more,
    )


def _ended(what: Happened, at: datetime) -> Event | None:
    """The end of a call; None while the call goes on."""
    try:
        ending = Ending(what.call_status)
    except ValueError:
        return None
    return Event(
        at, what.call, EventKind.END, ending=ending, seconds=_seconds(what.call_seconds), request=_request(what, EventKind.END)
    )


def _request(what: Happened, kind: EventKind) -> str:
    """Without what was typed. The address of a turn tells when it was sent, so a step heard twice is two requests."""
    before = what.before.encode() if what.before else ""
    meant = what.turn.meant if what.turn else what.call_status
    return f"{kind} {before} {meant} {what.dial_call}"


def _seconds(text: str) -> int | None:
    """A duration as the carrier writes it; None for anything but a plain number of at most a day."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else None
