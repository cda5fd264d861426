"""A carrier that we did not write calls the line: the `emulate` package, over Twilio's own client and real connections.

It keeps no fallback address and no method of the status callback, and it signs the part of an address after "#", which
Twilio never does (webhook connection overrides): calls are tried without overrides.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask

from ivr.config import Settings
from ivr.golive.carrier import connect
from ivr.golive.carrierchecks import carrier_checks
from ivr.golive.checks import Verdict
from ivr.golive.connectcommand import run
from ivr.golive.connection import OVERRIDES
from tests.servers import serving

pytestmark = pytest.mark.xdist_group("emulated_carrier")

HERE = Path(__file__).resolve().parent / "emulate"
ACCOUNT, TOKEN = "AC" + "0" * 32, "twilio_test_auth_token"
NUMBER, CALLER = "+3242223344", "+32470123456"
START_SECONDS = 30


@pytest.fixture(scope="module")
def carrier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the emulated carrier, where the account owns a Belgian number."""
    command = HERE / "node_modules" / ".bin" / "emulate"
    assert command.exists(), "run: npm ci --prefix tests/emulate"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("emulate")
    with (folder / "log").open("w") as log:
        node = shutil.which("node") or "node"
        arguments = [node, str(command), "start", "--service", "twilio", "--port", str(port)]
        program = subprocess.Popen(arguments, cwd=folder, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, program, folder / "log")
        connect(_settings("https://line.example"), _env(address)).incoming_phone_numbers.create(phone_number=NUMBER)
        yield address
    finally:
        program.terminate()
        program.wait(10)


def _wait_for(address: str, program: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while program.poll() is None and time.monotonic() < deadline:
        try:
            requests.get(address, timeout=2)
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"the emulated carrier does not start: {log.read_text(encoding='utf-8')}")


def _env(carrier: str, public_url: str = "https://line.example") -> dict[str, str]:
    return {
        "TWILIO_API_URL": carrier,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "PUBLIC_URL": public_url,
        "LINE_NUMBER": NUMBER,
        "PATH": os.environ["PATH"],
    }


def _settings(public_url: str, token: str = TOKEN) -> Settings:
    return Settings(public_url=public_url, account_sid=ACCOUNT, auth_token=token, line_number=NUMBER)


Answers = list[tuple[str, str, bytes]]  # path, status, body


@contextmanager
def _line(build: Callable[..., Flask], token: str = TOKEN) -> Iterator[tuple[str, Answers]]:
    """The line on a real port, and what it answered."""
    answers: Answers = []

    def recorded(address: str) -> Callable[..., Any]:
        app = build(_settings(address, token))

        def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
            seen: list[str] = []

            def start(status: str, *rest: Any) -> Any:
                seen.append(status)
                return start_response(status, *rest)

            body = b"".join(app.wsgi_app(environ, start))
            answers.append((environ["PATH_INFO"], seen[0], body))
            return [body]

        return wsgi

    with serving(recorded) as address:
        yield address, answers


def _simulate(carrier: str, event: str, **form: str) -> dict[str, Any]:
    answer = requests.post(f"{carrier}/_twilio/simulate/{event}", form, auth=(ACCOUNT, TOKEN), timeout=20)
    answer.raise_for_status()
    told: dict[str, Any] = answer.json()
    return told


def test_the_number_is_connected_and_what_this_carrier_does_not_keep_is_told(
    carrier: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--yes", "--fallback-url", "https://sorry.example/fallback.xml"], _env(carrier)) == 1
    told = capsys.readouterr().out
    assert "is a local number" in told
    forgotten = {line for line in told.split("does not show:")[1].splitlines() if line and not line.startswith(" ")}
    assert forgotten == {"voice_fallback_url", "voice_fallback_method", "status_callback_method"}
    client = connect(_settings("https://line.example"), _env(carrier))
    (number,) = client.incoming_phone_numbers.list(phone_number=NUMBER)
    assert number.voice_url == f"https://line.example/voice#{OVERRIDES}"
    assert number.voice_method == "POST"
    assert number.status_callback == "https://line.example/voice/status"


def test_a_call_and_its_end_are_signed_and_let_in(carrier: str, build: Callable[..., Flask]) -> None:
    with _line(build) as (address, answers):
        run(["--yes", "--overrides", ""], _env(carrier, address))
        call = _simulate(carrier, "inbound-call", To=NUMBER, From=CALLER)
        _simulate(carrier, "call-status", CallSid=call["sid"], Status="completed")
    assert [(path, status[:3]) for path, status, _ in answers] == [("/voice", "200"), ("/voice/status", "204")]
    twiml = answers[0][2].decode()
    assert "<Gather " in twiml
    assert f"{address}/voice/step?" in twiml


def test_the_same_call_is_refused_by_a_line_with_another_token(carrier: str, build: Callable[..., Flask]) -> None:
    with _line(build, token="another") as (address, answers):
        run(["--yes", "--overrides", ""], _env(carrier, address))
        _simulate(carrier, "inbound-call", To=NUMBER, From=CALLER)
    assert [status[:3] for _, status, _ in answers] == ["403"]


def test_twilios_client_gets_from_the_wrong_token_what_a_person_can_act_on(
    carrier: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--yes"], _env(carrier) | {"TWILIO_AUTH_TOKEN": "wrong"}) == 1
    assert "Authenticate" in capsys.readouterr().out


def test_the_check_before_going_live_reads_this_carriers_settings(carrier: str) -> None:
    run(["--yes"], _env(carrier))
    settings = _settings("https://line.example")
    checks = {check.name: check for check in carrier_checks(connect(settings, _env(carrier)), settings, [NUMBER])}
    assert checks["account"].verdict is Verdict.OK
    assert checks["fallback"].verdict is Verdict.WARN
    assert checks[f"carrier {NUMBER}"].verdict is Verdict.WARN
    assert "status_callback_method is empty" in checks[f"carrier {NUMBER}"].found
    moved = _settings("https://moved.example")
    assert Verdict.FAIL in {check.verdict for check in carrier_checks(connect(moved, _env(carrier)), moved, [NUMBER])}
