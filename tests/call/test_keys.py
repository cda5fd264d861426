"""What keys amount to while a number is typed, and which press is an echo of the one before."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.call.keys import Typed
from ivr.call.keys import Typing
from ivr.call.keys import is_echo
from ivr.call.keys import milliseconds
from ivr.call.keys import settled
from ivr.call.keys import typed
from ivr.call.state import ERASED
from ivr.call.state import NUMBER_DONE
from ivr.call.state import CallState

# What was typed before, the keys that came, the length of the number, how many keys were listened for.
TYPED = [
    ("", "15", 2, 2, Typed(Typing.DONE, "15")),
    ("", "5", 2, 2, Typed(Typing.DONE, "5")),  # and then silence, or #
    ("", "5#", 2, 2, Typed(Typing.DONE, "5")),  # a carrier that sends the # with it
    ("", "5##", 2, 2, Typed(Typing.DONE, "5")),
    ("", "05", 2, 2, Typed(Typing.DONE, "05")),
    ("", "00", 2, 2, Typed(Typing.DONE, "00")),
    ("", "2025", 4, 4, Typed(Typing.DONE, "2025")),
    ("", "", 4, 4, Typed(Typing.NOTHING)),
    ("", "0", 2, 2, Typed(Typing.PERSON)),
    ("", "0#", 2, 2, Typed(Typing.PERSON)),
    ("", "#", 4, 4, Typed(Typing.UNKNOWN)),
    ("", "##", 4, 4, Typed(Typing.UNKNOWN)),
    ("", "12*#", 4, 4, Typed(Typing.UNKNOWN)),  # erased, and then nothing but #
    ("", "*", 2, 2, Typed(Typing.ERASED)),
    ("", "1*", 2, 2, Typed(Typing.ERASED)),
    ("", "**", 2, 2, Typed(Typing.BACK)),
    ("", "1**", 4, 4, Typed(Typing.BACK)),
    ("", "***", 4, 4, Typed(Typing.BACK)),
    ("", "****", 4, 4, Typed(Typing.BACK)),
    ("", "*1*", 4, 4, Typed(Typing.ERASED)),
    ("", "*5", 2, 2, Typed(Typing.GOING_ON, "5")),
    ("", "1*5", 4, 3, Typed(Typing.GOING_ON, "5")),
    ("", "*05", 2, 3, Typed(Typing.DONE, "05")),
    ("", "*0", 2, 2, Typed(Typing.GOING_ON, "0")),
    ("", "*0#", 2, 2, Typed(Typing.PERSON)),
    (ERASED, "", 4, 4, Typed(Typing.NOTHING)),  # erased, and then silence
    (ERASED, "*", 4, 4, Typed(Typing.BACK)),
    (ERASED, "**", 4, 4, Typed(Typing.BACK)),
    (ERASED, "15", 2, 2, Typed(Typing.DONE, "15")),
    (ERASED, "#", 4, 4, Typed(Typing.UNKNOWN)),
    ("", "4", 4, 1, Typed(Typing.GOING_ON, "4")),  # the first key listened for alone
    ("4", "000", 4, 3, Typed(Typing.DONE, "4000")),
    ("4", "00", 4, 3, Typed(Typing.DONE, "400")),
    ("4", "", 4, 3, Typed(Typing.DONE, "4")),
    ("4", "#", 4, 3, Typed(Typing.DONE, "4")),
    ("4", "0*4", 4, 3, Typed(Typing.GOING_ON, "4")),
    ("4", "*", 4, 3, Typed(Typing.ERASED)),
    ("4", "**", 4, 3, Typed(Typing.BACK)),
    ("0", "", 2, 1, Typed(Typing.PERSON)),
    ("0", "5", 2, 1, Typed(Typing.DONE, "05")),
    ("", "#5", 2, 2, Typed(Typing.DONE, "#5")),  # no number, and refused as one
    ("", "é", 2, 2, Typed(Typing.DONE, "é")),
]


@pytest.mark.parametrize(("before", "keys", "digits", "expected", "amount"), TYPED)
def test_a_number_is_typed(before: str, keys: str, digits: int, expected: int, amount: Typed) -> None:
    assert typed(before, keys, digits, expected=expected) == amount


@pytest.mark.parametrize(("leading_zero", "amount"), [(True, Typed(Typing.GOING_ON, "0")), (False, Typed(Typing.PERSON))])
def test_a_zero_alone_is_a_person_at_once_where_no_number_begins_with_it(leading_zero: bool, amount: Typed) -> None:
    assert typed("", "0", 4, expected=1, leading_zero=leading_zero) == amount


NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
# The key that led here, the key now, milliseconds between the two, whether it is an echo.
PRESSES = [
    ("1", "1", 0, True),
    ("1", "1", 500, True),
    ("1", "1", 600, True),  # half a second, and a tenth by which the clocks differ
    ("1", "1", 649, True),
    ("1", "1", 650, False),
    ("1", "1", 900, False),  # a second, and a tenth
    ("1", "1", -100, True),
    ("1", "1", -150, True),
    ("1", "1", -151, False),
    ("1", "2", 100, False),
    ("1", "", 100, False),
    ("1", "11", 100, False),
    ("*", "*", 100, True),
    ("#", "#", 100, True),
    ("", "1", 100, False),
    ("", "", 100, False),
    (NUMBER_DONE, "5", 100, True),
    (NUMBER_DONE, "0", 100, True),
    (NUMBER_DONE, "#", 100, True),
    (NUMBER_DONE, "", 100, True),  # the # that ended the next number before it began
    (NUMBER_DONE, "", 1000, False),
    (NUMBER_DONE, "*", 100, False),
    (NUMBER_DONE, "55", 100, False),
    (NUMBER_DONE, "busy", 100, False),
    (NUMBER_DONE, "5", 650, False),
]


@pytest.mark.parametrize(("before", "key", "later", "echo"), PRESSES)
def test_a_second_press_at_once_is_an_echo(before: str, key: str, later: int, echo: bool) -> None:
    state = CallState("fr", "main", pressed=before, pressed_at=milliseconds(NOW))
    assert is_echo(state, key, NOW + timedelta(milliseconds=later)) is echo


def test_the_second_digit_of_a_number_may_be_like_the_first() -> None:
    state = CallState("fr", "postcode", typed="4", pressed="4", pressed_at=milliseconds(NOW))
    assert not is_echo(state, "4", NOW)


# --- a digit too many ------------------------------------------------------------------------------------

# The key that comes while a digit too many is remembered, how much later; the keys that then count.
AFTER_A_DIGIT_TOO_MANY = [
    ("5", 0, "45"),
    ("5", 1199, "45"),
    ("5", 1200, "5"),  # somebody who has listened: the digit before was one too many
    ("000", 100, "4000"),
    ("*", 100, "*"),
    ("#", 100, "#"),
    ("", 100, ""),
    ("5#", 100, "5#"),
]


@pytest.mark.parametrize(("key", "later", "counts"), AFTER_A_DIGIT_TOO_MANY)
def test_a_digit_too_many_counts_only_for_somebody_who_types_on(key: str, later: int, counts: str) -> None:
    state = CallState("fr", "year", typed="4", pressed=NUMBER_DONE, pressed_at=milliseconds(NOW))
    after, keys = settled(state, key, NOW + timedelta(milliseconds=later))
    assert (after.typed, keys) == ("", counts)


@pytest.mark.parametrize(("typed_before", "pressed"), [("4", ""), ("4", "1"), ("", NUMBER_DONE), (ERASED, NUMBER_DONE)])
def test_what_was_typed_of_this_number_stays(typed_before: str, pressed: str) -> None:
    state = CallState("fr", "postcode", typed=typed_before, pressed=pressed, pressed_at=milliseconds(NOW))
    assert settled(state, "5", NOW) == (state, "5")


@pytest.mark.parametrize(("seconds", "counted"), [(0, 0), (1.0015, 1001), (-1, 0)])
def test_time_is_counted_in_whole_milliseconds_and_none_before_1970(seconds: float, counted: int) -> None:
    assert milliseconds(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)) == counted


@given(before=st.text("0123456789", max_size=3), key=st.text("0123456789*#", max_size=6))
def test_nothing_but_what_stands_after_the_last_star_is_ever_the_number(before: str, key: str) -> None:
    amount = typed(before, key, 4, expected=4 - len(before))
    assert amount.text in (before + key).rpartition("*")[2]
    assert "*" not in amount.text
    assert not amount.text.endswith("#")
