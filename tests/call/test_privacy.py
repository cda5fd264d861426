"""What an address of a call never keeps."""

from __future__ import annotations

import pytest

from ivr.call.build import build_line
from ivr.call.line import Line
from ivr.call.turns import Turn
from tests.support.calling import MORNING
from tests.support.lines import pinned

LINE = build_line(pinned().for_demonstration())


def after(*keys: str, line: Line = LINE) -> list[Turn]:
    """The turns that these keys lead to, from the main menu in French on."""
    turn = line.advance(line.open("", MORNING).state, "1", MORNING)
    turns = [line.advance(turn.state, "", MORNING)]
    for minute, key in enumerate(keys, 1):
        turns.append(line.advance(turns[-1].state, key, MORNING.replace(minute=minute)))
    return turns


def test_the_commune_leaves_the_address_once_it_was_read_back() -> None:
    found, menu, call, transfer, after_it = after("4", "4000", "", "1", "", "busy")[2:]
    assert "&m=62063" in found.state.encode()
    for turn in (menu, call, transfer, after_it):
        assert "m=" not in turn.state.encode()


def test_the_communes_to_choose_from_leave_the_address_with_the_choice() -> None:
    which, chosen, menu = after("4", "4870", "2", "")[2:]
    assert which.state.commune == "62122.63057"
    assert chosen.state.commune == "63057"
    assert menu.state.commune == ""


@pytest.mark.parametrize("back", ["*", "0", "9"])
def test_no_way_back_brings_the_commune_back(back: str) -> None:
    *_, menu, moved = after("4", "4000", "", back)
    assert (menu.state.commune, moved.state.commune) == ("", "")


def test_no_address_ever_holds_the_postal_code() -> None:
    for turn in after("4", "4", "000", "", "1", ""):
        assert "4000" not in turn.state.encode()
