"""What differs from carrier to carrier, and what a caller then hears. The stories hold under all of it: test_calls.py."""

from __future__ import annotations

import pytest

from ivr.content.content import Content
from tests.conftest import CallerFactory
from tests.conftest import live
from tests.support.caller import Caller
from tests.support.lines import at_the_desk as at_the_desk_of
from tests.support.ways import PLAIN
from tests.support.ways import VARIANTS
from tests.support.ways import Ways

DESK = "+3242223344"
AFTER_THE_DESK = ("retry_choice", "desk_number_choice", "main_choice")


@pytest.fixture(params=[PLAIN, *VARIANTS.values()], ids=["plain", *VARIANTS])
def ways(request: pytest.FixtureRequest) -> Ways:
    assert isinstance(request.param, Ways)
    return request.param


def at_the_desk(call: CallerFactory, ways: Ways) -> Caller:
    caller = call(settings=live(desk_numbers=(DESK,)), ways=ways).dials().presses("2").waits().presses("0").waits()
    return caller.is_transferred_to(DESK)


def test_a_worker_who_accepts_talks_to_the_caller(call: CallerFactory, ways: Ways) -> None:
    """Where an empty document hangs up, nobody can be put through: the caller hears so, and has a way on."""
    said = "dial_answered" if ways.bridges_on_empty else "dial_no_answer"
    at_the_desk(call, ways).worker_presses("1").hears(said, *AFTER_THE_DESK)


@pytest.mark.parametrize("keys", [("", "", ""), ("2", "2", "2")])
def test_an_answering_machine_is_not_talked_to(call: CallerFactory, ways: Ways, keys: tuple[str, ...]) -> None:
    """Nor told as a talk that has ended, also by a carrier that does not say that nobody accepted."""
    at_the_desk(call, ways).worker_presses(*keys).hears("dial_no_answer", *AFTER_THE_DESK)


def test_a_talk_after_one_that_nobody_accepted_is_a_talk(call: CallerFactory) -> None:
    caller = at_the_desk(call, Ways(tells_bridged=False)).worker_presses("2", "2", "2").presses("1").waits()
    caller.is_transferred_to(DESK).worker_presses("1").hears("dial_answered", *AFTER_THE_DESK)


def test_a_carrier_without_whispers_has_its_word_believed(call: CallerFactory) -> None:
    """Somleng connects at once."""
    at_the_desk(call, PLAIN).line_is("completed").hears("dial_answered", *AFTER_THE_DESK)


TOGETHER = (DESK, "+3242223355", "+3242223366")


def rung_together(call: CallerFactory, content: Content, ways: Ways) -> Caller:
    own = at_the_desk_of(content, {"ring": "together"})
    caller = call(settings=live(desk_numbers=TOGETHER), own=own, ways=ways).dials().presses("2").waits().presses("0").waits()
    return caller.is_transferred_to(*TOGETHER)


def test_where_several_telephones_ring_whoever_accepts_first_talks(call: CallerFactory, content: Content, ways: Ways) -> None:
    """The voicemail of one that answers sooner does not take the call from the others, nor do two who press 1."""
    said = "dial_answered" if ways.bridges_on_empty else "dial_no_answer"
    caller = rung_together(call, content, ways).workers_press(("", "", ""), ("2", "1"), ("1",))
    caller.hears(said, *AFTER_THE_DESK)


def test_where_nobody_accepts_of_all_who_were_rung_the_caller_has_a_way_on(
    call: CallerFactory, content: Content, ways: Ways
) -> None:
    caller = rung_together(call, content, ways).workers_press(("", "", ""), ("2", "2", "2"))
    caller.hears("dial_no_answer", *AFTER_THE_DESK).presses("1").waits().is_transferred_to(*TOGETHER)


def test_nobody_of_the_desk_is_rung_twice_at_once(call: CallerFactory, content: Content) -> None:
    own = at_the_desk_of(content, {"ring": "together", "numbers": [{"phone": DESK, "hours": None}]})
    caller = call(settings=live(desk_numbers=(DESK,)), own=own).dials().presses("2").waits().presses("0").waits()
    caller.is_transferred_to(DESK)


def test_three_silences_on_the_language_page_ring_everybody_who_is_there(call: CallerFactory, content: Content) -> None:
    own = at_the_desk_of(content, {"ring": "together"})
    caller = call(settings=live(desk_numbers=TOGETHER), own=own).dials().waits().waits().waits()
    caller.is_transferred_to(*TOGETHER).workers_press(("2", "2", "2")).hears_among_others("fr/goodbye_short", "zh/goodbye_short")


def test_a_worker_who_does_not_press_at_once_is_asked_again(call: CallerFactory, ways: Ways) -> None:
    said = "dial_answered" if ways.bridges_on_empty else "dial_no_answer"
    at_the_desk(call, ways).worker_presses("", "1").hears(said, *AFTER_THE_DESK)


@pytest.mark.parametrize("seconds", [2, 5])
def test_a_year_typed_slowly_is_understood_where_each_key_begins_the_time_anew(call: CallerFactory, seconds: int) -> None:
    typing = at_the_year(call(ways=PLAIN))
    typing.presses("2025", after=seconds).hears_among_others("you_typed", "year_2025")


def test_a_year_cut_in_two_is_asked_for_again_with_its_reason_and_nobody_is_sent_away(call: CallerFactory) -> None:
    typing = at_the_year(call(ways=Ways(restarts_timer=False)))
    typing.presses("2025", after=4.5).hears("bad_year", "ask_year")
    typing.presses("2025").hears_among_others("you_typed", "day_15", "month_3", "year_2025")


def at_the_year(caller: Caller) -> Caller:
    return caller.dials().presses("2").waits().presses("2").waits().presses("1").presses("15").presses("03").hears("ask_year")


def test_a_hash_alone_where_a_number_is_typed_tells_the_keys(call: CallerFactory, ways: Ways) -> None:
    at_the_year(call(ways=ways)).presses("#").hears("keys_number", "ask_year")


@pytest.mark.parametrize("keys", ["5", "5#", "05", "05#"])
def test_one_digit_two_digits_with_a_hash_or_without(call: CallerFactory, ways: Ways, keys: str) -> None:
    caller = call(ways=ways).dials().presses("2").waits().presses("2").waits().presses("1").presses(keys)
    caller = caller.waits() if keys == "5" else caller
    assert "ask_month" in caller.words
    caller.presses("3#").hears("ask_year")
