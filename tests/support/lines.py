"""Lines with facts of their own, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ivr.content.centres import Centre
from ivr.content.centres import Desk
from ivr.content.content import Content
from ivr.content.programme import load_programme

FACTS = Path(__file__).parent / "facts"


@cache
def pinned() -> Content:
    """The words of today with the programme as the tests know it."""
    return replace(Content.load(), programme=load_programme(FACTS))


def confirmed(content: Content, numbers: Mapping[str, Any]) -> Content:
    """The content with confirmed numbers: centre id -> number, or {phone, hours, closed_on}."""
    centres = [_confirm(centre, numbers.get(centre.id)) for centre in content.centres.centres]
    return replace(content, centres=content.centres.model_copy(update={"centres": tuple(centres)}))


def at_the_desk(content: Content, facts: Mapping[str, Any]) -> Content:
    """The content with other hours, or numbers, of the line's own people."""
    desk = Desk.model_validate(content.centres.desk.model_dump() | dict(facts))
    return replace(content, centres=content.centres.model_copy(update={"desk": desk}))


def _confirm(centre: Centre, facts: Any) -> Centre:
    if facts is None:
        return centre
    changes = {"phone": facts} if isinstance(facts, str) else facts
    return Centre.model_validate(centre.model_dump() | {"confirmed_on": "2026-11-01"} | changes)
