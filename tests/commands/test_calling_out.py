"""The line calls its operator; the account's numbers are shown. Twilio's own client asks a real peer."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.clips.manifest import read_manifest
from ivr.clips.releases.store import Releases
from scripts.commands import call_me
from tests.support.checkouts import checkout
from tests.support.restcarrier import RestCarrier

ENV = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "secret",
    "PUBLIC_URL": "https://line.example",
    "LINE_NUMBER": "+3242223344",
}
ME = "+32470123456"


def call(*arguments: str) -> int:
    return call_me.run(call_me.parser("call-me").parse_args([ME, *arguments]), ENV)


def test_the_line_calls_and_asks_for_a_language(carrier: RestCarrier) -> None:
    assert call() == 0
    (made,) = carrier.calls
    assert (made["To"], made["From"], made["Url"]) == (ME, "+3242223344", "https://line.example/voice")


def test_it_begins_in_a_language_at_a_step(carrier: RestCarrier) -> None:
    assert call("--language", "ar", "--at", "questions") == 0
    twiml = carrier.calls[0]["Twiml"]
    assert "/audio/ar/faq_intro" in twiml
    assert "l=ar&amp;s=questions" in twiml
    assert len(twiml) < 4000  # the carrier takes no more


def test_the_operator_hears_what_callers_hear(carrier: RestCarrier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = checkout(tmp_path / "other", voice="b")
    id = Releases(tmp_path / "content").publish(other, "Awa", "another voice")
    clip = next(file for file in read_manifest(other / "audio") if file.startswith("ar/faq_intro"))
    monkeypatch.setitem(ENV, "CONTENT_DIR", str(tmp_path / "content"))
    assert call("--language", "ar", "--at", "questions") == 0
    assert clip in carrier.calls[0]["Twiml"], f"release {id}, not what came with the program"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--language", "somali"), "--language: expected one of ar, en, .*, not 'somali'$"),
        (("--language", "fr", "--at", "deadline"), "--at: expected a step that can be heard without anything before it"),
    ],
)
def test_a_language_or_step_that_cannot_begin_a_call_is_refused(
    carrier: RestCarrier, arguments: tuple[str, ...], words: str
) -> None:
    with pytest.raises(Exception, match=words):
        call(*arguments)
    assert carrier.calls == []


def test_a_refusal_is_explained(carrier: RestCarrier) -> None:
    carrier.refuses = 21215
    with pytest.raises(Exception, match="error 21215"):
        call()
