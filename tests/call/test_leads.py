"""What a step may know of the line's own people and of what can be done for this caller, and what a way carries."""

from __future__ import annotations

from datetime import date
from datetime import datetime

import pytest

from ivr.call.leads import Go
from ivr.call.leads import Menu
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.leads import says
from ivr.call.reach import Around
from ivr.call.reach import Errand
from ivr.call.reach import Text
from ivr.call.state import CallState
from ivr.content.centres import Desk
from ivr.content.centres import DeskNumber
from ivr.content.hours import BRUSSELS
from tests.support.lines import pinned

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=BRUSSELS)
A, B, C = "+3242223344", "+3242223345", "+3242223346"


def open_on(phone: str, day: str, hours: str, **more: object) -> DeskNumber:
    return DeskNumber.model_validate({"phone": phone, "hours": {day: [hours]}, **more})


THERE = open_on(A, "tuesday", "09:00-12:00")
LATER = open_on(B, "tuesday", "14:00-16:00")
TOMORROW = open_on(C, "wednesday", "09:00-12:00")
ALWAYS = DeskNumber(phone=C, hours=None)


def scene(*desk: DeskNumber, around: Around | None = None, **state: str) -> Scene:
    return Scene(pinned(), desk, CallState("fr", "main", **state), TUESDAY, around or Around())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("desk", "there", "read_out", "opening"),
    [
        ((), (), None, None),
        ((THERE,), (A,), A, None),
        ((LATER,), (), B, "2026-11-24T14:00"),
        ((LATER, THERE), (A,), A, None),  # of somebody who is there, whatever the order
        ((TOMORROW, LATER), (), C, "2026-11-24T14:00"),  # the first number, the earliest opening
        ((LATER, TOMORROW), (), B, "2026-11-24T14:00"),
        ((LATER, ALWAYS), (C,), C, None),
        ((THERE, ALWAYS), (A, C), A, None),
    ],
)
def test_who_is_there_now_and_whose_number_is_read_out(
    desk: tuple[DeskNumber, ...], there: tuple[str, ...], read_out: str | None, opening: str | None
) -> None:
    found = scene(*desk)
    assert tuple(number.phone for number in found.desk_there) == there
    assert found.desk_number == read_out
    assert found.desk_opening == (datetime.fromisoformat(opening).replace(tzinfo=BRUSSELS) if opening else None)


@pytest.mark.parametrize(
    ("around", "asked_before", "text", "message"),
    [
        (Around(), "", False, False),
        (Around(can_text=True), "", True, False),
        (Around(can_record=True), "", False, True),
        (Around(can_text=True, can_record=True), "s", False, True),
        (Around(can_text=True, can_record=True), "m", True, False),
        (Around(can_text=True, can_record=True), "sm", False, False),
    ],
)
def test_what_can_be_done_outside_of_the_call_is_offered_once(
    around: Around, asked_before: str, text: bool, message: bool
) -> None:
    found = scene(around=around, errands=asked_before)
    assert (found.may(Errand.TEXT), found.may(Errand.MESSAGE)) == (text, message)


# --- ways --------------------------------------------------------------------------------------------


def test_a_way_keeps_what_it_says_and_changes_and_the_later_change_counts() -> None:
    text = Text("x")
    way = Go("there", ("first",), {"tries": 1, "centre": "liege"}, text)
    assert way.saying("second", tries=2) == Go("there", ("first", "second"), {"tries": 2, "centre": "liege"}, text)
    assert way == Go("there", ("first",), {"tries": 1, "centre": "liege"}, text), "the way itself is as it was"


def test_what_does_not_depend_on_the_call_is_the_same_for_every_caller() -> None:
    way, words, menu = go("there"), says("a", "b"), Menu({"1": go("there")})
    assert (way(scene()), words(scene()), menu(scene())) == (way, ("a", "b"), {"1": go("there")})


# --- the line's own people ----------------------------------------------------------------------------


def desk(*numbers: DeskNumber, **how: object) -> Desk:
    return Desk.model_validate({"hours": {"monday": ["09:00-12:00"]}, "numbers": [each.model_dump() for each in numbers], **how})


CONFIRMED_A = open_on(A, "tuesday", "09:00-12:00", confirmed_on=date(2026, 11, 1))
CONFIRMED_B = open_on(B, "tuesday", "14:00-16:00", confirmed_on=date(2026, 11, 1))


@pytest.mark.parametrize(
    ("people", "first", "tried"),
    [
        (desk(), (), ()),
        (desk(), (C,), (C,)),
        (desk(LATER), (C,), (C,)),  # nobody has confirmed it
        (desk(CONFIRMED_A, CONFIRMED_B), (C,), (C, A, B)),
        (desk(CONFIRMED_A, CONFIRMED_B), (B,), (B, A)),  # each number once
        (desk(CONFIRMED_A, only_these=True), (C,), (A,)),
        (desk(LATER, only_these=True), (C,), (C,)),  # until one of them is confirmed
    ],
)
def test_each_number_of_the_desk_is_tried_once_and_in_order(people: Desk, first: tuple[str, ...], tried: tuple[str, ...]) -> None:
    assert tuple(number.phone for number in people.everybody(first)) == tried


def test_a_number_of_the_server_has_the_hours_of_the_desk() -> None:
    (number,) = desk(closed_on=["2026-11-30"]).everybody((C,))
    assert number.next_opening(TUESDAY) == datetime(2026, 12, 7, 9, tzinfo=BRUSSELS)
    same = desk(CONFIRMED_B).everybody((B,))[0]
    assert same.next_opening(TUESDAY) == datetime(2026, 11, 30, 9, tzinfo=BRUSSELS), "named by both: the desk's own hours"
