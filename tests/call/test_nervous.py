"""A nervous second press answers nothing that was not heard; a press that is meant is never lost."""

from __future__ import annotations

import pytest

from tests.conftest import CallerFactory
from tests.support.caller import Caller
from tests.support.ways import Ways

SOON = (0.06, 0.25, 0.45)  # seconds after the first press: before our answer, and after it
MACHINES = {"one machine": (0.0,), "the second is ahead": (0.0, 0.1), "the second is behind": (0.1, 0.0)}
END_DATE = ("date_end", "day_15", "month_3", "year_2028", "left_more", "deadline_3_years")
MENU = ("main_steps", "main_date", "main_questions", "main_centre", "main_person")


@pytest.fixture(params=MACHINES)
def skews(request: pytest.FixtureRequest) -> tuple[float, ...]:
    return MACHINES[str(request.param)]


@pytest.fixture(params=[0.15, 0.4], ids=["quick way to us", "slow way to us"])
def ways(request: pytest.FixtureRequest) -> Ways:
    """Keys between Gathers are kept here: the worst that can come of a second press."""
    return Ways(answer_seconds=request.param)


@pytest.fixture
def caller(call: CallerFactory, skews: tuple[float, ...], ways: Ways) -> Caller:
    return call(skews=skews, ways=ways).dials()


@pytest.fixture(params=SOON)
def soon(request: pytest.FixtureRequest) -> float:
    return float(request.param)


# What is said on the way is heard as well: praise, and why a number was refused.
# Where the caller is, the key pressed twice, and what is heard from its beginning, as if it had been pressed once.
TWICE = {
    "language": ("", "2", ("welcome",)),
    "main menu": ("2 .", "1", ("steps_intro",)),
    "a question": ("2 . 1 .", "1", ("praise", "s02_question", "answer_keys")),
    "a message cut short": ("2 . 1", "5", ("s01_question", "answer_keys")),
    "the read-back": ("2 . 2 . 1 15 03 2025", "1", END_DATE),
    "a menu after a centre": ("2 . 4 5000 .", "2", ("write_ready", "press_when_ready")),
    "back": ("2 . 1 . 1", "*", ("s01_question", "answer_keys")),
    "back out of a number": ("2 . 3 1 . 3 *", "*", ("again_choice", "question_choice", "centre_choice_3", "main_choice")),
    "hear it again": ("2 .", "9", MENU),
    "a wrong key": ("2 .", "7", ("hint_wrong", "keys_always", *MENU)),
    "the keys": ("2 .", "#", ("keys_menu", "keys_language", "keys_always", *MENU)),
    "a person": ("2 .", "0", ("person_postcode", "ask_postcode")),
}


@pytest.mark.parametrize("place", TWICE)
def test_the_same_key_twice_is_the_key_once(caller: Caller, place: str, soon: float) -> None:
    before, key, once = TWICE[place]
    goes(caller, before).presses(key).presses(key, after=soon).hears(*once)


@pytest.mark.parametrize("place", TWICE)
def test_a_third_press_at_once_is_no_answer_either(call: CallerFactory, place: str) -> None:
    before, key, once = TWICE[place]
    goes(call().dials(), before).presses(key).presses(key, after=0.06).presses(key, after=0.1).hears(*once)


def goes(caller: Caller, keys: str) -> Caller:
    """A dot is silence."""
    for key in keys.split():
        caller.waits() if key == "." else caller.presses(key)
    return caller


@pytest.mark.parametrize("place", TWICE)
def test_a_second_later_the_same_key_counts(call: CallerFactory, skews: tuple[float, ...], place: str) -> None:
    before, key, _ = TWICE[place]
    slowly = call().dials()
    goes(slowly, before).presses(key).presses(key)
    sooner = goes(call(skews=skews).dials(), before).presses(key).presses(key, after=1.15)  # a second after our answer
    assert sooner.heard == slowly.heard


def test_a_key_lost_between_gathers_changes_nothing(call: CallerFactory) -> None:
    caller = call(ways=Ways(keeps_keys=False)).dials().presses("2").waits()
    caller.presses("1").presses("1", after=0.06).hears("steps_intro")


