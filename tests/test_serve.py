"""The server around the line: settings, workers, limits, and whole requests only."""

from __future__ import annotations

import asyncio
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from typing import Any

import pytest

from ivr.gateway import Gateway
from ivr.guard import LARGEST_BODY
from ivr.serve import LARGEST_HEAD
from ivr.serve import Address
from ivr.simulate.process import ROOT
from ivr.simulate.process import Served
from ivr.simulate.process import free_port
from ivr.simulate.process import served
from tests.stories import caller

DEMO = {"IVR_DEMO": "1", "WORKERS": "2"}
LIVE = {"TWILIO_AUTH_TOKEN": "secret", "WORKERS": "1"}


@pytest.fixture(scope="module")
def line() -> Iterator[Served]:
    with served(DEMO, errors=subprocess.DEVNULL) as running:
        yield running


def connect(line: Served) -> http.client.HTTPConnection:
    host, port = line.base.removeprefix("http://").split(":")
    return http.client.HTTPConnection(host, int(port), timeout=15)


def first_words(line: Served) -> tuple[str, ...]:
    """The addresses of the clips a caller hears first."""

    async def dial() -> tuple[str, ...]:
        async with caller(line.base) as call:
            return (await call.dials()).document.plays

    return asyncio.run(dial())


def wait_for(happened: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


# --- settings -----------------------------------------------------------------------------------------


def test_unless_told_otherwise_it_serves_this_machine_alone_with_a_worker_a_core() -> None:
    assert Address.from_env({}) == Address("127.0.0.1", 8000, len(os.sched_getaffinity(0)))


def test_the_environment_says_where_to_listen() -> None:
    assert Address.from_env({"HOST": "0.0.0.0", "PORT": "80", "WORKERS": "3"}) == Address("0.0.0.0", 80, 3)


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "x"), ("PORT", "0"), ("PORT", "70000"), ("PORT", "²"), ("WORKERS", "-1"), ("WORKERS", "65")]
)
def test_a_setting_out_of_range_is_named(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"{name}: expected a number from 1 to"):
        Address.from_env({name: value})


