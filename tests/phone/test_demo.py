"""What the demonstration serves beside the line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from ivr.content.content import Content
from ivr.phone.captions import book
from ivr.phone.captions import full_stop
from ivr.settings import Settings
from tests.conftest import DEMO

LIVE = Settings(auth_token="secret", public_url="https://line.example", line_number="+3242220000")


@pytest.mark.parametrize("settings", [DEMO, LIVE], ids=["demonstration", "live"])
def test_the_theme_is_there_in_every_mode(build: Callable[..., Flask], settings: Settings) -> None:
    with build(settings).test_client().get("/static/shared/theme.css") as answer:
        assert answer.status_code == 200
        assert answer.mimetype == "text/css"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert b"--accent" in answer.data


@pytest.mark.parametrize("path", ["/static/shared/../phone/page.js", "/static/shared/nothing.css"])
def test_nothing_else_is_shared(build: Callable[..., Flask], path: str) -> None:
    assert build(LIVE).test_client().get(path).status_code == 404


def test_a_number_of_its_own_can_be_dialled(build: Callable[..., Flask], content: Content) -> None:
    languages = content.languages.model_copy(
        update={
            "languages": tuple(
                each.model_copy(update={"numbers": ("+3242220002",)}) if each.code == "so" else each
                for each in content.languages.languages
            )
        }
    )
    page = build(own=replace(content, languages=languages)).test_client().get("/").get_data(as_text=True)
    assert "+3242220002 · Soomaali" in page


def test_the_captions_tell_pieces_from_sentences(content: Content) -> None:
    entries = {
        f"en/{clip}.mp3": {"language": "en", "clip": clip, "text": clip}
        for clip in ("digit_7", "digit_end_7", "month_3", "press_1", "town_liege", "whisper", "sorry", "gone_long_ago")
    }
    language = next(each for each in content.languages.languages if each.code == "en")
    shown = book(content, entries | {"fr/sorry.mp3": {"language": "fr", "clip": "sorry", "text": "sorry"}}, language)["captions"]
    assert {file: caption["kind"] for file, caption in shown.items()} == {
        "en/digit_7.mp3": "digit",
        "en/digit_end_7.mp3": "digit-end",
        "en/month_3.mp3": "piece",
        "en/press_1.mp3": "piece",
        "en/town_liege.mp3": "place",
        "en/whisper.mp3": "place",
        "en/sorry.mp3": "sentence",
        "en/gone_long_ago.mp3": "sentence",
    }
    assert shown["en/digit_7.mp3"]["text"] == "7"
    assert shown["en/town_liege.mp3"]["voice"] == "fr"


def test_each_language_ends_its_sentences_with_its_own_sign(content: Content) -> None:
    assert (full_stop(content, "en"), full_stop(content, "zh")) == (".", "。")
