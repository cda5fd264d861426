"""What a turn tells: what the caller hears, where the call goes, and what happened."""

from __future__ import annotations

import enum
from dataclasses import KW_ONLY
from dataclasses import dataclass
from dataclasses import field

from ivr.call.reach import Sent
from ivr.call.state import CallState


class DialResult(enum.Enum):
    """How a transfer ended."""

    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"


class Key(enum.StrEnum):
    """What a key meant where it was pressed: never which digits were typed."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # don't know
    CHOICE = "choice"  # a choice in a menu
    NUMBER = "number"  # a number that could be used, or a part of one
    LISTENED = "listened"  # a message heard to its end
    SKIPPED = "skipped"  # a message cut short
    AGAIN = "again"
    BACK = "back"
    PERSON = "person"
    REMINDER = "reminder"
    SILENCE = "silence"
    WRONG = "wrong"
    ECHO = "echo"  # a second press that was not meant


@dataclass(frozen=True, slots=True)
class Listen:
    """What the carrier waits for after the clips."""

    digits: int
    seconds: int
    finish: str  # the key that ends a number; "" when every key is a digit of its own


def whisper_of(language_known: bool) -> str:
    """The clip that the worker hears first."""
    return "whisper" if language_known else "whisper_unknown"


@dataclass(frozen=True, slots=True)
class Dial:
    numbers: tuple[str, ...]  # several ring together; whoever accepts first is connected
    ring_seconds: int
    limit_seconds: int
    language_known: bool = True  # whether the worker can be told which one the caller speaks

    @property
    def whisper(self) -> str:
        return whisper_of(self.language_known)


@dataclass(frozen=True, slots=True)
class Turn:
    """What the caller hears, and where the call goes. Neither listen, dial nor record: the call ends.

    The fields from `meant` on say what happened, for whoever counts or logs; no answer depends on them.
    """

    state: CallState
    clips: tuple[str, ...] = ()  # "<language>/<clip>"
    listen: Listen | None = None
    dial: Dial | None = None
    keys: str = ""  # the keys that mean something here
    record: bool = False  # what the caller says
    sends: Sent | None = field(default=None, repr=False)  # what is now to be done outside of the call
    _: KW_ONLY
    meant: Key | None = None  # what the key meant at the step before; None on a call's first turn and after a transfer
    opens: str = ""  # the branch that the caller has now entered
    useful: bool = False  # the caller now hears something of their own case
    asks: str = ""  # the question of the programme that is now asked
    answered: str = ""  # the question that the key answered
    dialled: str = ""  # whom the transfer that has just ended was to: a centre's id, or DESK


DESK = "desk"  # stands for the line's own people where a centre is named
