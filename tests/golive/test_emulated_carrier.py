"""A carrier that we did not write calls the line: the `emulate` package, over Twilio's own client and real connections.

It keeps no fallback address and no method of the status callback, and it signs the part of an address after "#", which
Twilio never does (webhook connection overrides): calls are tried without overrides.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.parse import urlunsplit

import pytest
import requests
from flask import Flask
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from ivr.golive.carrier import CarrierError
from ivr.golive.carrier import find_number
from ivr.golive.carrierchecks import carrier_checks
from ivr.golive.checks import CheckVerdict
from ivr.golive.connection import OVERRIDES
from ivr.golive.connection import apply
from ivr.golive.connection import differences
from ivr.golive.connection import wanted_settings
from ivr.settings import Settings
from ivr.web.outbound.carrier import Carrier
from ivr.web.outbound.carrier import CarrierRefusal
from scripts.commands import connect as command
from scripts.commands import numbers
from tests.support.internet import internet
from tests.support.servers import serving

HERE = Path(__file__).resolve().parent.parent / "emulate"
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
        _client(address).incoming_phone_numbers.create(phone_number=NUMBER)
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


def _env() -> dict[str, str]:
    return {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "PUBLIC_URL": "https://line.example",
        "LINE_NUMBER": NUMBER,
    }


class Redirected(TwilioHttpClient):
    """Twilio's own client, sent to another scheme and host."""

    def __init__(self, address: str) -> None:
        super().__init__(timeout=20)
        self.to = urlsplit(address)

    def request(self, method: str, url: str, *rest: Any, **named: Any) -> Response:  # type: ignore[override]
        moved = urlsplit(url)._replace(scheme=self.to.scheme, netloc=self.to.netloc)
        return super().request(method, urlunsplit(moved), *rest, **named)


def _client(carrier: str, token: str = TOKEN) -> Client:
    return Client(ACCOUNT, token, http_client=Redirected(carrier))


def _point(carrier: str, address: str) -> None:
    """Point the number at a line without encryption, which the command refuses."""
    wanted = wanted_settings(address, overrides="")
    entry = find_number(_client(carrier), NUMBER)
    apply(entry, differences(entry, wanted))


def _connect(carrier: str, *arguments: str, token: str = TOKEN) -> int:
    options = command.parser("connect").parse_args(["--yes", *arguments])
    return command.run(options, _env(), connect_to=lambda settings, env: _client(carrier, token))


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
    assert _connect(carrier, "--fallback-url", "https://sorry.example/fallback.xml") == 1
    told = capsys.readouterr().out
    assert "is a local number" in told
    forgotten = {line for line in told.split("does not show:")[1].splitlines() if line and not line.startswith(" ")}
    assert forgotten == {"voice_fallback_url", "voice_fallback_method", "status_callback_method"}
    client = _client(carrier)
    (number,) = client.incoming_phone_numbers.list(phone_number=NUMBER)
    assert number.voice_url == f"https://line.example/voice#{OVERRIDES}"
    assert number.voice_method == "POST"
    assert number.status_callback == "https://line.example/voice/status"


def test_its_numbers_are_shown_and_connected(carrier: str, capsys: pytest.CaptureFixture[str]) -> None:
    _point(carrier, "http://127.0.0.1:1")

    def numbers_command(*arguments: str) -> str:
        options = numbers.parser("numbers").parse_args(arguments)
        numbers.run(options, _env(), connect_to=lambda settings, env: _client(carrier))
        return capsys.readouterr().out

    assert "the line                     calls something else" in numbers_command()
    assert f"+ https://line.example/voice#{OVERRIDES}" in numbers_command("--connect", "--yes")
    assert "the line                     calls this line" in numbers_command()


def test_a_call_and_its_end_are_signed_and_let_in(carrier: str, build: Callable[..., Flask]) -> None:
    with _line(build) as (address, answers):
        _point(carrier, address)
        call = _simulate(carrier, "inbound-call", To=NUMBER, From=CALLER)
        _simulate(carrier, "call-status", CallSid=call["sid"], Status="completed")
    assert [(path, status[:3]) for path, status, _ in answers] == [("/voice", "200"), ("/voice/status", "204")]
    twiml = answers[0][2].decode()
    assert "<Gather " in twiml
    assert f"{address}/voice/step?" in twiml


