"""The clips over HTTP: cached for a year, with ETag, HEAD and Range."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ivr.clips.manifest import Clips
from ivr.content.content import Content
from ivr.web.app import create_app
from tests.conftest import DEMO

SOUND = bytes(range(256)) * 8


@pytest.fixture
def client(tmp_path: Path, content: Content) -> FlaskClient:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "welcome-1.mp3").write_bytes(SOUND)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return create_app(DEMO, content, Clips(tmp_path, {"fr/welcome": "fr/welcome-1.mp3"}, {})).test_client()


def test_a_clip_may_be_kept_for_a_year(client: FlaskClient) -> None:
    answer = client.get("/audio/fr/welcome-1.mp3", buffered=True)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/mpeg", SOUND)
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_clip_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/audio/fr/welcome-1.mp3", buffered=True).headers["ETag"]
    answer = client.get("/audio/fr/welcome-1.mp3", buffered=True, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_the_etag_is_the_digest_in_the_name(client: FlaskClient) -> None:
    assert client.head("/audio/fr/welcome-1.mp3", buffered=True).headers["ETag"] == '"1"'


def test_a_part_of_a_clip_can_be_asked_for(client: FlaskClient) -> None:
    answer = client.get("/audio/fr/welcome-1.mp3", buffered=True, headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.data) == (206, SOUND[10:20])


def test_head_tells_the_length(client: FlaskClient) -> None:
    answer = client.head("/audio/fr/welcome-1.mp3", buffered=True)
    assert (answer.status_code, answer.content_length, answer.data) == (200, len(SOUND), b"")


@pytest.mark.parametrize("file", ["fr/none-1.mp3", "manifest.json", "secret.txt", "../app.py", "fr/../secret.txt", "fr/"])
def test_nothing_else_is_served(client: FlaskClient, file: str) -> None:
    assert client.get(f"/audio/{file}").status_code == 404


def test_pages_are_sent_with_security_headers(client: FlaskClient) -> None:
    headers = client.get("/healthz").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
