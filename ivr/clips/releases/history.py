"""Who published or took back what and when, and what the line said when: history.jsonl and `current`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime
from pydantic import ValidationError

from ivr.clips.releases import files
from ivr.clips.releases.release import CHECKOUT
from ivr.content.yamlfile import Model

CURRENT, HISTORY = "current", "history.jsonl"


class ReleaseEvent(Model):
    """`before`: the release that was current until then."""

    at: AwareDatetime
    by: str
    what: Literal["publish", "take back", "adopt", "update"]
    id: str
    before: str
    why: str


def current_id(folder: Path) -> str:
    try:
        return (folder / CURRENT).read_text(encoding="utf-8", errors="replace").strip() or CHECKOUT
    except (FileNotFoundError, NotADirectoryError):
        return CHECKOUT


def switch(folder: Path, event: ReleaseEvent) -> None:
    """Make a release the current one, in one step that happens or does not; first it is written down who does so."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / HISTORY).open("a", encoding="utf-8") as file:
        file.write(json.dumps(event.model_dump(mode="json"), ensure_ascii=False) + "\n")
    files.write_whole(folder / CURRENT, f"{event.id}\n")


def events(folder: Path) -> Iterator[ReleaseEvent]:
    """The oldest first; a line that was cut off as the power failed, or is none of ours, is left out."""
    path = folder / HISTORY
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else ():
        with suppress(ValidationError):
            yield ReleaseEvent.model_validate_json(line)


def heard_since(folder: Path, moment: datetime) -> frozenset[str]:
    """The releases that were current at any time since then."""
    recent = [event for event in events(folder) if event.at >= moment]
    return frozenset([current_id(folder), *(id for event in recent for id in (event.before, event.id))])
