"""The online engines against services of our own that speak their protocols: sound, refusals, delays and cut lines."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import threading
import time
import urllib.parse
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest
import requests
from aiohttp import WSMsgType
from aiohttp import web

from ivr.clips.voices import command
from ivr.clips.voices.edge import Edge
from ivr.clips.voices.engine import EngineError
from ivr.clips.voices.engines import engine_named
from ivr.clips.voices.google import Google
from ivr.clips.voices.online import ATTEMPTS
from ivr.clips.voices.sound import Sound
from ivr.clips.voices.sound import to_mp3
from ivr.content.content import Content
from ivr.content.languages import Voice

SECONDS = 0.8
MP3 = to_mp3(Sound((0.3 * np.sin(np.arange(round(24000 * SECONDS)) / 10)).astype(np.float32), 24000))
BRITISH = Voice(engine="gtts", voice="en.co.uk")
CHARLINE = Voice(engine="edge", voice="fr-BE-CharlineNeural")
LONG = "This sentence is longer than what Google takes at once, which is a hundred signs. So it is sent in parts, one by one."


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


# --- Google, as gTTS asks it ------------------------------------------------------------------------------


class GooglePeer(ThreadingHTTPServer):
    """Answers with the behaviours it is given, one a request, then with sound."""

    daemon_threads = True

    def __init__(self, *behaviours: str) -> None:
        super().__init__(("127.0.0.1", 0), _GoogleHandler)
        self.behaviours = list(behaviours)
        self.asked: list[tuple[str, list[Any]]] = []  # path, and what gTTS asks: text, language, speed ...

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _GoogleHandler(BaseHTTPRequestHandler):
    server: GooglePeer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        [[[_, parameters, _, _]]] = json.loads(urllib.parse.parse_qs(body)["f.req"][0])
        self.server.asked.append((self.path, json.loads(parameters)))
        behaviour = self.server.behaviours.pop(0) if self.server.behaviours else "sound"
        if behaviour == "slow":
            time.sleep(0.6)
        if behaviour.isdigit():
            return self._answer(int(behaviour), b"no")
        if behaviour == "silent":
            return self._answer(200, b')]}\'\n\n[["wrb.fr","jQ1olc",null,null,null,[3],"generic"]]\n')
        if behaviour == "web page":
            return self._answer(200, self._sound(b"<html>Are you a robot?</html>"))
        if behaviour == "cut":
            return self._answer(200, self._sound(MP3), promised=10_000)
        return self._answer(200, self._sound(MP3))

    def _sound(self, data: bytes) -> bytes:
        inner = json.dumps([base64.b64encode(data).decode()])
        return (
            ")]}'\n\n" + json.dumps([["wrb.fr", "jQ1olc", inner, None, None, None, "generic"]], separators=(",", ":"))
        ).encode()

    def _answer(self, status: int, body: bytes, promised: int = 0) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(promised + len(body)))
            self.end_headers()
            self.wfile.write(body)
        except BrokenPipeError:
            self.close_connection = True  # the engine lost patience, as the test wants

    def log_message(self, format: str, *args: object) -> None:
        """Keep the output of the tests clean."""


@contextmanager
def google(*behaviours: str) -> Iterator[GooglePeer]:
    with GooglePeer(*behaviours) as peer:
        thread = threading.Thread(target=peer.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield peer
        finally:
            peer.shutdown()
            thread.join()


def ask_google(peer: GooglePeer, words: str = "Hello.", voice: Voice = BRITISH) -> Sound:
    patience = 0.3 if "slow" in peer.behaviours else 10.0
    return Google(peer.address, pause=0.01, rest=0, timeout=patience).speak(words, voice)


def test_google_is_asked_in_the_voices_language_and_its_sound_is_heard() -> None:
    with google() as peer:
        sound = ask_google(peer)
    assert sound.seconds == pytest.approx(SECONDS, abs=0.1)
    ((path, parameters),) = peer.asked
    assert path == "/_/TranslateWebserverUi/data/batchexecute"
    assert parameters[:2] == ["Hello.", "en"]


def test_a_long_sentence_is_sent_to_google_in_parts_and_joined() -> None:
    with google() as peer:
        sound = ask_google(peer, LONG)
    assert len(peer.asked) > 1
    said = " ".join(parameters[0] for _, parameters in peer.asked)
    assert re.findall(r"\w+", said) == re.findall(r"\w+", LONG)
    assert sound.seconds == pytest.approx(SECONDS * len(peer.asked), abs=0.1 * len(peer.asked))


@pytest.mark.parametrize("fault", ["429", "500", "503", "slow", "cut"])
def test_google_is_asked_again_after_a_fault_that_passes(fault: str) -> None:
    with google(fault, fault) as peer:
        assert ask_google(peer).seconds > 0.5
    assert len(peer.asked) == 3


@pytest.mark.parametrize("fault", ["403", "404", "silent"])
def test_a_refusal_of_google_is_not_argued_with(fault: str) -> None:
    with google(fault) as peer, pytest.raises(EngineError, match=r"Google's voice service refuses \(.*build without --engine"):
        ask_google(peer)
    assert len(peer.asked) == 1


def test_google_that_stays_busy_is_given_up_with_advice() -> None:
    with google(*["429"] * 20) as peer, pytest.raises(EngineError, match=r"Google's voice service .*429.*build without --engine"):
        ask_google(peer)
    assert len(peer.asked) == ATTEMPTS


def test_a_web_page_instead_of_a_voice_is_told() -> None:
    with google("web page") as peer, pytest.raises(EngineError, match="Google's voice service sent not a sound file"):
        ask_google(peer)


def test_without_a_network_google_is_given_up_with_advice() -> None:
    with google() as peer:
        pass
    with pytest.raises(EngineError, match=r"Google's voice service cannot be reached.*build without --engine"):
        ask_google(peer)


def test_the_address_of_google_follows_the_accent(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses: list[str] = []

    def refuse(session: object, request: Any, **options: object) -> object:
        if "127.0.0.1" not in request.url:  # where a thread of an earlier test may still look for a release
            addresses.append(request.url)
        raise AssertionError("no network in tests")

    monkeypatch.setattr("requests.Session.send", refuse)
    with pytest.raises(AssertionError, match="no network"):
        Google().speak("Hello.", BRITISH)
    assert addresses == ["https://translate.google.co.uk/_/TranslateWebserverUi/data/batchexecute"]


# --- Microsoft, as edge-tts asks it -----------------------------------------------------------------------


class EdgePeer:
    """A WebSocket service that answers with the behaviours it is given, one a connection, then with sound."""

    def __init__(self, *behaviours: str) -> None:
        self.behaviours = list(behaviours)
        self.asked: list[str] = []  # the SSML of each request
        self.port = 0

    @property
    def address(self) -> str:
        return f"ws://127.0.0.1:{self.port}/edge/v1?TrustedClientToken=test"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        behaviour = self.behaviours.pop(0) if self.behaviours else "sound"
        if behaviour.isdigit():
            self.asked.append("refused")
            return web.Response(status=int(behaviour))
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        config, ssml = [(await socket.receive()).data for _ in range(2)]
        assert "Path:speech.config" in config
        self.asked.append(ssml.partition("\r\n\r\n")[2])
        if behaviour == "slow":
            await asyncio.sleep(0.6)
        if not socket.closed:
            await self._speak(socket, behaviour)
        return socket

    async def _speak(self, socket: web.WebSocketResponse, behaviour: str) -> None:
        await socket.send_str(_head("turn.start") + "{}")
        half = len(MP3) // 2
        for part in () if behaviour == "silent" else (MP3[:half], MP3[half:]):
            header = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
            await socket.send_bytes(len(header).to_bytes(2, "big") + header + part)
            if behaviour == "cut":
                await socket.close()
                return
        end = {"Type": "SentenceBoundary", "Data": {"Offset": 0, "Duration": 8_000_000, "text": {"Text": "x"}}}
        await socket.send_str(_head("audio.metadata") + json.dumps({"Metadata": [end]}))
        await socket.send_str(_head("turn.end") + "{}")
        assert (await socket.receive()).type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED)


def _head(path: str) -> str:
    return f"X-RequestId:1\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n"


@contextmanager
def at_address(address: str) -> Iterator[None]:
    """edge-tts takes no address; the tests alone change its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edge_tts.communicate.WSS_URL", address)
        yield


