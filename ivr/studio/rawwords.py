"""Where a sentence stands in a language's file, before it is checked."""

from __future__ import annotations

from typing import Any

from ivr.content.clipnames import TABLES


def put_text(raw: Any, clip: str, text: str) -> None:
    """Raises ValueError for a sentence that is not in the file: the name of a place."""
    table, key = _place_of(raw, clip)
    before = table[key]
    if isinstance(before, dict):  # how an engine was told to say the old words is no help with the new ones
        before.pop("say", None)
        before["text"] = text
    else:
        table[key] = text


def clip_at(path: str) -> str:
    """The sentence at a place of a language's file, "clips.welcome" or "days.1"; "" for anything else."""
    table, _, key = path.partition(".")
    prefix = next((prefix for prefix, name in TABLES.items() if name == table), "")
    return key if table == "clips" else f"{prefix}_{key}" if prefix and key else ""


def _place_of(raw: Any, clip: str) -> tuple[dict[Any, Any], Any]:
    for words in (raw["clips"], raw["texts"]):
        if clip in words:
            return words, clip
    prefix, _, key = clip.rpartition("_")
    table = raw.get(TABLES.get(prefix, ""), {})
    found = next((known for known in table if str(known) == key), None)
    if found is None:
        raise ValueError(f"{clip}: the names of places are not words of one language")
    return table, found
