"""A speaker records by telephone, against a carrier of this machine that rings, records, and deletes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import numpy as np
import pytest
from flask import Flask
from flask import Response
from flask import request
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from ivr.clips.voices.sound import Sound
from ivr.settings import Settings
from ivr.studio.phone import session
from ivr.studio.phone.seal import Seal
from ivr.studio.store.links import Link
from ivr.studio.store.proposals import Kind
from ivr.studio.store.reviews import Verdict
from ivr.studio.studio import Studio
from ivr.studio.texts import texts
from tests.studio.conftest import KEY
from tests.studio.conftest import NOW
from tests.studio.conftest import app_of
from tests.support.internet import internet
from tests.support.studios import Reviewer
from tests.support.voices import as_wav
from tests.support.voices import spoken

ACCOUNT, TOKEN, NUMBER = "AC" + "1" * 32, "secret", "+32470123456"
LINE = Settings(public_url="https://line.example", account_sid=ACCOUNT, auth_token=TOKEN, line_number="+3242223344")
YOU = "you"
TEN = ("fr", "en", "ar", "ps", "prs", "so", "tr", "ru", "es", "zh")
RECORDING, CALL = "RE" + "a" * 32, "CA" + "1" * 32
IN_IRELAND = "api.dublin.ie1.twilio.com"
SILENCES = 3  # after which nobody is there any more


@dataclass
class Peer:
    """The carrier: what it was asked, and the recordings it has."""

    address: str = "https://api.twilio.com"
    asked_at: set[str] = field(default_factory=set)  # names of hosts
    calls: list[dict[str, str]] = field(default_factory=list)
    recordings: dict[str, bytes] = field(default_factory=dict)
    not_yet: int = 0  # how often a recording is still being written

    def app(self) -> Flask:
        app = Flask("carrier")
        base = f"/2010-04-01/Accounts/{ACCOUNT}"

        @app.before_request
        def note() -> None:
            self.asked_at.add(request.host)

        @app.post(f"{base}/Calls.json")
        def ring() -> Response:
            self.calls.append(request.form.to_dict())
            return Response(json.dumps({"sid": CALL}), 201)

        @app.get(f"{base}/Recordings/<name>.wav")
        def sound(name: str) -> Response:
            self.not_yet -= 1
            there = name in self.recordings and self.not_yet < 0
            return Response(self.recordings[name] if there else b"", 200 if there else 404, mimetype="audio/wav")

        @app.get(f"{base}/Recordings.json")
        def of_a_call() -> Response:
            assert request.args["CallSid"] == CALL
            found = [{"sid": name, "account_sid": ACCOUNT} for name in self.recordings]
            return Response(json.dumps({"recordings": found, "page": 0, "page_size": 50, "uri": "", "next_page_uri": None}), 200)

        @app.delete(f"{base}/Recordings/<name>.json")
        def forget(name: str) -> Response:
            del self.recordings[name]
            return Response(status=204)

        return app


@pytest.fixture
def peer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Peer]:
    peer = Peer()
    app = peer.app()
    with internet({"api.twilio.com": app, IN_IRELAND: app}, tmp_path) as env:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        yield peer


class Speaker:
    """Answers the telephone, and presses keys."""

    def __init__(self, studio: Studio, peer: Peer, language: str = "en") -> None:
        self.studio = studio
        self.peer = peer
        self.app = app_of(studio, LINE)
        link = studio.links.make(language, "Grace", "anna", NOW, Seal(KEY).closed(NUMBER))
        self.reviewer = Reviewer(self.app, studio, link)
        self.document = ElementTree.Element("Response")

    @property
    def link(self) -> Link:
        return self.reviewer.link

    def asks_for_a_call(self) -> TestResponse:
        self.reviewer.agrees()
        self.reviewer.sees(f"{self.reviewer.home}/telephone")
        return self.reviewer.sends(f"{self.reviewer.home}/telephone")

    def is_asked(self, address: str, token: str = TOKEN, **form: str) -> TestResponse:
        """A webhook of the carrier, signed as it signs."""
        signature = RequestValidator(token).compute_signature(address, form)
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        answer = self.app.test_client().post(
            path, data=form, headers={"X-Twilio-Signature": signature}, base_url="https://line.example"
        )
        if answer.status_code == 200:
            self.document = ElementTree.fromstring(answer.text)
        return answer

    def answers(self) -> None:
        self.is_asked(self.peer.calls[-1]["Url"])

    def speaks(self, sound: bytes) -> None:
        self.peer.recordings[RECORDING] = sound
        answer = self.is_asked(self.verb("Record").attrib["action"], RecordingSid=RECORDING)
        assert answer.status_code == 200, answer.text

    def presses(self, digit: str) -> None:
        self.is_asked(self.verb("Gather").attrib["action"], Digits=digit)
        self.goes_on()

    def waits(self) -> None:
        """Neither a word nor a key: the carrier goes on with what stands last."""
        self.is_asked(str(self.document[-1].text))
        self.goes_on()

    def hangs_up(self) -> TestResponse:
        return self.is_asked(self.peer.calls[-1]["StatusCallback"], CallSid=CALL, CallStatus="completed")

    def goes_on(self) -> None:
        while len(self.document) == 1 and (redirect := self.document.find("Redirect")) is not None:
            self.is_asked(str(redirect.text))

    def verb(self, name: str) -> ElementTree.Element:
        found = self.document.find(name)
        assert found is not None, ElementTree.tostring(self.document)
        return found

    def plays(self) -> list[str]:
        return [str(play.text) for play in self.document.iter("Play")]

    def hears(self) -> list[str]:
        """The names of the clips, YOU for what was just spoken."""
        clips = [YOU if "/Recordings/" in address else urlsplit(address).path.split("/")[-2] for address in self.plays()]
        for clip, address in zip(clips, self.plays(), strict=True):
            if clip != YOU:
                with self.app.test_client().get(urlsplit(address).path) as sound:
                    expected = self.studio.draft.sound(self.link.language, clip)
                    assert expected is not None
                    assert sound.data == expected.read_bytes()
        return clips


@pytest.fixture
def speaker(studio: Studio, peer: Peer) -> Speaker:
    return Speaker(studio, peer)


def test_only_the_number_that_an_editor_entered_is_called(studio: Studio, peer: Peer, speaker: Speaker) -> None:
    assert speaker.asks_for_a_call().status_code == 200
    (call,) = peer.calls
    assert (call["To"], call["From"]) == (NUMBER, LINE.line_number)
    other = Reviewer(speaker.app, studio, studio.links.make("en", "Nobody", "anna", NOW))
    other.agrees()
    assert other.sees(f"{other.home}/telephone").status_code == 404
    assert other.sends(f"{other.home}/telephone", phone="+3225001122").status_code == 403
    assert len(peer.calls) == 1


def test_a_sentence_is_heard_spoken_heard_again_kept_and_deleted_at_the_carrier(
    studio: Studio, peer: Peer, speaker: Speaker
) -> None:
    first, second, *_ = studio.sentences("en").values()
    speaker.asks_for_a_call()
    speaker.answers()
    assert speaker.hears() == ["speaker_welcome", first.clip]
    assert speaker.verb("Record").attrib["playBeep"] == "true"
    peer.not_yet = 1
    speaker.speaks(as_wav(spoken(first.text)))
    assert speaker.hears() == [YOU, "speaker_keys"]
    assert speaker.plays()[0] == f"{peer.address}/2010-04-01/Accounts/{ACCOUNT}/Recordings/{RECORDING}"
    speaker.presses("9")
    assert speaker.hears() == [first.clip, YOU, "speaker_keys"]
    speaker.presses("1")
    (proposal,) = studio.proposals.open_ones()
    assert (proposal.clip, proposal.kind) == (first.clip, Kind.SOUND)
    assert peer.recordings == {}
    assert speaker.hears() == ["speaker_kept", second.clip]


def test_a_line_with_a_region_asks_nobody_elsewhere(
    studio: Studio, peer: Peer, speaker: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    first = next(iter(studio.sentences("en").values()))
    speaker.asks_for_a_call()
    speaker.answers()
    speaker.speaks(as_wav(spoken(first.text)))
    assert urlsplit(speaker.plays()[0]).hostname == IN_IRELAND
    speaker.presses("1")
    assert studio.proposals.open_ones()
    speaker.hangs_up()
    assert peer.recordings == {}
    assert peer.asked_at == {IN_IRELAND}


def test_again_and_next_keep_nothing_here_or_at_the_carrier(studio: Studio, peer: Peer, speaker: Speaker) -> None:
    first, second, *_ = studio.sentences("en")
    speaker.asks_for_a_call()
    speaker.answers()
    speaker.speaks(b"anything")
    speaker.presses("2")
    assert speaker.hears() == [first]
    speaker.speaks(b"anything")
    speaker.presses("3")
    assert speaker.hears() == [second]
    assert (studio.proposals.open_ones(), peer.recordings) == ([], {})


def test_a_speaker_is_told_in_their_language_what_to_do(studio: Studio, peer: Peer) -> None:
    speaker = Speaker(studio, peer, "ps")
    speaker.asks_for_a_call()
    speaker.answers()
    assert speaker.hears()[0] == "speaker_welcome"  # as their language says it
    speaker.speaks(b"anything")
    assert speaker.hears() == [YOU, "speaker_keys"]
    said = (session.WELCOME, session.KEYS, session.KEPT, session.DONE, session.ONCE_MORE, *session.REASONS.values())
    missing = [(code, clip) for code in TEN for clip in said if studio.draft.sound(code, clip) is None]
    assert missing == []
    assert {len({studio.sentences(code)[clip].text for code in TEN}) for clip in said} == {len(TEN)}  # nobody else's words


def test_a_bad_recording_is_asked_for_again_with_the_reason(studio: Studio, peer: Peer, speaker: Speaker) -> None:
    first = next(iter(studio.sentences("en")))
    endless = spoken(
        "This is far too long for what the machine said just a moment ago, and it goes on, and on, and on, and on again."
    )
    silence = Sound(np.zeros(32_000, np.float32), 8_000)
    speaker.asks_for_a_call()
    speaker.answers()
    for sound, reason in ((b"not a sound", []), (as_wav(silence), ["speaker_quiet"]), (as_wav(endless), ["speaker_long"])):
        speaker.speaks(sound)
        speaker.presses("1")
        assert speaker.hears() == [*reason, "speaker_again", first]
    assert (studio.proposals.open_ones(), peer.recordings) == ([], {})


def test_every_trouble_has_words_that_say_what_to_do() -> None:
    found = {trouble: session.reasons([trouble])[0] for trouble in texts("en").troubles}
    assert {trouble for trouble, word in found.items() if word == "speaker_again"} == {
        *("rate", "not_a_sound", "cannot_check", "pieces", "too_large")  # of files, not of a voice on the telephone
    }


def test_the_last_sentence_ends_the_call(studio: Studio, speaker: Speaker) -> None:
    *others, last = studio.sentences("en").values()
    for each in others:
        studio.reviews.judge(speaker.link, each.clip, Verdict.GOOD, each.text, NOW)
    speaker.asks_for_a_call()
    speaker.answers()
    assert speaker.hears() == ["speaker_welcome", last.clip]
    speaker.speaks(b"anything")
    speaker.presses("3")
    assert speaker.hears() == ["speaker_done", "goodbye"]
    assert speaker.document[-1].tag == "Hangup"


def test_whoever_says_nothing_is_asked_again_and_then_let_go(studio: Studio, speaker: Speaker) -> None:
    first = next(iter(studio.sentences("en")))
    speaker.asks_for_a_call()
    speaker.answers()
    for _ in range(SILENCES - 1):
        speaker.waits()
        assert speaker.hears() == ["speaker_quiet", first]
    speaker.waits()
    assert (speaker.hears(), speaker.document[-1].tag) == (["goodbye"], "Hangup")


def test_whoever_presses_nothing_hears_the_keys_again_and_nothing_stays_at_the_carrier(peer: Peer, speaker: Speaker) -> None:
    speaker.asks_for_a_call()
    speaker.answers()
    speaker.speaks(b"anything")
    for _ in range(SILENCES - 1):
        speaker.waits()
        assert speaker.hears() == [YOU, "speaker_keys"]
    speaker.waits()
    assert (speaker.hears(), peer.recordings) == (["goodbye"], {})


@pytest.mark.parametrize("withdrawn", [False, True])
def test_whoever_hangs_up_before_deciding_leaves_nothing_at_the_carrier(
    studio: Studio, peer: Peer, speaker: Speaker, withdrawn: bool
) -> None:
    speaker.asks_for_a_call()
    speaker.answers()
    speaker.speaks(b"anything")
    assert peer.recordings
    if withdrawn:
        studio.links.withdraw(speaker.link.id)
    assert speaker.hangs_up().status_code == 204
    assert (studio.proposals.open_ones(), peer.recordings) == ([], {})


def test_an_address_says_only_words_of_the_studio(speaker: Speaker) -> None:
    speaker.asks_for_a_call()
    address = speaker.peer.calls[-1]["Url"].replace("speaker_welcome", "speaker_kept.main_date.xyz")
    speaker.is_asked(address)
    assert speaker.hears()[:-1] == ["speaker_kept"]


def test_a_stranger_is_no_carrier(speaker: Speaker) -> None:
    speaker.asks_for_a_call()
    address = speaker.peer.calls[-1]["Url"]
    assert speaker.is_asked(address, token="guessed").status_code == 403
    assert speaker.app.test_client().post(urlsplit(address).path).status_code == 403
    ended = speaker.peer.calls[-1]["StatusCallback"]
    assert speaker.is_asked(ended, token="guessed", CallSid=CALL).status_code == 403


def test_a_withdrawn_link_ends_the_call(studio: Studio, speaker: Speaker) -> None:
    speaker.asks_for_a_call()
    studio.links.withdraw(speaker.link.id)
    speaker.answers()
    assert speaker.document.find("Hangup") is not None


def test_a_studio_that_cannot_call_says_so_and_offers_no_button(studio: Studio) -> None:
    link = studio.links.make("en", "Grace", "anna", NOW, Seal(KEY).closed(NUMBER))
    reviewer = Reviewer(app_of(studio), studio, link)
    reviewer.agrees()
    page = reviewer.sees(f"{reviewer.home}/telephone").text
    assert texts("en").words["no_calls"] in page
    assert "<form" not in page
    assert reviewer.sends(f"{reviewer.home}/telephone").status_code == 403


def test_nobody_is_called_over_and_over(peer: Peer, speaker: Speaker) -> None:
    answers = [speaker.asks_for_a_call().status_code for _ in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert len(peer.calls) == 5