@contextmanager
def microsoft(*behaviours: str) -> Iterator[EdgePeer]:
    peer = EdgePeer(*behaviours)
    loop = asyncio.new_event_loop()

    async def start() -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/edge/v1", peer.answer)
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    runner = loop.run_until_complete(start())
    peer.port = runner.addresses[0][1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        with at_address(peer.address):
            yield peer
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0.1), loop).result()  # connections that are closing are let go
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def ask_microsoft() -> Sound:
    return Edge(pause=0.01, timeout=0.4).speak("Bonjour & bienvenue.", CHARLINE)


def test_microsoft_is_asked_for_the_voice_and_its_sound_is_heard() -> None:
    with microsoft() as peer:
        sound = ask_microsoft()
    assert sound.seconds == pytest.approx(SECONDS, abs=0.1)
    (ssml,) = peer.asked
    assert "CharlineNeural" in ssml
    assert "Bonjour &amp; bienvenue." in ssml
    assert "rate='-10%'" in ssml


@pytest.mark.parametrize("fault", ["429", "503", "slow", "cut"])
def test_microsoft_is_asked_again_after_a_fault_that_passes(fault: str) -> None:
    with microsoft(fault, fault) as peer:
        assert ask_microsoft().seconds == pytest.approx(SECONDS, abs=0.1), "the whole sound, not half of it"
    assert len(peer.asked) == 3


