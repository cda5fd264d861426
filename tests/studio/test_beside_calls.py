"""The studio as it is shipped, in the workers that answer calls: whatever happens to it, no caller notices."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from werkzeug.security import generate_password_hash

from ivr.clips.releases.drafts import PARENT
from ivr.clips.releases.release import CHECKOUT
from ivr.clips.releases.release import DRAFT
from ivr.clips.releases.store import Releases
from ivr.studio.settings import StudioSettings
from ivr.studio.studio import now_in_brussels
from ivr.studio.studio import open_studio
from tests.studio.floods import Browser
from tests.studio.floods import attacked
from tests.studio.floods import send_slowly
from tests.studio.floods import slow_uploads
from tests.support.checkouts import checkout
from tests.support.proxies import caddy
from tests.support.simulate.process import Served
from tests.support.simulate.process import free_port
from tests.support.simulate.process import served
from tests.support.voices import as_wav
from tests.support.voices import spoken
from tests.web.crowd import pressing

AT_ONCE = 100.0  # milliseconds; nobody presses again when the answer comes in that time
KEY, PASSWORD = "k" * 40, "a password of some length"
REFUSED = 503
SLOW_SECONDS = 20  # for one recording
LARGE = b"RIFF" + bytes(11 << 20)


@dataclass
class Shipped:
    line: Served
    base: str  # of Caddy
    content: Path
    link: str  # of a reviewer


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shipped]:
    room = tmp_path_factory.mktemp("shipped")
    with _line_with_studio(room) as shipped:
        yield shipped


@contextmanager
def _line_with_studio(room: Path) -> Iterator[Shipped]:
    content = room / "content"
    checkout(content / DRAFT)  # every clip of it is another one than today's
    (content / DRAFT / PARENT).write_text(f"{CHECKOUT}\n", encoding="utf-8")
    editors = {"anna": generate_password_hash(PASSWORD)}
    studio = open_studio(StudioSettings(content, editors, KEY), Releases(content))
    link = studio.links.make("en", "Grace", "anna", now_in_brussels())
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    own = {"TWILIO_AUTH_TOKEN": "secret", "WORKERS": "2", "PROXY_COUNT": "1", "PUBLIC_URL": base, "CONTENT_DIR": str(content)}
    own |= {"STUDIO_EDITORS": f"anna={editors['anna']}", "SECRET_KEY": KEY}
    with served(own) as line, caddy(line.port, room, port):
        yield Shipped(line, base, content, f"/studio/r/{studio.links.token(link)}")


SLOW = 40  # uploads; more than the line has threads


def reviewer_of(shipped: Shipped) -> Browser:
    """Who has agreed to the licence."""
    reviewer = Browser(shipped.base)
    reviewer.asks(f"{shipped.link}/sentence/welcome")
    assert reviewer.sends(f"{shipped.link}/licence", back="") == 302
    return reviewer


@pytest.mark.alone
def test_slow_uploads_keep_nobody_out(shipped: Shipped) -> None:
    reviewer = reviewer_of(shipped)
    upload = reviewer.upload(f"{shipped.link}/record/welcome", LARGE[: 1 << 20])

    async def beside() -> tuple[list[int], float]:
        async with slow_uploads(shipped.base, upload, SLOW):
            pages = [await asyncio.to_thread(reviewer.asks, f"{shipped.link}/sentence/welcome") for _ in range(6)]
            return [status for status, _ in pages], (await pressing(shipped.base, seconds=2.0)).p99

    pages, keys = asyncio.run(beside())
    assert pages == [200] * 6
    assert keys < AT_ONCE


def test_a_recording_arrives_over_a_slow_network(shipped: Shipped) -> None:
    reviewer = reviewer_of(shipped)
    upload = reviewer.upload(f"{shipped.link}/record/main_person", as_wav(spoken("To talk to somebody, zero.")))
    assert asyncio.run(send_slowly(shipped.base, upload, at_once=0, pieces=SLOW_SECONDS)) == 200


def test_nobody_without_a_link_can_leave_much_at_the_proxy(shipped: Shipped) -> None:
    stranger = Browser(shipped.base)
    upload = stranger.upload("/studio/r/guessed/record/welcome", LARGE)
    assert asyncio.run(send_slowly(shipped.base, upload, at_once=300 << 10)) == 404, "before the rest of it was sent"


def everything_at_once(shipped: Shipped) -> dict[bytes, int]:
    """Requests, and over how many connections each: what strangers, a reviewer and an editor can send."""
    reviewer, editor, stranger = reviewer_of(shipped), Browser(shipped.base), Browser(shipped.base)
    editor.asks("/studio/login")
    assert editor.sends("/studio/login", user="anna", password=PASSWORD) == 302
    stranger.asks("/studio/login")
    guess = f"csrf_token={stranger.token}&user=anna&password=guess".encode()
    good = as_wav(spoken("To talk to somebody, zero."))
    return {
        reviewer.upload(f"{shipped.link}/record/welcome", LARGE): 4,
        reviewer.upload(f"{shipped.link}/record/main_person", good): 4,
        reviewer.request(f"{shipped.link}/sentence/welcome"): 4,
        stranger.request("/studio/login", guess): 8,
        editor.request("/studio/release"): 2,
        editor.request("/studio/sentences/so"): 2,
    }


@pytest.mark.alone
def test_keys_are_answered_at_once_beside_a_studio_under_attack(shipped: Shipped) -> None:
    requests = everything_at_once(shipped)
    before = asyncio.run(pressing(shipped.base, seconds=2.0)).p99
    with attacked(shipped.base, requests, shipped.content / DRAFT) as answers:
        meanwhile = asyncio.run(pressing(shipped.base, seconds=5.0)).p99
    assert sum(answers.values()) > 50, "an attack"
    assert answers.get(REFUSED), f"more than there is room for: {answers}"
    assert meanwhile < max(AT_ONCE, 3 * before), f"{meanwhile:.0f} ms, {before:.0f} ms without them"
