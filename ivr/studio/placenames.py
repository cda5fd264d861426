"""How the names of places are spoken: towns, web addresses and communes, the same in all languages."""

from __future__ import annotations

from typing import Any

from ivr.content.clipnames import PLACES
from ivr.content.clipnames import kind_of

_FIELDS = {"town": "spoken_town", "site": "site_spoken"}


def is_place(clip: str) -> bool:
    return kind_of(clip) in PLACES


def put_spoken(raw: Any, clip: str, spoken: str) -> None:
    """Write it into the table of centres.yaml. A commune without a spoken name is read as it is written."""
    kind, _, name = clip.partition("_")
    if kind in _FIELDS:
        next(centre for centre in raw["centres"] if centre["id"] == name)[_FIELDS[kind]] = spoken
    elif spoken:
        raw.setdefault("spoken_communes", {})[name] = spoken
    else:
        raw.get("spoken_communes", {}).pop(name, None)
