"""Where the line listens, as an operator sets it."""

from __future__ import annotations

import errno
import os
import socket

import pytest

from ivr.settings import ConfigError
from ivr.web.address import MOST_WORKERS
from ivr.web.address import Address


def test_unless_told_otherwise_it_serves_this_machine_alone_with_a_worker_a_core() -> None:
    assert Address.from_env({}) == Address("127.0.0.1", 8000, len(os.sched_getaffinity(0)))


def test_a_machine_of_very_many_cores_starts_with_as_many_workers_as_may_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(96)))
    assert Address.from_env({}).workers == MOST_WORKERS


def test_the_environment_says_where_to_listen() -> None:
    assert Address.from_env({"HOST": "0.0.0.0", "PORT": "80", "WORKERS": "3"}) == Address("0.0.0.0", 80, 3)
    assert Address.from_env({"PORT": "65535", "WORKERS": "64"}) == Address(port=65535, workers=64)


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "x"), ("PORT", "0"), ("PORT", "65536"), ("PORT", "²"), ("WORKERS", "-1"), ("WORKERS", "65")]
)
def test_a_setting_out_of_range_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"{name}: expected a number from 1 to"):
        Address.from_env({name: value})


def test_a_name_of_this_machine_is_as_good_as_its_number() -> None:
    assert Address.from_env({"HOST": "localhost"}).host in ("127.0.0.1", "::1")
    assert Address("::1").bind == "[::1]:8000"


def test_a_name_that_nobody_knows_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(ConfigError, match=r"HOST: expected an address of this machine such as .*, not 'lin'"):
        Address.from_env({"HOST": "lin"})


def test_a_place_that_is_taken_or_not_ours_is_seen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = Address(port=taken.getsockname()[1])
        assert address.fault() == "Address already in use"
    assert address.fault() == ""
    assert Address("192.0.2.7").fault() == "Cannot assign requested address"


def test_a_machine_without_ipv6_says_so_in_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(*_: object) -> None:
        raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")

    monkeypatch.setattr(socket, "socket", without)
    assert Address("::1").fault() == "Address family not supported by protocol"
