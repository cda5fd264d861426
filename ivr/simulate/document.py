"""TwiML as a carrier reads it, strictly: anything outside the portable part is refused."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

# The verbs and attributes that Twilio, SignalWire, Telnyx and Somleng all know.
PORTABLE = {
    "Response": set(),
    "Gather": {"numDigits", "timeout", "finishOnKey", "action", "method"},
    "Play": set(),
    "Redirect": set(),
    "Dial": {"action", "timeout", "callerId", "timeLimit"},
    "Number": {"url"},
    "Hangup": set(),
    "Reject": set(),
}
MESSAGE_TIMEOUT = "1"  # seconds; a step that waits for a key has more


class NotPortable(Exception):
    """A document some carrier would not understand."""


@dataclass(frozen=True, slots=True)
class Gather:
    action: str
    digits: int
    finish: str
    is_message: bool


@dataclass(frozen=True, slots=True)
class Document:
    """What a carrier does next. No gather and no dial: the call ends."""

    plays: tuple[str, ...] = ()
    gather: Gather | None = None
    redirect: str = ""
    dial_action: str = ""
    number: str = ""


def parse(text: str) -> Document:
    """Raises NotPortable, or ElementTree.ParseError when it is no XML."""
    root = ElementTree.fromstring(text)
    for element in root.iter():
        allowed = PORTABLE.get(element.tag)
        if allowed is None or not set(element.attrib) <= allowed:
            raise NotPortable(f"{element.tag} {sorted(element.attrib)}")
    gather, dial = root.find("Gather"), root.find("Dial")
    if gather is not None and [verb.tag for verb in root] != ["Gather", "Redirect"]:
        raise NotPortable("a Redirect has to follow a Gather")
    return Document(
        plays=tuple(play.text or "" for play in root.iter("Play")),
        gather=None if gather is None else _gather(gather),
        redirect=root.findtext("Redirect", ""),
        dial_action="" if dial is None else dial.attrib["action"],
        number=root.findtext("Dial/Number", ""),
    )


def _gather(element: ElementTree.Element) -> Gather:
    attributes = element.attrib
    return Gather(
        attributes["action"],
        int(attributes["numDigits"]),
        attributes["finishOnKey"],
        attributes["timeout"] == MESSAGE_TIMEOUT,
    )
