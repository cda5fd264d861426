"""The rules of every call: there is always a way on, whatever a caller presses and whatever an address says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from datetime import datetime
from datetime import timedelta

import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ivr.call.build import build_line
from ivr.call.state import CallState
from ivr.call.state import decode
from ivr.call.state import language_in
from ivr.call.steps import Await
from ivr.call.turns import DialResult
from ivr.call.turns import Key
from ivr.call.turns import Listen
from ivr.call.turns import Turn
from ivr.content.hours import BRUSSELS
from tests.support.lines import pinned

CONTENT = pinned()
LINE = build_line(CONTENT.for_demonstration(), desk=("+3242223344",))
NOW = datetime(2026, 11, 24, 10, tzinfo=BRUSSELS)

key = st.sampled_from("1234567890*#") | st.just("")
anything_typed = key | st.text("0123456789*#", max_size=6) | st.text(max_size=4) | st.sampled_from([r.value for r in DialResult])
moments = st.datetimes(datetime(2020, 1, 1), datetime(2033, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
names = st.sampled_from([*LINE.steps, "", "no-such-step", "s99"])
states = st.builds(
    CallState,
    language=st.sampled_from([*CONTENT.languages.codes, "xx"]),
    step=names,
    tries=st.integers(0, 9),
    answers=st.text("ynu-", max_size=20),
    ordered=st.sampled_from([(), (31,), (31, 2), (31, 12), (29, 2, 2024), (29, 2, 2025), (1, 1, 9999), (1, 1, 1)]),
    centre=st.sampled_from(["", "liege", "nowhere"]),
    commune=st.sampled_from(["", "62063", "00000"]),
    typed=st.text("0123456789", max_size=3) | st.just("*"),
    trail=st.lists(names, max_size=5).map(tuple),
)


def leads_on(turn: Turn) -> bool:
    spoken = all(clip.split("/")[1] in KNOWN for clip in turn.clips)
    quiet = turn.state.going_on or isinstance(LINE.steps[turn.state.step], Await)  # within a number; while the carrier is asked
    heard = bool(turn.clips) or quiet
    return spoken and (turn.state.step == "end" or turn.dial is not None or (turn.listen is not None and heard))


KNOWN = {clip for clip, _ in CONTENT.phrases("fr")}


@given(st.lists(anything_typed, max_size=40), moments)
@settings(max_examples=300, deadline=None)
def test_any_sequence_of_keys_leads_on(keys: list[str], now: datetime) -> None:
    turn = LINE.open("", now)
    for pressed in keys:
        if turn.state.step == "end":
            break
        state = decode(turn.state.encode())
        assert state == turn.state, "an address says exactly where the call is"
        turn = LINE.advance(state, pressed, now)
        assert leads_on(turn), turn


@given(states, anything_typed, moments)
@example(CallState("fr", "message-sent"), "", datetime(2026, 11, 24, tzinfo=UTC))
@settings(max_examples=500, deadline=None)
def test_any_state_leads_on(state: CallState, pressed: str, now: datetime) -> None:
    turn = LINE.advance(state, pressed, now)
    assert leads_on(turn), turn


@given(
    st.dictionaries(st.sampled_from("vlstadcmpbx"), st.text(max_size=12) | st.sampled_from(["1", "fr", "main", "s01", "31.2"]))
)
@settings(max_examples=500, deadline=None)
def test_any_address_is_read_or_refused_without_an_error(query: dict[str, str]) -> None:
    address = "&".join(f"{name}={value}" for name, value in query.items())
    state = decode(address)
    if state is not None:
        assert leads_on(LINE.advance(state, "1", NOW))
    assert leads_on(LINE.recover(language_in(address), NOW))


def test_a_lost_state_starts_again_in_the_callers_language() -> None:
    turn = LINE.advance(CallState("en", "no-such-step"), "1", NOW)
    assert (turn.state.step, turn.clips[0]) == ("main", "en/sorry")


def test_a_lost_language_starts_with_the_list() -> None:
    assert LINE.advance(CallState("xx", "main"), "1", NOW).state.step == "languages"


# --- a long call -------------------------------------------------------------------------------------


def words(turn: Turn) -> list[str]:
    return [clip.split("/")[1] for clip in turn.clips]


@pytest.mark.parametrize("step", ["main", "s05", "welcome", "postcode", "day", "centre"])
def test_after_an_hour_the_call_is_ended_politely(step: str) -> None:
    opened = LINE.open("", NOW).state.opened
    state = CallState("fr", step, opened=opened, lasted=58, centre="liege")
    assert LINE.advance(state, "1", NOW + timedelta(minutes=59, seconds=59)).state.step != "time-is-up"
    turn = LINE.advance(state, "1", NOW + timedelta(minutes=60))
    assert (turn.state.step, words(turn)) == ("time-is-up", ["call_is_long"])
    last = LINE.advance(turn.state, "1", NOW + timedelta(minutes=61))
    assert (last.state.step, last.listen, last.dial) == ("end", None, None)


def test_a_conversation_that_lasted_an_hour_is_not_cut_off_from_its_end() -> None:
    state = CallState("fr", "call", opened=LINE.open("", NOW).state.opened, centre="liege", transfers=1)
    after = LINE.advance(state, "answered", NOW + timedelta(minutes=62))
    assert words(after)[0] == "dial_answered"
    assert LINE.advance(after.state, "1", NOW + timedelta(minutes=63)).state.step == "time-is-up"


def presses_every_minute(state: CallState, clock: Callable[[int], datetime], most: int = 200) -> int:
    """9 in the main menu, again and again; after how many minutes the call ends. `clock`: the machine's, at each minute."""
    for minute in range(1, most):
        turn = LINE.advance(state, "9", clock(minute))
        if turn.state.step == "time-is-up":
            return minute
        state = turn.state
    return most


