"""What is private stays private, whatever proxy stands in front."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.proxies import caddy
from tests.support.proxies import nginx
from tests.support.simulate.process import Served
from tests.support.simulate.process import served

FORWARDING = "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"
TRICKS: list[dict[str, bytes]] = [
    {},
    {"X-Forwarded-For": b"\xff"},
    {"X-Forwarded-For": b"127.0.0.1"},
    {"X_Forwarded_For": b"127.0.0.1"},
    {"X-Real-IP": b"127.0.0.1", "Host": b"localhost"},
    {"Host": b"127.0.0.1:8000"},
]


def status(base: str, path: str, headers: dict[str, bytes]) -> int:
    connection = http.client.HTTPConnection(base.removeprefix("http://"), timeout=10)
    connection.putrequest("GET", path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


@pytest.fixture(scope="module")
def demonstration() -> Iterator[Served]:
    with served({"IVR_DEMO": "1", "WORKERS": "1"}) as line:
        yield line


@pytest.fixture(scope="module")
def live() -> Iterator[Served]:
    with served({"TWILIO_AUTH_TOKEN": "secret", "WORKERS": "1"}) as line:
        yield line


@pytest.mark.parametrize("directives", ["", FORWARDING])
@pytest.mark.parametrize("headers", TRICKS)
def test_nginx_does_not_open_the_demonstration(
    demonstration: Served, tmp_path: Path, directives: str, headers: dict[str, bytes]
) -> None:
    with nginx(demonstration.port, tmp_path, directives) as base:
        assert status(base, "/", headers) in (400, 403)


@pytest.mark.parametrize("headers", TRICKS)
def test_caddy_does_not_open_the_demonstration(demonstration: Served, tmp_path: Path, headers: dict[str, bytes]) -> None:
    with caddy(demonstration.port, tmp_path) as base:
        assert status(base, "/", headers) in (400, 403, 200 if "Host" in headers else 403)


def test_this_machine_sees_the_demonstration(demonstration: Served) -> None:
    assert status(demonstration.base, "/", {}) == 200
    assert status(demonstration.base, "/", {"Host": b"localhost:8000"}) == 200
    assert status(demonstration.base, "/", {"Host": b"evil.example"}) == 403


@pytest.mark.parametrize("headers", TRICKS)
@pytest.mark.parametrize("path", ["/metrics", "/dashboard", "/listen", "/", "/audio/manifest.json"])
def test_a_live_line_shows_nothing_to_anybody(live: Served, path: str, headers: dict[str, bytes]) -> None:
    assert status(live.base, path, headers) == 404