@pytest.mark.parametrize(("fault", "requests"), [("403", 2), ("404", 1), ("silent", 1)])
def test_a_refusal_of_microsoft_is_not_argued_with(fault: str, requests: int) -> None:
    """edge-tts itself sets its clock by a 403 and tries once more."""
    with microsoft(fault, fault) as peer, pytest.raises(EngineError, match=r"Microsoft's voice service refuses \("):
        ask_microsoft()
    assert len(peer.asked) == requests


def test_a_voice_name_that_cannot_be_is_refused_without_asking() -> None:
    with microsoft() as peer, pytest.raises(EngineError, match=r"refuses .*voice"):
        Edge(pause=0.01).speak("Bonjour.", Voice(engine="edge", voice="Charline"))
    assert peer.asked == []


def test_microsoft_that_stays_busy_is_given_up_with_advice() -> None:
    with (
        microsoft(*["503"] * 20) as peer,
        pytest.raises(EngineError, match=r"Microsoft's .*503.*build without --engine"),
    ):
        ask_microsoft()
    assert len(peer.asked) == ATTEMPTS


def test_without_a_network_microsoft_is_given_up_with_advice() -> None:
    with (
        at_address("ws://127.0.0.1:9/?"),
        pytest.raises(EngineError, match=r"Microsoft's voice service cannot be reached.*build without --engine"),
    ):
        ask_microsoft()


# --- all of them in a build ----------------------------------------------------------------


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., int]]:
    """The command that makes clips. It has no patience."""

    def build(*options: str) -> int:
        engine_named.cache_clear()
        return command.run(command.parser("build").parse_args(["--audio", str(tmp_path), *options]))

    monkeypatch.setattr("tenacity.nap.time.sleep", lambda seconds: None)
    yield build
    engine_named.cache_clear()


def test_a_build_with_an_online_engine_and_a_plain_one_after_it(
    content: Content, build: Callable[..., int], tmp_path: Path
) -> None:
    with microsoft("429") as peer:
        assert build("--engine", "edge", "--clip", "praise", "goodbye") == 0
    voices = [voice for entry in content.languages.languages for voice in entry.voices if voice.engine == "edge"]
    assert len(peer.asked) == 2 * len(voices) + 1
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert {entry["voice"] for entry in manifest.values()} == {voice.voice for voice in voices}
    with at_address("ws://127.0.0.1:9/?"):
        assert build("--clip", "praise", "goodbye") == 0
    assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8")) == manifest


def test_a_build_without_a_network_leaves_the_clips_as_they_were(
    build: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build("--clip", "praise") == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    monkeypatch.setattr("requests.Session.send", Mock(side_effect=requests.ConnectionError("no network")))
    with pytest.raises(EngineError, match="or build without --engine"):
        build("--engine", "gtts", "--clip", "praise", "--language", "fr", "en")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
