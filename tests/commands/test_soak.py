"""The soak comes through every place of the call, and sees what grows."""

from __future__ import annotations

import itertools

import pytest

from ivr.call.state import CallState
from ivr.call.turns import DialResult
from scripts.dev.soak import Needs
from scripts.dev.soak import asks
from scripts.dev.soak import faults
from scripts.dev.soak import looks
from scripts.dev.soak import pressed


def test_calls_of_their_own_come_through_every_place_again_and_again() -> None:
    places = [(CallState(language, "main"), key) for key in "123" for language in ("fr", "so")]
    some = list(itertools.islice(asks(places), 54))
    assert [ask.path.partition("?")[0] for ask in (some[0], some[1], some[26])] == ["/voice", "/voice/step", "/voice/status"]
    assert [ask.form["Digits"] for ask in some[1:8]] == ["1", "1", "2", "2", "3", "3", "1"]
    assert len({ask.form["CallSid"] for ask in some}) == 2


def test_fewer_requests_than_a_step_are_one_step() -> None:
    assert list(looks(40, 1000)) == [40]
    assert list(looks(60_000, 20_000)) == [20_000, 40_000, 60_000]


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("5", {"Digits": "5"}),
        ("", {}),
        (DialResult.BUSY.value, {"DialCallStatus": "busy", "DialCallDuration": "30"}),
        (DialResult.ANSWERED.value, {"DialCallStatus": "completed", "DialCallDuration": "30"}),
    ],
)
def test_the_carrier_says_what_was_pressed_and_how_a_transfer_ended(key: str, form: dict[str, str]) -> None:
    assert pressed(key) == form


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (Needs(40, 84.0, 14), []),
        (Needs(40, 86.1, 14), ["memory grew by 6.1 MB after the first 20 requests"]),
        (
            Needs(40, 90.5, 14),
            ["a worker needs 90.5 MB, at most 90 are allowed", "memory grew by 10.5 MB after the first 20 requests"],
        ),
        (Needs(40, 80.0, 17), ["descriptors grew from 14 to 17"]),
    ],
)
def test_what_grows_is_told(last: Needs, told: list[str]) -> None:
    assert faults([Needs(20, 80.0, 14), last]) == told
