"""The server around the line: settings, workers, limits, and whole requests only."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.paths import ROOT
from ivr.web.limits import LARGEST_BODY
from tests.support.caller import DistantCaller
from tests.support.simulate.carrier import Carrier
from tests.support.simulate.process import SERVE
from tests.support.simulate.process import Served
from tests.support.simulate.process import children
from tests.support.simulate.process import free_port
from tests.support.simulate.process import served
from tests.support.waiting import eventually
from tests.web.crowd import CLIPS

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
        carrier = Carrier(line.base, "demo")
        async with DistantCaller(carrier, CLIPS, sid="CA1", caller="+32470000000", dialled="+32000000000") as call:
            return (await call.dials()).document.plays

    return asyncio.run(dial())


# --- the start ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [("app.py",), SERVE])
def test_without_its_settings_a_live_line_says_so_and_does_not_start(command: tuple[str, ...]) -> None:
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


@pytest.mark.parametrize(
    "wrong", [{"DATABASE_URL": "postgresql://host:port/journal"}, {"SECRET_KEY": "short"}, {"HOST": "[::1]"}]
)
def test_a_wrong_setting_is_told_once_in_one_line(wrong: dict[str, str]) -> None:
    env = {"PORT": str(free_port()), "PUBLIC_URL": "https://line.example", "TWILIO_AUTH_TOKEN": "secret"} | wrong
    ended = subprocess.run([sys.executable, *SERVE], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    (line,) = (ended.stdout + ended.stderr).splitlines()
    assert line.startswith(next(iter(wrong)))


def test_it_says_where_it_answers_once_it_does_and_not_before(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log, served(DEMO, output=log) as line:
        eventually(lambda: (tmp_path / "log").read_text() == f"The line answers at {line.base}\n")
    ended = subprocess.run(
        [sys.executable, *SERVE],
        cwd=ROOT,
        env={"PORT": str(free_port())},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "answers at" not in ended.stdout + ended.stderr


def test_ctrl_c_while_it_starts_ends_it_without_a_page_of_python(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PORT": str(free_port()), "DATABASE_URL": "none"} | DEMO
    with (tmp_path / "log").open("wb") as log:
        starting = subprocess.Popen([sys.executable, *SERVE], cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
        eventually(lambda: len(children(starting.pid)) == 2)
        os.killpg(starting.pid, signal.SIGINT)  # as a terminal does
        assert starting.wait(30) == 130
    assert (tmp_path / "log").read_text() == ""


def test_the_demonstration_takes_no_arguments_and_says_how_to_choose_a_port() -> None:
    ended = subprocess.run(["scripts/start", "9000"], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "PORT=9000 scripts/start" in ended.stderr


# --- the access log -------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["", "ACCESS_LOG_KEY", "ACCESS_LOG_KEY_FILE"])
def test_a_call_has_the_same_name_after_a_start_only_with_the_operators_key(given: str, tmp_path: Path) -> None:
    key, written = tmp_path / "key", tmp_path / "log"
    key.write_text("the key of the operator")
    settings = {given: str(key) if given.endswith("_FILE") else key.read_text()} if given else {}
    with written.open("wb") as output, served(DEMO | {"WORKERS": "1", "ACCESS_LOG": "1"} | settings, output=output) as line:
        first_words(line)
        line.start_again()
        eventually(lambda: len(line.ready()) == 1, 60)
        first_words(line)
    names = [json.loads(entry)["call"] for entry in written.read_text().splitlines() if entry.startswith("{")]
    assert len(names) == 2
    assert (names[0] == names[1]) is bool(given)


# --- workers -----------------------------------------------------------------------------------------


def test_the_line_is_served_by_as_many_workers_as_asked_for(line: Served) -> None:
    eventually(lambda: len(line.ready()) == 2)


def test_python_app_py_serves_the_line() -> None:
    with served(LIVE, command=("app.py",)) as line:
        assert len(line.workers()) == 1


def test_a_worker_killed_again_and_again_is_replaced_each_time() -> None:
    with served(LIVE, errors=subprocess.DEVNULL) as line:
        for _ in range(3):
            (before,) = line.ready()
            line.kill(before)
            eventually(lambda gone=before: line.ready() not in ([], [gone]))  # type: ignore[misc]
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
        eventually(lambda: line.workers() not in ([], [before]))
        began = time.monotonic()
        line.process.send_signal(signal.SIGTERM)
        assert line.process.wait(20) == 0
        assert time.monotonic() - began < 10, "it was not waited for, as one that answers is (15 s)"


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
    connection.request("GET", "/healthz", headers={"X-Long": "x" * (16 * 1024)})
    assert connection.getresponse().status == 431
    connection.close()


def test_a_body_beyond_all_measure_is_refused(line: Served) -> None:
    connection = connect(line)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/voice", body=b"a" * (LARGEST_BODY + 1), headers=form | {"X-Twilio-Signature": "AAAA"})
    assert connection.getresponse().status == 413
    connection.close()


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


# --- one port, one line ----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [(sys.executable, *SERVE), ("scripts/start",)])
def test_a_port_in_use_is_one_clear_line(line: Served, command: tuple[str, ...]) -> None:
    env = {"PATH": os.environ["PATH"], "PORT": str(line.port), "IVR_DEMO": "1", "DATABASE_URL": "none"}
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    assert str(line.port) in ended.stderr
    assert "in use" in ended.stderr


def test_when_the_master_is_killed_no_worker_stays_behind() -> None:
    with served(LIVE) as line:
        workers = line.workers()
        line.process.kill()
        eventually(lambda: not [worker for worker in workers if os.path.exists(f"/proc/{worker}")])
        line.start_again()
        eventually(lambda: len(line.ready()) == 1)


@pytest.mark.parametrize("number", [signal.SIGQUIT, signal.SIGINT, signal.SIGALRM])
def test_other_signals_leave_nothing_behind(number: signal.Signals) -> None:
    with served(LIVE) as line:
        workers = line.workers()
        line.process.send_signal(signal.SIGUSR1)  # only opens the logs anew
        line.process.send_signal(number)
        line.process.wait(20)
        eventually(lambda: not [worker for worker in workers if os.path.exists(f"/proc/{worker}")], seconds=20)


def test_a_second_master_that_a_signal_asks_for_shares_no_port(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log, served(LIVE, output=log, errors=log) as line:
        workers = line.workers()
        line.process.send_signal(signal.SIGUSR2)
        eventually(lambda: b"in use" in (tmp_path / "log").read_bytes())
        eventually(lambda: line.workers() == workers == line.ready())


def test_a_frozen_worker_is_replaced() -> None:
    with served(LIVE) as line:
        (frozen,) = line.ready()
        os.kill(frozen, signal.SIGSTOP)
        eventually(lambda: line.ready() not in ([], [frozen]) and frozen not in line.workers(), seconds=30)


# --- what strangers send -------------------------------------------------------------------------------


def send(line: Served, request: bytes) -> tuple[int, bytes]:
    """The status and the whole answer to bytes that no client would send."""
    with socket.create_connection(("127.0.0.1", line.port), timeout=10) as stranger:
        stranger.sendall(request)
        stranger.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: stranger.recv(65536), b""))
    return int(answer[9:12] or 0), answer


MULTIPART = (
    b"POST /voice%0a{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Twilio-Signature: AAAA\r\n"
    b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 54\r\n\r\n"
    b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n      "
)


ASKED = ("GET /healthz", "POST /voice", "GET /audio/x", "GET /metrics", "GET /dashboard", "POST /nowhere")


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    """A live line and what it writes."""
    log = tmp_path_factory.mktemp("log") / "log"
    with log.open("wb") as output, served(LIVE | {"METRICS_TOKEN": "token"}, output=output, errors=output) as running:
        yield running, log


@pytest.mark.parametrize(
    ("request_", "statuses"),
    [
        *((f"{asked}?ع HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode(), {400, 403, 404, 200, 401}) for asked in ASKED),
        (MULTIPART, {403}),
        (MULTIPART.replace(b"voice%0a{}", b"voice"), {403}),
        (b"GET /%256detrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {404}),
        (b"GET //metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", {401, 404}),
        (b"GET /audio//ar/x.mp3 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", {404}),
        (b"POST /voice/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {403}),
        (b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", {401}),
        (b"GET /metrics HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: \xff\r\nConnection: close\r\n\r\n", {401, 400}),
        (b"POST /voice HTTP/1.1\r\nHost: x\r\nX-Twilio-Signature: \xff\xfe\r\nContent-Length: 0\r\n\r\n", {403, 400}),
        (
            b"POST /voice HTTP/1.1\r\nHost: x\r\nX-Twilio-Signature: AAAA\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nzz\r\n",
            {411},
        ),
        (
            b"POST /voice HTTP/1.1\r\nHost: x\r\nX-Twilio-Signature: AAAA\r\nContent-Length: 9\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\na=",
            {400, 403},
        ),
        (b"\x16\x03\x01\x02\x00", {0, 400}),  # 0: nothing is answered,
    ],
)
def test_a_stranger_is_refused_and_writes_nothing_into_the_log(
    logged: tuple[Served, Path], request_: bytes, statuses: set[int]
) -> None:
    line, log = logged
    before = log.read_bytes()
    status, answer = send(line, request_)
    assert status in statuses, answer[:300]
    assert b"\r\nLocation:" not in answer
    time.sleep(0.05)
    assert log.read_bytes() == before