@pytest.mark.parametrize("jump", [timedelta(hours=3), timedelta(days=400), -timedelta(hours=3), timedelta(minutes=20)])
def test_a_clock_that_is_set_in_the_middle_of_a_call_neither_ends_it_nor_lets_it_go_on(jump: timedelta) -> None:
    ended = presses_every_minute(
        LINE.open("", NOW).state, lambda minute: NOW + timedelta(minutes=minute) + (jump if minute > 10 else timedelta())
    )
    assert 60 <= ended <= 62


def test_machines_whose_clocks_differ_by_minutes_end_a_call_after_an_hour() -> None:
    ended = presses_every_minute(LINE.open("", NOW).state, lambda minute: NOW + timedelta(minutes=minute + 3 * (minute % 2)))
    assert 57 <= ended <= 60


def test_a_clock_that_is_set_during_a_conversation_does_not_end_the_call() -> None:
    state = CallState("fr", "call", opened=LINE.open("", NOW).state.opened, centre="liege", transfers=1)
    after = LINE.advance(state, "answered", NOW + timedelta(hours=5))
    assert LINE.advance(after.state, "1", NOW + timedelta(hours=5, minutes=1)).state.step != "time-is-up"


def test_a_call_whose_beginning_is_not_known_is_counted_from_now() -> None:
    turn = LINE.advance(CallState("fr", "main"), "9", NOW)
    assert turn.state.opened == LINE.open("", NOW).state.opened
    later = LINE.advance(turn.state, "9", NOW + timedelta(minutes=4))
    assert (later.state.opened, later.state.step) == (turn.state.opened, "main")


def test_at_most_five_transfers_a_call() -> None:
    fifth = LINE.advance(CallState("fr", "calling", centre="liege", transfers=4), "", NOW)
    assert fifth.dial is not None
    assert fifth.state.transfers == 5
    sixth = LINE.advance(CallState("fr", "calling", centre="liege", transfers=5), "", NOW)
    assert (sixth.dial, words(sixth)) == (None, ["transfers_used_up"])


# --- going back, failing, beginning anew --------------------------------------------------------------


def test_my_steps_begin_anew_once_all_was_answered_and_go_on_where_they_stopped() -> None:
    finished = LINE.advance(CallState("fr", "main", answers="yyyyyyyyy-y-y"), "1", NOW)
    assert finished.state.answers == ""
    half = LINE.advance(CallState("fr", "main", answers="yyyn"), "1", NOW)
    assert half.state.answers == "yyyn"
    assert LINE.advance(half.state, "", NOW + timedelta(seconds=9)).state.step == "s05"


def test_three_failures_and_no_fewer_end_in_a_goodbye() -> None:
    line = build_line(CONTENT)
    state, heard = CallState("fr", "main"), list[list[str]]()
    for second in (0, 10, 20):
        turn = line.advance(state, "8", NOW + timedelta(seconds=second))
        state, heard = turn.state, [*heard, words(turn)]
    menu = ["main_steps", "main_date", "main_questions", "main_centre", "main_person"]
    assert heard[0] == ["hint_wrong", "keys_always", *menu]
    assert heard[1] == ["hint_wrong", "hint_keypad", "keys_menu", "keys_language", "keys_always", *menu]
    assert state.step == "goodbye"


def test_an_answer_in_between_forgives_the_failures() -> None:
    turn = LINE.advance(CallState("fr", "main", tries=2), "3", NOW)
    assert turn.state.tries == 0


