"""Whole calls as stories, tests/calls/*.yaml: what is pressed, what must be heard. Each is told in every language.

- dials: true            - presses: "1"          - waits: true (silence)        - to_the_end: true (through the messages)
- hears: [clip, ...]     exactly these           - among: [clip, ...]           at least these
- transferred_to: "+32"  - line: busy            - ended: true                  - language: true  (the key of the language)
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from ivr.content import Content
from ivr.hours import BRUSSELS
from tests.caller import Caller
from tests.conftest import WORKING_MORNING
from tests.conftest import CallerFactory
from tests.conftest import live
from tests.lines import confirmed

STORIES = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(Path(__file__).parent.glob("calls/*.yaml"))
}
LANGUAGES = Content.load().languages


@pytest.mark.parametrize("language", LANGUAGES.codes)
@pytest.mark.parametrize("name", STORIES)
def test_the_story_goes_as_told(name: str, language: str, call: CallerFactory, content: Content) -> None:
    story = STORIES[name]
    how: dict[str, Any] = {
        "now": datetime.fromisoformat(story["at"]).replace(tzinfo=BRUSSELS) if "at" in story else WORKING_MORNING
    }
    if "live" in story:
        how["settings"] = live(**({"desk_number": story["live"]["desk"]} if story["live"].get("desk") else {}))
        how["own"] = confirmed(content, story["live"].get("confirmed", {}))
    caller = call(**how)
    for moment in story["call"]:
        for act, value in moment.items():
            _happens(caller, act, value, language)
        if caller.heard and "language_choice" not in {clip.split("/")[1] for clip in caller.heard}:
            assert caller.languages == {language}, "one language per call"


# What the words of a story do. A value of true means that the word says it all.
ACTS: Mapping[str, Callable[[Caller, Any], object]] = {
    "dials": lambda caller, _: caller.dials(),
    "presses": lambda caller, keys: caller.presses(keys),
    "waits": lambda caller, _: caller.waits(),
    "to_the_end": lambda caller, _: caller.listens_to_the_end(),
    "hears": lambda caller, clips: caller.hears(*clips),
    "among": lambda caller, clips: caller.hears_among_others(*clips),
    "not": lambda caller, clips: caller.does_not_hear(*clips),
    "transferred_to": lambda caller, number: caller.is_transferred_to(number),
    "line": lambda caller, status: caller.line_is(status),
    "refused": lambda caller, _: caller.line_is("completed", DialBridged="false"),
    "ended": lambda caller, _: caller.call_has_ended(),
}


def _happens(caller: Caller, act: str, value: Any, language: str) -> None:
    if act == "language":
        caller.presses(LANGUAGES.by_key_of(language))
    else:
        ACTS[act](caller, value)


def test_there_is_a_story_for_each_branch() -> None:
    assert len(STORIES) >= 20
