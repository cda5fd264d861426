"""A browser, a line with clips whose words the tests know, and a phone to call it with."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Request as WebRequest
from playwright.sync_api import Browser

from ivr.clips.manifest import MANIFEST
from ivr.clips.manifest import Clips
from ivr.content.content import Content
from ivr.phone.demo import demo_clock
from ivr.web import shelf
from ivr.web.app import create_app
from tests.conftest import DEMO
from tests.conftest import WORKING_MORNING
from tests.phone.handset import Phone
from tests.support.browser import chromium
from tests.support.browser import worded_clips
from tests.support.servers import served

# Sentences of the tests' own, so that a new word on the line breaks none of them.
SENTENCES = {
    "en/hello": "Hello, this is a sentence.",
    "en/goodbye": "And this is the last one.",
    "en/number_is": "The number is:",
    "en/opens": "It opens",
    "fr/bonjour": "Bonjour, voici une phrase.",
    "ar/marhaba": "مرحبا بكم.",
    "zh/nihao": "您好。",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def spoken(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Clips:
    folder = tmp_path_factory.mktemp("audio")
    clips = worded_clips(content, folder)
    own = {f"test_{name.partition('/')[2]}": (name, text) for name, text in SENTENCES.items()}
    files = {name: f"{name}.wav" for name in SENTENCES}
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8")) | {
        files[name]: {"language": name.partition("/")[0], "clip": clip, "text": text, "seconds": 1.0}
        for clip, (name, text) in own.items()
    }
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return replace(clips, files={**clips.files, **files})


@pytest.fixture(scope="module", autouse=True)
def no_look_at_the_disk() -> Iterator[None]:
    """The clips of these tests are words alone; none of them lies on the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "LOOK_SECONDS", math.inf)
        yield


@pytest.fixture(scope="module")
def line(content: Content, spoken: Clips) -> Iterator[str]:
    """The demonstration line: always the same working morning, unless the phone asks for another time."""

    def clock(request: WebRequest) -> datetime:
        return demo_clock(request) if "X-Demo-Now" in request.headers else WORKING_MORNING

    app = create_app(DEMO, content, spoken, clock)
    with served(app) as address:
        yield address


@pytest.fixture
def phone(browser: Browser, line: str) -> Iterator[Phone]:
    """A page; at the end of the test it must have met no error of which the test does not speak."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    phone = Phone(page, line)
    yield phone
    troubles = list(phone.troubles)  # closing breaks off what is still being asked
    page.close()
    assert troubles == []
