"""What a TwiML answer would let a caller hear."""

from __future__ import annotations

from xml.etree import ElementTree


class NotTwimlError(Exception):
    """The answer is no XML."""


def clips_in(answer: bytes) -> tuple[str, ...]:
    """The addresses of the clips, in order. Raises NotTwimlError."""
    try:
        return tuple(play.text or "" for play in ElementTree.fromstring(answer).iter("Play"))
    except ElementTree.ParseError as fault:
        raise NotTwimlError(str(fault)) from fault
