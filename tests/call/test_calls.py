"""Whole calls as stories, tests/calls/*.yaml: what is pressed, what must be heard. See tests/support/stories.py."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from functools import cache

import pytest
from flask import Flask

from ivr.clips.manifest import Clips
from ivr.content.content import Content
from ivr.settings import Settings
from tests.conftest import DEMO
from tests.conftest import live
from tests.support.caller import Caller
from tests.support.lines import at_the_desk
from tests.support.lines import confirmed
from tests.support.stories import LANGUAGES
from tests.support.stories import STORIES
from tests.support.stories import tell
from tests.support.stories import when
from tests.support.ways import VARIANTS
from tests.support.ways import Ways

Tell = Callable[[str, str, Ways], None]


def _several(numbers: str | Sequence[str]) -> tuple[str, ...]:
    return (numbers,) if isinstance(numbers, str) else tuple(numbers)


@pytest.fixture(scope="module")
def told(content: Content, clips: Clips, build_app: Callable[..., Flask]) -> Tell:
    names = {file: name for name, file in clips.files.items()}

    @cache
    def line(name: str) -> tuple[Flask, Settings]:
        """Each kind of line once: the clock is the caller's."""
        facts = STORIES[name].get("live")
        settings = DEMO if facts is None else live(desk_numbers=_several(facts.get("desk", ())))
        own = content if facts is None else at_the_desk(confirmed(content, facts.get("confirmed", {})), facts.get("people", {}))
        return build_app(settings, own=own), settings

    plain = next(name for name in STORIES if "live" not in STORIES[name])

    def story(name: str, language: str, ways: Ways) -> None:
        app, settings = line(name if "live" in STORIES[name] else plain)
        base = settings.public_url or "http://localhost"
        caller = Caller(app.test_client(), names, base, settings.auth_token, now=when(STORIES[name]), ways=ways)
        caller.lives(tell(caller, STORIES[name]["call"], language))

    return story


@pytest.mark.parametrize("language", LANGUAGES.codes)
@pytest.mark.parametrize("name", STORIES)
def test_the_story_goes_as_told(name: str, language: str, told: Tell) -> None:
    told(name, language, Ways())


@pytest.mark.parametrize("ways", VARIANTS)
@pytest.mark.parametrize("name", STORIES)
def test_the_story_is_the_same_whatever_the_carrier_does(name: str, ways: str, told: Tell) -> None:
    told(name, "so", VARIANTS[ways])
