"""The line under test, and a caller to ring it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask import Request

from ivr.audio import Clips
from ivr.clips import wanted_clips
from ivr.config import Settings
from ivr.content import Content
from ivr.hours import BRUSSELS
from ivr.web import create_app
from tests.caller import Caller

WORKING_MORNING = datetime(2026, 11, 24, 10, tzinfo=BRUSSELS)
DEMO = Settings(demo=True, line_number="+32000000000")

CallerFactory = Callable[..., Caller]


@pytest.fixture(scope="session")
def content() -> Content:
    return Content.load()


@pytest.fixture(scope="session")
def clips(content: Content) -> Clips:
    """A clip for every phrase, whether it was built yet or not."""
    names = wanted_clips(content)
    return Clips(Path("audio"), {name: f"{name}-0.mp3" for name in names}, dict.fromkeys(names, 1.0))


@pytest.fixture
def build(content: Content, clips: Clips) -> Callable[..., Flask]:
    """An application at a moment, with settings or content of its own."""

    def build_app(
        settings: Settings = DEMO,
        now: datetime = WORKING_MORNING,
        own: Content | None = None,
        recorded: Clips | None = None,
    ) -> Flask:
        def clock(request: Request) -> datetime:
            return now

        return create_app(settings, own or content, recorded or clips, clock)

    return build_app


@pytest.fixture
def call(build: Callable[..., Flask], clips: Clips) -> CallerFactory:
    """A caller of a line built as asked for."""
    names = {file: name for name, file in clips.files.items()}

    def ring(**how: object) -> Caller:
        settings = how.get("settings", DEMO)
        assert isinstance(settings, Settings)
        return Caller(build(**how).test_client(), names, settings.public_url or "http://localhost", settings.auth_token)

    return ring


@pytest.fixture
def caller(call: CallerFactory) -> Caller:
    """A caller of the demonstration line, on a working morning."""
    return call()


def live(**changes: Any) -> Settings:
    """Settings of a real line."""
    return replace(Settings(public_url="https://line.example", auth_token="secret", line_number="+3242223344"), **changes)
