"""The stories of tests/calls, and what their words do. The same interpreter tells them to every kind of line.

dials, waits, language (its key), to_the_end (through the messages): true
presses: "1"             at_once: "1" (a quarter of a second after the last press)
hears: [clip, ...]       exactly these     among: [clip, ...]  at least these     not: [clip, ...]
transferred_to: "+32" (several ring together)             line: busy             ended: true
worker: ["1"] (the keys of the worker who answers)        workers: [["2"], ["1"]] (of each who answers, where several ring)
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from ivr.content.content import Content
from ivr.content.hours import BRUSSELS
from tests.support.caller import OUR_NUMBER
from tests.support.calling import MORNING
from tests.support.calling import Calling
from tests.support.calling import Exchange

STORIES: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).parent.parent.glob("calls/*.yaml"))
}
LANGUAGES = Content.load().languages
AT_ONCE = 0.25


def when(story: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(story["at"]).replace(tzinfo=BRUSSELS) if "at" in story else MORNING


def tell(call: Calling, moments: Iterable[Mapping[str, Any]], language: str) -> Exchange:
    """Raises WrongTurn where the line answers otherwise than told, or in another language."""
    for moment in moments:
        for act, value in moment.items():
            yield from _acts(call, act, value, language)
            if call.heard and "language_choice" not in call.words:
                assert call.languages == {language}, "one language per call"


def _acts(call: Calling, act: str, value: Any, language: str) -> Exchange:
    match act:
        case "dials":
            yield from call.dialling(OUR_NUMBER)
        case "language":
            yield from call.pressing(LANGUAGES.by_key_of(language))
        case "presses":
            yield from call.pressing(value)
        case "at_once":
            yield from call.pressing(value, AT_ONCE)
        case "waits":
            yield from call.waiting()
        case "to_the_end":
            yield from call.listening_to_the_end()
        case "line":
            yield from call.transfer_ending(value)
        case "worker":
            yield from call.worker_pressing(*value)
        case "workers":
            yield from call.workers_pressing(*value)
        case _:
            _hears(call, act, value)


def _hears(call: Calling, act: str, value: Any) -> None:
    match act:
        case "hears":
            call.hears(*value)
        case "among":
            call.hears_among_others(*value)
        case "not":
            call.does_not_hear(*value)
        case "transferred_to":
            call.is_transferred_to(*([value] if isinstance(value, str) else value))
        case "ended":
            call.call_has_ended()
        case _:
            raise ValueError(f"no story knows {act!r}")