def test_mistakes_in_a_date_do_not_count_as_silence_nor_silence_as_mistakes() -> None:
    state = CallState("fr", "year", ordered=(5, 3), mistakes=1)
    assert LINE.advance(state, "", NOW).state.mistakes == 1
    assert LINE.advance(state, "", NOW).state.tries == 1
    assert LINE.advance(state, "1999", NOW).state.mistakes == 2
    assert LINE.advance(state, "1999", NOW).state.tries == 0


@pytest.mark.parametrize(("key", "step"), [("*", "s03"), ("9", "s04"), ("0", "postcode"), ("#", "s04"), ("1", "s05")])
def test_the_keys_everywhere_in_a_question(key: str, step: str) -> None:
    line = build_line(CONTENT.for_demonstration())
    state = CallState("fr", "s04", answers="yyy", trail=("s01", "s02", "s03"))
    assert line.advance(state, key, NOW).state.step == step


def test_a_step_whose_facts_are_gone_is_passed_over_on_the_way_back() -> None:
    """The commune is not kept: the question which of two it was cannot be asked again."""
    state = CallState("fr", "centre", centre="liege", trail=("postcode", "which"))
    assert LINE.advance(state, "*", NOW).state.step == "postcode"


def test_the_way_back_begins_anew_at_the_main_menu_and_at_a_step_visited_before() -> None:
    state = CallState("fr", "faq-must-next", trail=("questions",))
    assert LINE.advance(state, "*", NOW).state.trail == ()
    assert LINE.advance(CallState("fr", "s05", answers="yyyy", trail=("s03", "s04")), "*", NOW).state.trail == ("s03",)


def test_no_way_back_that_somebody_made_up_leads_to_silence() -> None:
    for step in LINE.steps:
        turn = LINE.advance(CallState("fr", "main", trail=(step,)), "*", NOW)
        assert turn.clips or turn.listen or turn.dial, step
        assert turn.state.step != "end", step


@pytest.mark.parametrize("number", ["+3242229999", ""])
def test_a_number_that_belongs_to_no_language_leads_to_the_list(number: str) -> None:
    assert LINE.open(number, NOW).state.step == "languages"


def test_what_happened_is_told_to_whoever_counts() -> None:
    def told(state: CallState, key: str) -> tuple[object, ...]:
        turn = LINE.advance(state, key, NOW)
        return turn.meant, turn.opens, turn.useful, turn.asks, turn.answered

    main, s01, s04 = CallState("fr", "main"), CallState("fr", "s01"), CallState("fr", "s04", answers="yyy")
    assert told(main, "1") == (Key.CHOICE, "steps", False, "", "")
    assert told(main, "4") == (Key.CHOICE, "centre", False, "", "")
    assert told(main, "") == (Key.SILENCE, "", False, "", "")
    assert told(main, "8") == (Key.WRONG, "", False, "", "")
    assert told(main, "9") == (Key.AGAIN, "", False, "", "")
    assert told(main, "*") == (Key.BACK, "", False, "", "")
    assert told(main, "0") == (Key.PERSON, "transfer", False, "", "")
    assert told(main, "#") == (Key.REMINDER, "", False, "", "")
    assert told(CallState("fr", "intro"), "") == (Key.LISTENED, "", False, "s01", "")
    assert told(CallState("fr", "intro"), "5") == (Key.SKIPPED, "", False, "s01", "")
    assert told(s01, "1") == (Key.YES, "", False, "s02", "s01")
    assert told(s04, "2") == (Key.NO, "", True, "", "s04")
    assert told(s04, "3") == (Key.UNKNOWN, "", True, "", "s04")
    assert told(s04, "7") == (Key.WRONG, "", False, "s04", "")
    assert told(CallState("fr", "postcode"), "4") == (Key.NUMBER, "", False, "", "")
    assert told(CallState("fr", "postcode", typed="4"), "000") == (Key.NUMBER, "", True, "", "")
    assert told(CallState("fr", "postcode", typed="4"), "010") == (Key.WRONG, "", False, "", "")
    assert told(CallState("fr", "postcode"), "#") == (Key.CHOICE, "centre", False, "", "")
    assert told(CallState("fr", "year", ordered=(5, 3)), "#") == (Key.REMINDER, "", False, "", "")
    assert told(CallState("fr", "call", centre="liege"), "busy") == (None, "", False, "", "")


