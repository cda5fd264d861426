"""The whole state of a call, written into an address and read back."""

from __future__ import annotations

from typing import Any

import pytest

from ivr.call.state import ERASED
from ivr.call.state import LONGEST
from ivr.call.state import NUMBER_DONE
from ivr.call.state import TRAIL_LENGTH
from ivr.call.state import CallState
from ivr.call.state import decode
from ivr.call.state import language_in

HERE = "v=1&l=fr&s=main"
FIELDS: list[tuple[dict[str, Any], str]] = [
    ({"tries": 2}, "&t=2"),
    ({"mistakes": 5}, "&n=5"),
    ({"transfers": 4}, "&x=4"),
    ({"opened": 29925180}, "&o=htef0"),
    ({"opened": 36}, "&o=10"),
    ({"lasted": 59}, "&e=1n"),
    ({"answers": "yn-u"}, "&a=yn-u"),
    ({"ordered": (31,)}, "&d=31"),
    ({"ordered": (5, 3)}, "&d=5.3"),
    ({"ordered": (15, 3, 2025)}, "&d=15.3.2025"),
    ({"centre": "la-louviere"}, "&c=la-louviere"),
    ({"commune": "62063"}, "&m=62063"),
    ({"commune": "62122.63057"}, "&m=62122.63057"),
    ({"typed": "400"}, "&p=400"),
    ({"typed": ERASED}, "&p=e"),
    ({"trail": ("s01", "s02-offer")}, "&b=s01.s02-offer"),
    ({"said": ("praise_done", "halfway_6")}, "&w=praise_done.halfway_6"),
    ({"pressed": "1", "pressed_at": 1795510800000}, "&at=1.mwugrs00"),
    ({"pressed": "*", "pressed_at": 35}, "&at=s.z"),
    ({"pressed": "#", "pressed_at": 0}, "&at=h.0"),
    ({"pressed": NUMBER_DONE, "pressed_at": 1}, "&at=n.1"),
]


@pytest.mark.parametrize(("fields", "written"), FIELDS)
def test_each_field_is_written_and_read_back(fields: dict[str, Any], written: str) -> None:
    state = CallState("fr", "main", **fields)
    assert state.encode() == HERE + written
    assert decode(HERE + written) == state


def test_all_fields_together_are_read_back() -> None:
    everything: dict[str, Any] = {}
    for fields, _ in FIELDS:
        everything |= fields
    state = CallState("prs", "read-back", **everything)
    assert decode(state.encode()) == state


def test_only_signs_that_need_no_quoting_stand_in_an_address() -> None:
    state = CallState("fr", "main", typed=ERASED, pressed="#", pressed_at=1, trail=("a-b",), ordered=(1, 2, 2025))
    assert set(state.encode()) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-&=")


UNREADABLE = [
    "",
    "v=1",
    "l=fr&s=main",
    "v=2&l=fr&s=main",
    "v=11&l=fr&s=main",
    "v=1&l=FR&s=main",
    "v=1&l=f&s=main",
    "v=1&l=fr&s=",
    "v=1&l=fr&s=9main",
    "v=1&l=fr&s=" + "a" * 21,
    f"{HERE}&t=12",
    f"{HERE}&t=1&t=1",
    f"{HERE}&x=1&t=1",  # in another order
    f"{HERE}&a=yxn",
    f"{HERE}&a={'y' * 41}",
    f"{HERE}&d=1.2.25",
    f"{HERE}&d=.2",
    f"{HERE}&m=6206",
    f"{HERE}&m=62063.",
    f"{HERE}&p=4000",  # never a whole postal code
    f"{HERE}&p=*",
    f"{HERE}&b=",
    f"{HERE}&at=1",
    f"{HERE}&at=12.1",
    f"{HERE}&at=*.1",
    f"{HERE}&at=1.{'z' * 10}",
    f"{HERE}&q=1",
    f"{HERE} ",
    f"{HERE}\n",
]


@pytest.mark.parametrize("query", UNREADABLE)
def test_anything_of_another_shape_is_not_guessed_at(query: str) -> None:
    assert decode(query) is None


@pytest.mark.parametrize(
    ("query", "language"),
    [("v=0&l=tr&s=main", "tr"), ("l=prs", "prs"), ("s=main&l=fr", "fr"), ("", ""), ("l=FR", ""), ("xl=fr", ""), ("l=frxx", "")],
)
def test_the_language_is_saved_from_an_address_that_cannot_be_read(query: str, language: str) -> None:
    assert language_in(query) == language


def test_the_way_back_is_remembered_for_twelve_steps() -> None:
    way = tuple(f"s{step:02}" for step in range(1, 15))
    assert CallState("fr", "main", trail=way).fitting().trail == way[-TRAIL_LENGTH:]


def test_a_long_address_forgets_the_oldest_steps_first() -> None:
    way = tuple(f"a-step-with-a-name-{step}" for step in "abcdefghijkl")
    state = CallState("prs", "desk-calling", answers="y" * 17, ordered=(15, 3, 2025), centre="la-louviere", trail=way)
    fitting = state.fitting()
    assert len(fitting.encode()) <= LONGEST
    assert fitting.trail == way[-len(fitting.trail) :] != ()
    assert len(CallState("prs", "desk-calling", trail=way[-len(fitting.trail) - 1 :]).encode()) < len(state.encode())


def test_a_short_address_forgets_nothing() -> None:
    state = CallState("fr", "s05", answers="yyyn", trail=("s02", "s03", "s04"))
    assert state.fitting() == state
