"""How the names of places are spoken: towns, web addresses and communes, the same in all languages."""

from __future__ import annotations

import re
from typing import Any

_PLACE = re.compile(r"(town|site|commune)_([a-z][a-z-]*|\d{5})")
_WORDS = ("commune_is", "commune_or", "commune_doubt")  # sentences about places
_FIELDS = {"town": "spoken_town", "site": "site_spoken"}


def is_place(clip: str) -> bool:
    return clip not in _WORDS and _PLACE.fullmatch(clip) is not None


def put_spoken(raw: Any, clip: str, spoken: str) -> None:
    """Write it into the table of centres.yaml. A commune without a spoken name is read as it is written."""
    kind, _, name = clip.partition("_")
    if kind in _FIELDS:
        next(centre for centre in raw["centres"] if centre["id"] == name)[_FIELDS[kind]] = spoken
    elif spoken:
        raw.setdefault("spoken_communes", {})[name] = spoken
    else:
        raw.get("spoken_communes", {}).pop(name, None)