# --- how long is listened ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "listen"),
    [
        ("welcome", Listen(1, 1, "")),
        ("main", Listen(1, 8, "")),
        ("s04", Listen(1, 8, "")),
        ("languages", Listen(1, 8, "")),
        ("paper", Listen(1, 30, "")),
        ("pen", Listen(1, 30, "")),
        ("day", Listen(1, 8, "")),
        ("month", Listen(1, 8, "")),
        ("year", Listen(1, 8, "")),
        ("postcode", Listen(1, 8, "")),
    ],
)
def test_a_message_rests_a_second_a_choice_waits_eight_and_whoever_fetches_something_has_thirty(
    step: str, listen: Listen
) -> None:
    state = CallState("fr", step, centre="liege", ordered={"month": (5,), "year": (5, 3)}.get(step, ()))
    key = "*" if step in ("day", "month", "year", "postcode", "languages") else "9"
    assert LINE.advance(state, key, NOW).listen == listen


@pytest.mark.parametrize(("step", "digits"), [("day", 1), ("month", 1), ("year", 3), ("postcode", 3)])
def test_the_rest_of_a_number_ends_with_a_hash_or_by_itself(step: str, digits: int) -> None:
    turn = LINE.advance(CallState("fr", step, ordered=(5, 3)), "1", NOW)
    assert (turn.listen, turn.clips) == (Listen(digits, 8, "#"), ())


# --- help, and what is kept while it is given ------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "key", "heard"),
    [
        (CallState("fr", "year", ordered=(5, 3), tries=1), "", ["hint_silence", "hint_keypad", "keys_number", "ask_year"]),
        (CallState("fr", "year", ordered=(5, 3)), "", ["hint_silence", "hint_keypad", "keys_number", "ask_year"]),
        (
            CallState("fr", "s04", answers="yyy", tries=1),
            "7",
            ["hint_wrong", "hint_keypad", "keys_always", "s04_question", "answer_keys"],
        ),
        (CallState("fr", "postcode", typed="4"), "00", ["postcode_incomplete", "ask_postcode"]),
        (CallState("fr", "postcode", typed="4"), "a#0", ["postcode_incomplete", "ask_postcode"]),
    ],
)
def test_help_says_what_helps_here(state: CallState, key: str, heard: list[str]) -> None:
    assert words(LINE.advance(state, key, NOW)) == heard


def test_the_second_silence_at_the_postal_code_leads_to_the_towns() -> None:
    assert LINE.advance(CallState("fr", "postcode", tries=1), "", NOW).state.step == "towns"
    assert LINE.advance(CallState("fr", "year", ordered=(5, 3), tries=1), "", NOW).state.step == "year"


def test_no_keys_are_told_before_a_language_is_chosen() -> None:
    assert words(LINE.advance(CallState("fr", "languages"), "#", NOW))[0] == "opening"


def test_to_hear_the_keys_forgives_and_costs_nothing_in_a_number() -> None:
    state = LINE.advance(CallState("fr", "year", ordered=(5, 3), tries=1, mistakes=2), "#", NOW).state
    assert (state.tries, state.mistakes) == (1, 2)


def test_back_from_a_commune_never_leads_to_a_question_that_needs_it() -> None:
    state = CallState("fr", "found", centre="liege", commune="62063", trail=("postcode", "which"))
    assert LINE.advance(state, "*", NOW).state.step == "postcode"


@pytest.mark.parametrize("fields", [{"centre": "liege"}, {"commune": "62063"}])
def test_a_commune_is_read_back_only_with_its_centre(fields: dict[str, str]) -> None:
    assert words(LINE.advance(CallState("fr", "found", **fields), "9", NOW))[0] == "sorry"  # type: ignore[arg-type]


def test_a_call_begun_again_lasts_no_longer_than_an_hour_either() -> None:
    assert LINE.recover("fr", NOW).state.opened == LINE.open("", NOW).state.opened


def test_a_summary_names_only_what_there_is() -> None:
    nothing = words(LINE.advance(CallState("fr", "what-next", answers="n" * 13), "1", NOW))
    assert "summary_done" not in nothing
    assert nothing[0] == "summary_left"


def test_a_press_is_remembered_with_its_moment_and_silence_is_not() -> None:
    """Both or neither: a moment without its key would make addresses longer for nothing."""
    pressed = LINE.advance(CallState("fr", "main"), "1", NOW)
    assert (pressed.state.pressed, pressed.state.pressed_at) == ("1", int(NOW.timestamp() * 1000))
    listened = LINE.advance(pressed.state, "", NOW + timedelta(seconds=9))
    assert (listened.state.pressed, listened.state.pressed_at) == ("", 0)