def test_the_same_call_is_refused_by_a_line_with_another_token(carrier: str, build: Callable[..., Flask]) -> None:
    with _line(build, token="another") as (address, answers):
        _point(carrier, address)
        _simulate(carrier, "inbound-call", To=NUMBER, From=CALLER)
    assert [status[:3] for _, status, _ in answers] == ["403"]


def test_twilios_client_gets_from_the_wrong_token_what_a_person_can_act_on(carrier: str) -> None:
    with pytest.raises(CarrierError, match="does not accept TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN"):
        _connect(carrier, token="wrong")


def test_the_check_before_going_live_reads_this_carriers_settings(carrier: str) -> None:
    _connect(carrier)
    settings = _settings("https://line.example")
    checks = {check.name: check for check in carrier_checks(_client(carrier), settings, [NUMBER])}
    assert checks["account"].verdict is CheckVerdict.OK
    assert checks["fallback"].verdict is CheckVerdict.WARN
    assert checks[f"carrier {NUMBER}"].verdict is CheckVerdict.WARN
    assert "status_callback_method is empty" in checks[f"carrier {NUMBER}"].found
    moved = _settings("https://moved.example")
    assert CheckVerdict.FAIL in {check.verdict for check in carrier_checks(_client(carrier), moved, [NUMBER])}


# --- what the line asks for outside of a call -----------------------------------------------------------


@pytest.fixture
def at_twilio(carrier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """api.twilio.com is the emulated carrier, for every client in this process."""

    def passed_on(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = {"Authorization": environ["HTTP_AUTHORIZATION"], "Content-Type": environ.get("CONTENT_TYPE", "")}
        address = f"{carrier}{environ['PATH_INFO']}?{environ['QUERY_STRING']}"
        answer = requests.request(environ["REQUEST_METHOD"], address, data=body, headers=headers, timeout=20)
        start(f"{answer.status_code} {answer.reason}", [("Content-Type", answer.headers.get("Content-Type", ""))])
        return [answer.content]

    with internet({"api.twilio.com": passed_on}, tmp_path) as env:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        yield _client(carrier)


def test_a_text_message_of_the_line_is_accepted_and_is_what_the_caller_gets(at_twilio: Client) -> None:
    line = Carrier(_settings("https://line.example"))
    assert line.text(CALLER, NUMBER, "دیرترین روز: 05/03/2028") is None
    (message,) = at_twilio.messages.list(to=CALLER)
    assert (message.from_, message.body) == (NUMBER, "دیرترین روز: 05/03/2028")


def test_a_call_of_the_line_is_made_from_its_number_and_leads_to_it(at_twilio: Client) -> None:
    told: list[str] = []
    sid = Carrier(_settings("https://line.example"), told.append).call(CALLER, NUMBER, "https://line.example", 25)
    assert isinstance(sid, str)
    asked = at_twilio.request("GET", f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Calls/{sid}.json")
    call = json.loads(asked.text)
    assert (call["to"], call["from"], call["direction"]) == (CALLER, NUMBER, "outbound-api")
    assert told == [""]


def test_a_wrong_token_sends_nothing_and_calls_nobody(at_twilio: Client) -> None:
    before = len(at_twilio.messages.list()), len(at_twilio.calls.list())
    told: list[str] = []
    wrong = Carrier(_settings("https://line.example", token="wrong"), told.append)
    assert isinstance(wrong.text(CALLER, NUMBER, "x"), CarrierRefusal)
    assert isinstance(wrong.call(CALLER, NUMBER, "https://line.example", 25), CarrierRefusal)
    assert (len(at_twilio.messages.list()), len(at_twilio.calls.list())) == before
    assert told[0] == told[1] != ""


def test_a_recording_that_this_carrier_has_never_heard_of_is_refused_and_is_gone(at_twilio: Client) -> None:
    line = Carrier(_settings("https://line.example"))
    assert line.recording("RE" + "a" * 32) == CarrierRefusal("404")
    assert line.delete_recording("RE" + "a" * 32) is None