def test_different_keys_at_once_are_not_slowed_down(caller: Caller, soon: float) -> None:
    """The language, then over the welcome to the questions, and the fifth of them."""
    caller.presses("2").presses("135", after=soon).hears("faq_french_answer")


# --- numbers -----------------------------------------------------------------------------------------


def test_the_key_that_led_to_the_postal_code_is_no_digit_of_it(caller: Caller, soon: float) -> None:
    caller.presses("2").waits().presses("4").presses("4", after=soon).hears("ask_postcode")
    caller.presses("5000").hears("commune_is", "commune_92094")


def test_the_key_that_led_to_the_day_is_no_digit_of_it(caller: Caller, soon: float) -> None:
    caller.presses("2").waits().presses("2").waits().presses("1").presses("1", after=soon).hears("ask_day")
    caller.presses("15").presses("03").presses("2025").hears_among_others("day_15", "month_3", "year_2025")


@pytest.mark.parametrize("surplus", "05#")
def test_one_digit_too_many_belongs_to_the_postal_code(caller: Caller, soon: float, surplus: str) -> None:
    caller.presses("2").waits().presses("4").presses("5000").presses(surplus, after=soon)
    caller.hears("commune_is", "commune_92094")


@pytest.mark.parametrize("surplus", "01#")
def test_one_digit_too_many_belongs_to_the_year(caller: Caller, soon: float, surplus: str) -> None:
    goes(caller, "2 . 2 . 1 15 03 2025").presses(surplus, after=soon).hears_among_others("you_typed", "year_2025", "date_confirm")
    assert caller.document.gather is not None


def test_a_hash_too_many_is_no_silence_in_the_next_number(caller: Caller, soon: float) -> None:
    goes(caller, "2 . 2 . 1 15").presses("#", after=soon).hears("ask_month")
    caller.presses("03").presses("#", after=soon).hears("ask_year")


def test_a_hash_too_many_that_is_sent_as_a_digit_is_none(call: CallerFactory, soon: float) -> None:
    caller = goes(call(ways=Ways(sends_finish=True)).dials(), "2 . 2 . 1 15").presses("#", after=soon)
    caller.hears("ask_month")


@pytest.mark.parametrize("surplus", "0357")
def test_one_digit_too_many_belongs_to_the_day_and_to_the_month(caller: Caller, soon: float, surplus: str) -> None:
    goes(caller, "2 . 2 . 1 15").presses(surplus, after=soon).hears("ask_month")
    caller.presses("03").presses(surplus, after=soon).hears("ask_year")
    caller.presses("2025").hears_among_others("you_typed", "day_15", "month_3", "year_2025")


def test_a_digit_too_many_and_then_silence_is_silence(caller: Caller, soon: float) -> None:
    goes(caller, "2 . 2 . 1 15").presses("5", after=soon).waits().hears("hint_silence", "hint_keypad", "keys_number", "ask_month")
    caller.presses("03").hears("ask_year")


def test_a_digit_too_many_and_then_the_star_leads_back(caller: Caller, soon: float) -> None:
    goes(caller, "2 . 2 . 1 15").presses("5", after=soon).presses("**").hears("ask_day")


@pytest.mark.parametrize("after", [0.2, 0.3, 0.45, 0.6, 0.8])
@pytest.mark.parametrize("date", ["15032025", "11112025", "01012025"])
def test_a_whole_date_typed_in_one_go_is_understood_however_fast(caller: Caller, after: float, date: str) -> None:
    goes(caller, "2 . 2 . 1").presses(date[:1]).presses(date[1:], after=after)
    caller.hears_among_others("you_typed", f"day_{int(date[:2])}", f"month_{int(date[2:4])}", "year_2025")


def test_a_whole_date_typed_at_once_is_understood(caller: Caller) -> None:
    goes(caller, "2 . 2 . 1").presses("1").presses("5032025", after=0.3)
    caller.hears_among_others("you_typed", "day_15", "month_3", "year_2025")


def test_a_number_refused_is_refused_once(caller: Caller, soon: float) -> None:
    """The digit too many of a mistaken number is no mistake of its own."""
    goes(caller, "2 . 2 . 1 32").presses("2", after=soon).hears("bad_day", "ask_day")
    caller.presses("15").hears("ask_month")