@pytest.mark.parametrize("key", ["#", "8"])
def test_an_echo_repeats_the_help_that_it_cut_short_and_counts_as_no_failure(key: str) -> None:
    first = LINE.advance(CallState("fr", "main"), key, NOW)
    echo = LINE.advance(first.state, key, NOW + timedelta(milliseconds=300))
    assert (words(echo), echo.state.tries, echo.meant) == (words(first), first.state.tries, Key.ECHO)


BACK_TO_THE_MAIN_MENU = [
    *("date-next", "what-next", "number-next", "closed-next", "called", "elsewhere", "questions"),
    *("desk-called", "desk-pen", "desk-number-next", "desk-offer", "desk-missed"),
]


@pytest.mark.parametrize("step", BACK_TO_THE_MAIN_MENU)
def test_at_the_end_of_a_way_the_star_leads_to_the_main_menu(step: str) -> None:
    state = CallState("fr", step, ordered=(5, 3, 2024), centre="liege", trail=("towns", "centre"))
    assert LINE.advance(state, "*", NOW).state.step == "main"


@pytest.mark.parametrize("step", ["centre", "calling", "call", "called", "pen", "number", "number-next", "closed", "closed-next"])
def test_what_speaks_of_a_centre_needs_one(step: str) -> None:
    assert words(LINE.advance(CallState("fr", step), "9", NOW))[0] == "sorry"
    assert words(LINE.advance(CallState("fr", step, centre="liege"), "9", NOW))[:1] != ["sorry"]


@pytest.mark.parametrize("step", ["read-back", "deadline", "date-next"])
def test_what_speaks_of_a_date_needs_all_of_it(step: str) -> None:
    assert words(LINE.advance(CallState("fr", step, ordered=(5, 3)), "9", NOW))[0] == "sorry"
    assert words(LINE.advance(CallState("fr", step, ordered=(5, 3, 2024)), "9", NOW))[0] != "sorry"


@pytest.mark.parametrize(("step", "ordered"), [("month", ()), ("year", ()), ("year", (5,))])
def test_a_month_follows_a_day_and_a_year_a_month(step: str, ordered: tuple[int, ...]) -> None:
    assert words(LINE.advance(CallState("fr", step, ordered=ordered), "", NOW))[0] == "sorry"


@pytest.mark.parametrize(("key", "step"), [("1", "postcode"), ("2", "towns")])
def test_whoever_lives_elsewhere_may_type_another_code_or_choose_a_town(key: str, step: str) -> None:
    assert LINE.advance(CallState("fr", "elsewhere"), key, NOW).state.step == step


@pytest.mark.parametrize(
    "step", ["called", "closed-next", "desk-called", "desk-pen", "desk-number-next", "desk-offer", "desk-missed"]
)
def test_whoever_was_just_connected_in_vain_is_let_go_after_three_failures(step: str) -> None:
    """Not put through once more, though the desk is there."""
    turn = LINE.advance(CallState("fr", step, centre="liege", tries=2), "8", NOW)
    assert (turn.state.step, words(turn)[:1]) == ("goodbye", ["give_up"])
    assert LINE.advance(CallState("fr", "main", tries=2), "8", NOW).state.step == "desk-calling"


def test_what_to_do_is_told_for_each_part_that_is_left_in_order_and_for_no_other() -> None:
    def told(answers: str) -> list[str]:
        state, steps = CallState("fr", "each", answers=answers), list[str]()
        while (state := LINE.advance(state, "", NOW).state).step != "what-next":
            steps.append(state.step)
        return steps

    everything = told("n" * 13)
    assert everything[:3] == ["s02-each", "s03-each", "s04-each"]
    assert len(everything) == len(CONTENT.programme.parts)
    assert told("nyn") == [step for step in everything if step != "s02-each"]
    assert told("y" * 13) == []


def test_the_menu_of_a_centre_names_its_town() -> None:
    turn = LINE.advance(CallState("fr", "centre", centre="liege"), "9", NOW)
    assert words(turn) == ["centre_is", "town_liege", "centre_talk", "centre_number", "centre_other"]
    assert words(LINE.advance(CallState("fr", "towns"), "9", NOW))[:3] == ["towns_intro", "town_namur", "press_1"]


@pytest.mark.parametrize(
    ("step", "key"), [("read-back", "1"), ("what-next", "1"), ("number-next", "1"), ("s04", "3"), ("each", "")]
)
def test_whoever_heard_something_of_their_own_case_is_counted_as_helped(step: str, key: str) -> None:
    state = CallState("fr", step, ordered=(5, 3, 2024), centre="liege", answers="yyyn")
    assert LINE.advance(state, key, NOW).useful
    assert not LINE.advance(state, "9", NOW).useful or step == "each"
