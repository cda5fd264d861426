"""TwiML as a carrier reads it, strictly: anything outside the portable part is refused."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

# The verbs and attributes that Twilio, SignalWire, Telnyx and Somleng all know.
PORTABLE: Final[dict[str, set[str]]] = {
    "Response": set(),
    "Gather": {"numDigits", "timeout", "finishOnKey", "action", "method"},
    "Play": set(),
    "Redirect": set(),
    "Dial": {"action", "timeout", "callerId", "timeLimit"},
    "Number": {"url"},
    "Hangup": set(),
    "Reject": set(),
}
MESSAGE_TIMEOUT = 1  # seconds; a step that waits for a key has more
DOCUMENTS: Final[tuple[list[str], ...]] = (
    [],
    ["Gather", "Redirect"],
    ["Dial"],
    ["Hangup"],
    ["Reject"],
)  # the verbs of one answer, in order


class NotPortable(AssertionError):
    """A document some carrier would not understand."""


@dataclass(frozen=True, slots=True)
class Gather:
    action: str
    digits: int
    finish: str
    timeout: int

    @property
    def is_message(self) -> bool:
        return self.timeout == MESSAGE_TIMEOUT


@dataclass(frozen=True, slots=True)
class Document:
    """What a carrier does next. No gather and no dial: the call ends."""

    plays: tuple[str, ...] = ()
    gather: Gather | None = None
    redirect: str = ""
    dial_action: str = ""
    numbers: tuple[str, ...] = ()  # that ring together
    whispers: tuple[str, ...] = ()  # one for each of them
    root: Element = field(default_factory=lambda: Element("Response"), compare=False)

    @property
    def hangs_up(self) -> bool:
        return [verb.tag for verb in self.root] == ["Hangup"]

    def __str__(self) -> str:
        return ElementTree.tostring(self.root, "unicode")


def parse(text: str) -> Document:
    """Raises NotPortable, or ElementTree.ParseError when it is no XML."""
    root = ElementTree.fromstring(text)
    _check(root)
    gather, dial = root.find("Gather"), root.find("Dial")
    numbers = root.findall("Dial/Number")
    return Document(
        plays=tuple(play.text or "" for play in root.iter("Play")),
        gather=None if gather is None else _gather(gather),
        redirect=root.findtext("Redirect", ""),
        dial_action="" if dial is None else dial.attrib["action"],
        numbers=tuple(number.text or "" for number in numbers),
        whispers=tuple(number.attrib.get("url", "") for number in numbers),
        root=root,
    )


def _check(root: Element) -> None:
    for element in root.iter():
        if not set(element.attrib) <= PORTABLE.get(element.tag, set()) or element.tag not in PORTABLE:
            raise NotPortable(f"not every carrier speaks {element.tag} {sorted(element.attrib)}")
        addresses = [value for name, value in element.attrib.items() if name in ("action", "url")]
        addresses += [element.text or ""] if element.tag in ("Play", "Redirect") else []
        for address in addresses:
            if not address.startswith("http"):
                raise NotPortable(f"{element.tag}: {address!r} is not an absolute address")
        for child in element:
            if (child.tag == "Play") != (element.tag == "Gather"):
                _check_place(child, element)
    if [verb.tag for verb in root] not in DOCUMENTS:
        raise NotPortable(f"verbs in an unusual order: {[verb.tag for verb in root]}")


def _check_place(child: Element, parent: Element) -> None:
    if child.tag == "Play":
        raise NotPortable("all sound belongs inside a Gather, so that a key is heard at once")
    if parent.tag == "Gather":
        raise NotPortable(f"{child.tag} inside a Gather")


def _gather(element: Element) -> Gather:
    attributes = element.attrib
    return Gather(attributes["action"], int(attributes["numDigits"]), attributes["finishOnKey"], int(attributes["timeout"]))
