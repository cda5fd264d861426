"""Lines with facts of their own, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ivr.centres import Centre
from ivr.content import Content


def confirmed(content: Content, numbers: Mapping[str, Any]) -> Content:
    """The content with confirmed numbers: centre id -> number, or {phone, hours, closed_on}."""
    centres = [_confirm(centre, numbers.get(centre.id)) for centre in content.centres.centres]
    return replace(content, centres=content.centres.model_copy(update={"centres": tuple(centres)}))


def _confirm(centre: Centre, facts: Any) -> Centre:
    if facts is None:
        return centre
    changes = {"phone": facts} if isinstance(facts, str) else facts
    return Centre.model_validate(centre.model_dump() | {"confirmed_on": "2026-11-01"} | changes)
