"""What a call may ask of the world around it, and what it may know of it: said here, done by the web edge."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from dataclasses import field

RECORDED = "recorded"  # stands where a key stands: the caller has spoken
LONGEST_RECORDING_SECONDS = 90
SILENCE_ENDS_RECORDING_SECONDS = 8


class Errand(enum.StrEnum):
    """What can be done for a caller outside of the call, once in each; the value stands in the address."""

    TEXT = "s"
    MESSAGE = "m"


class Outcome(enum.Enum):
    UNKNOWN = "unknown"  # not yet
    DONE = "done"
    NOT_DONE = "not done"


@dataclass(frozen=True, slots=True)
class Text:
    """A text message to the number that calls."""

    body: str = field(repr=False)
    errand = Errand.TEXT


@dataclass(frozen=True, slots=True)
class VoiceMessage:
    """What the caller has just recorded, for the line's own people, who read French."""

    language: str
    centre: str  # "" when the caller did not come to one
    stage: str  # the question they would be asked next; "" at the end of the programme
    errand = Errand.MESSAGE


Sent = Text | VoiceMessage


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around this request."""

    can_text: bool = False  # messages are configured, and the caller has a mobile telephone that may get one
    can_record: bool = False  # a message for the desk would reach it
    outcome: Outcome = Outcome.UNKNOWN  # of what the call waits for


NOTHING_AROUND = Around()
