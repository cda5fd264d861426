"""The line under test, and a caller to ring it."""

from __future__ import annotations

import logging
import logging.handlers
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask import Request
from hypothesis import settings as hypothesis_settings

from ivr.clips.manifest import Clips
from ivr.content.content import Content
from ivr.settings import DEMO_TOKEN
from ivr.settings import Settings
from ivr.web.app import create_app
from tests.support.caller import Caller
from tests.support.calling import CLOCK
from tests.support.calling import MORNING as WORKING_MORNING
from tests.support.lines import pinned
from tests.support.restcarrier import RestCarrier
from tests.support.restcarrier import rest_carrier
from tests.support.ways import PLAIN
from tests.support.ways import Ways

__all__ = ["DEMO", "WORKING_MORNING", "CallerFactory", "live"]
DEMO = Settings(demo=True, auth_token=DEMO_TOKEN, line_number="+32000000000")

CallerFactory = Callable[..., Caller]

LONGEST = (  # files that take half a minute and more: the processes end together when these are begun first
    "tests/studio/test_browser.py",
    "tests/commands/test_printed.py",
    "tests/statistics/dashboard/test_browser.py",
    "tests/web/test_serve.py",
    "tests/call/test_walk.py",
    "tests/studio/test_background.py",
    "tests/web/test_behind_caddy.py",
    "tests/clips/test_offline_voices.py",
    "tests/clips/releases/test_on_the_line.py",
    "tests/clips/releases/test_store.py",
    "tests/studio/test_editing.py",
    "tests/phone/test_listening.py",
    "tests/call/test_nervous.py",
    "tests/clips/test_build_audio.py",
    "tests/clips/test_recordings.py",
    "tests/clips/releases/test_several_machines.py",
    "tests/studio/test_demonstration.py",
)
hypothesis_settings.register_profile(
    "busy", deadline=None
)  # how long one example takes says more about the machine than about the code
hypothesis_settings.load_profile("busy")
SWALLOWED = ("a call met an error", "an observer met an error")  # what the log says of an exception that nobody else sees


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first."""
    rank = {file: place for place, file in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(rank)))


@pytest.fixture(autouse=True)
def errors_are_seen(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test fails on an error that a caller heard as an apology, unless its mark says that it expects one."""
    kept = logging.handlers.BufferingHandler(capacity=10_000)
    logging.getLogger("ivr").addHandler(kept)
    yield
    logging.getLogger("ivr").removeHandler(kept)
    met = [record.getMessage() for record in kept.buffer if record.getMessage().startswith(SWALLOWED)]
    if request.node.get_closest_marker("meets_errors"):
        assert met, "the error that this test expects was not met"
    else:
        assert not met


@pytest.fixture(scope="session")
def content() -> Content:
    return pinned()


@pytest.fixture(scope="session")
def clips(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Clips:
    """A clip for every phrase, whether it was built yet or not."""
    names, folder = content.clip_names, tmp_path_factory.mktemp("audio")
    for language in content.languages.codes:
        (folder / language).mkdir()
    for name in names:
        (folder / f"{name}-0.mp3").touch()
    return Clips(folder, {name: f"{name}-0.mp3" for name in names}, dict.fromkeys(names, 1.0))


@pytest.fixture(scope="session")
def build_app(content: Content, clips: Clips) -> Callable[..., Flask]:
    """An application at a moment, with settings or content of its own."""

    def build(
        settings: Settings = DEMO,
        now: datetime = WORKING_MORNING,
        own: Content | None = None,
        recorded: Clips | None = None,
    ) -> Flask:
        def clock(request: Request) -> datetime:
            """What the caller's watch says, in UTC as on a real line."""
            return datetime.fromisoformat(request.headers.get(CLOCK, now.isoformat())).astimezone(UTC)

        return create_app(settings, own or content, recorded or clips, clock)

    return build


@pytest.fixture
def build(build_app: Callable[..., Flask]) -> Callable[..., Flask]:
    return build_app


@pytest.fixture
def call(build: Callable[..., Flask], clips: Clips) -> CallerFactory:
    """A caller of a line built as asked for."""
    names = {file: name for name, file in clips.files.items()}

    def ring(
        settings: Settings = DEMO,
        now: datetime = WORKING_MORNING,
        ways: Ways = PLAIN,
        skews: tuple[float, ...] = (0.0,),
        **how: Any,
    ) -> Caller:
        client = build(settings=settings, now=now, **how).test_client()
        base = settings.public_url or "http://localhost"
        return Caller(client, names, base, settings.auth_token, now=now, ways=ways, skews=skews)

    return ring


@pytest.fixture
def caller(call: CallerFactory) -> Caller:
    """A caller of the demonstration line, on a working morning."""
    return call()


@pytest.fixture
def carrier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RestCarrier]:
    """Whom the clients of the carrier ask in this test."""
    with rest_carrier(tmp_path) as (carrier, env):
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        yield carrier


def live(**changes: Any) -> Settings:
    """Settings of a real line."""
    return replace(Settings(public_url="https://line.example", auth_token="secret", line_number="+3242223344"), **changes)