@pytest.mark.parametrize("command", [["app.py"], ["-m", "ivr.serve"]])
def test_without_its_settings_a_live_line_says_so_and_does_not_start(command: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PORT": str(free_port())},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 1
    assert "Set TWILIO_AUTH_TOKEN and PUBLIC_URL" in ended.stderr


# --- workers -----------------------------------------------------------------------------------------


def test_the_line_is_served_by_as_many_workers_as_asked_for(line: Served) -> None:
    wait_for(lambda: len(line.ready()) == 2)


def test_python_app_py_serves_the_line() -> None:
    with served(LIVE, command=("app.py",)) as line:
        assert len(line.workers()) == 1


def test_a_worker_killed_again_and_again_is_replaced_each_time() -> None:
    with served(LIVE, errors=subprocess.DEVNULL) as line:
        for _ in range(3):
            (before,) = line.ready()
            line.kill(before)
            wait_for(lambda gone=before: line.ready() not in ([], [gone]))  # type: ignore[misc]
        assert line.process.poll() is None


def test_a_caller_who_rings_while_the_only_worker_is_replaced_waits_for_the_next_one() -> None:
    with served(DEMO | {"WORKERS": "1"}, errors=subprocess.DEVNULL) as line:
        line.kill(line.ready()[0])
        assert first_words(line)


def test_it_stops_when_told_and_leaves_no_process_behind() -> None:
    with served(DEMO, errors=subprocess.DEVNULL) as line:
        workers = line.workers()
        line.process.send_signal(signal.SIGTERM)
        assert line.process.wait(20) == 0
        assert not [worker for worker in workers if os.path.exists(f"/proc/{worker}")]


def test_a_worker_that_is_still_starting_stops_as_soon_as_it_is_told() -> None:
    with served(LIVE, errors=subprocess.DEVNULL) as line:
        (before,) = line.workers()
        line.kill(before)
        wait_for(lambda: line.workers() not in ([], [before]))
        began = time.monotonic()
        line.process.send_signal(signal.SIGTERM)
        assert line.process.wait(20) == 0
        assert time.monotonic() - began < 5


def test_the_figures_of_all_workers_are_in_the_answer_of_any(line: Served) -> None:
    for _ in range(20):
        first_words(line)
    connection = connect(line)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    counted = [row for row in text.splitlines() if row.startswith("line_requests_total{") and "new_call" in row]
    assert sum(float(row.rpartition(" ")[2]) for row in counted) >= 20


# --- HTTP ----------------------------------------------------------------------------------------------


def test_a_connection_is_kept_for_the_next_request(line: Served) -> None:
    connection = connect(line)
    connection.request("GET", "/healthz")
    connection.getresponse().read()
    kept = connection.sock
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    assert connection.sock is kept
    connection.close()


def test_a_head_beyond_all_measure_is_refused(line: Served) -> None:
    connection = connect(line)
    connection.request("GET", "/healthz", headers={"X-Long": "x" * (LARGEST_HEAD + 1)})
    assert connection.getresponse().status == 431
    connection.close()


def test_a_body_beyond_all_measure_is_refused(line: Served) -> None:
    connection = connect(line)
    connection.request("POST", "/voice", body=b"a" * (LARGEST_BODY + 1))
    assert connection.getresponse().status == 413
    connection.close()


def test_a_body_that_never_comes_is_not_waited_for_long(line: Served) -> None:
    host, port = line.base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as slow:
        slow.sendall(b"POST /voice HTTP/1.1\r\nHost: line\r\nContent-Length: 9\r\n\r\n")
        assert slow.recv(100).startswith(b"HTTP/1.1 408 ")


def test_a_clip_comes_whole_and_in_part(line: Served) -> None:
    path = first_words(line)[0].removeprefix(line.base)
    connection = connect(line)
    connection.request("GET", path)
    whole = connection.getresponse()
    sound = whole.read()
    assert (whole.status, whole.getheader("Content-Type"), whole.getheader("Content-Length")) == (
        200,
        "audio/mpeg",
        str(len(sound)),
    )
    connection.request("GET", path, headers={"Range": "bytes=0-99"})
    part = connection.getresponse()
    assert (part.status, part.read()) == (206, sound[:100])
    connection.request("HEAD", path, headers={"If-None-Match": whole.getheader("ETag") or ""})
    assert connection.getresponse().status == 304
    connection.close()


# --- the gateway ----------------------------------------------------------------------------------------


@dataclass
class Scope:
    proto: str = "http"
    http_version: str = "1.1"
    server: str = "127.0.0.1:8000"
    client: str = "127.0.0.1:50000"
    scheme: str = "http"
    method: str = "POST"
    path: str = "/voice/step"
    query_string: str = "v=1"
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "text/plain", "x-twilio-signature": "s"})


@dataclass
class Exchange:
    parts: list[bytes]
    never_ends: bool = False
    answer: tuple[int, list[tuple[str, str]], bytes] | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            yield part
        if self.never_ends:
            await asyncio.Event().wait()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.answer = (status, headers, body)


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("201 Made", [("X-Seen", environ["HTTP_X_TWILIO_SIGNATURE"]), ("X-Path", environ["PATH_INFO"])])
    return [environ["CONTENT_TYPE"].encode(), b"|", environ["QUERY_STRING"].encode(), b"|", environ["wsgi.input"].read()]


def through(exchange: Exchange, scope: Scope | None = None) -> Any:
    asyncio.run(Gateway(echo, body_seconds=0.05).__rsgi__(scope or Scope(), exchange))
    return exchange.answer


def test_a_request_reaches_the_application_whole() -> None:
    status, headers, body = through(Exchange([b"Digits", b"=1"]))
    assert (status, body) == (201, b"text/plain|v=1|Digits=1")
    assert headers == [("x-seen", "s"), ("x-path", "/voice/step")]


def test_a_page_is_answered_in_a_thread_of_its_own() -> None:
    assert through(Exchange([]), Scope(method="GET", path="/metrics"))[0] == 201


def test_a_path_is_handed_on_unquoted() -> None:
    _, headers, _ = through(Exchange([]), Scope(path="/voice/%C3%A9"))
    assert headers[1][1].encode("latin-1").decode() == "/voice/é"


def test_a_body_that_stops_halfway_is_given_up() -> None:
    assert through(Exchange([b"Digits"], never_ends=True))[0] == 408


def test_a_body_that_is_too_long_is_not_read_to_the_end() -> None:
    assert through(Exchange([b"a" * LARGEST_BODY, b"a"], never_ends=True))[0] == 413
