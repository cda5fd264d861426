"""From where the demonstration may be asked, and how much may be sent to the line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask import request
from werkzeug.exceptions import HTTPException

from ivr.web import limits


@pytest.mark.parametrize(
    ("address", "headers", "here"),
    [
        ("127.0.0.1", {}, True),
        ("127.0.0.1", {"Host": "localhost:8000"}, True),
        ("::1", {"Host": "[::1]:8000"}, True),
        ("::ffff:127.0.0.1", {}, True),  # as a server that listens to both kinds of address sees its own machine
        ("::ffff:192.0.2.7", {}, False),
        ("192.0.2.7", {}, False),
        ("", {}, False),
        ("127.0.0.1", {"Host": "evil.example"}, False),
        ("127.0.0.1", {"Host": "localhost.evil.example"}, False),
        ("127.0.0.1", {"Host": "[::1"}, False),
        ("127.0.0.1", {"Host": ""}, False),
        *(("127.0.0.1", {name: "x"}, False) for name in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "CF-Connecting-IP")),
    ],
)
def test_who_is_on_this_machine(address: str, headers: dict[str, str], here: bool) -> None:
    environ = {"REMOTE_ADDR": address}
    with Flask("here").test_request_context("/", headers={"Host": "127.0.0.1:8000"} | headers, environ_base=environ):
        assert limits.from_this_machine(request) is here


def test_a_body_whose_length_nobody_tells_is_refused_before_it_is_read(build: Callable[..., Flask]) -> None:
    client = build().test_client()
    assert client.post("/voice", headers={"Transfer-Encoding": "chunked"}).status_code == 411
    assert client.get("/healthz", headers={"Transfer-Encoding": "chunked"}).status_code == 411


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("query", "kind", "body", "taken"),
    [
        ("", FORM, b"a=1&b=2", b"a=1&b=2"),
        ("", f"{FORM}; charset=UTF-8", b"a=1", b"a=1"),
        ("", FORM, b"&" * 199, b"&" * 199),
        ("x" * 4096, FORM, b"a=1", b"a=1"),
        ("", "text/plain", b"", b""),  # a status without a word
        ("", "text/plain", b"a=1", None),
        ("", FORM, "a=é".encode(), None),  # a carrier writes it as %C3%A9
        ("", FORM, b"&" * 200, 413),
        ("x" * 4097, FORM, b"a=1", 431),
    ],
)
def test_a_carrier_s_form_is_taken_and_nothing_larger(query: str, kind: str, body: bytes, taken: bytes | int | None) -> None:
    with Flask("here").test_request_context(f"/?{query}", method="POST", content_type=kind, data=body):
        try:
            found: bytes | int | None = limits.body_of_a_form(request)
        except HTTPException as refusal:
            found = refusal.code
    assert found == taken
