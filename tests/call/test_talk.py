"""Whom a caller reaches, and when: the centre's hours, the desk's own hours, and moments in universal time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from datetime import datetime

import pytest

from ivr.call.build import build_line
from ivr.call.line import Line
from ivr.call.state import CallState
from ivr.call.turns import DialResult
from ivr.call.turns import Turn
from ivr.content.centres import Desk
from tests.support.lines import confirmed
from tests.support.lines import pinned

CONTENT = pinned()
DESK, LIEGE = "+3242223344", "+3242200000"
HOURS = {"phone": LIEGE, "hours": {"tuesday": ["09:00-12:00"]}}
OPEN, SHUT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC), datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # 09:00 and 12:00 in Brussels


def line(*, desk: str | None = DESK, desk_hours: bool = False, centre: object = HOURS) -> Line:
    content = confirmed(CONTENT, {"liege": centre} if centre else {})
    if desk_hours:
        desk_of = Desk.model_validate({"hours": {"tuesday": ["13:30-16:00", "09:00-12:00"]}})
        content = replace(content, centres=content.centres.model_copy(update={"desk": desk_of}))
    return build_line(content, (desk,) if desk else ())


def words(turn: Turn) -> list[str]:
    return [clip.split("/")[1] for clip in turn.clips]


def reached(line: Line, state: CallState, now: datetime) -> str | None:
    """The number that key 0 leads to."""
    turn = line.advance(state, "0", now)
    turn = line.advance(turn.state, "", now.replace(second=30)) if turn.state.step in ("calling", "desk-calling") else turn
    return turn.dial.numbers[0] if turn.dial else None


AT_THE_CENTRE, ANYWHERE = CallState("fr", "centre", centre="liege"), CallState("fr", "main")


@pytest.mark.parametrize(
    ("now", "number"),
    [
        (OPEN, LIEGE),
        (OPEN.replace(hour=7, minute=59), DESK),
        (SHUT.replace(hour=10, minute=59), LIEGE),
        (SHUT, DESK),
        (datetime(2026, 7, 14, 7, 0, tzinfo=UTC), LIEGE),  # 09:00 in summer
        (datetime(2026, 7, 14, 6, 59, tzinfo=UTC), DESK),
    ],
)
def test_a_person_is_the_centre_when_it_is_open_in_brussels_and_the_desk_when_not(now: datetime, number: str) -> None:
    assert reached(line(), AT_THE_CENTRE, now) == number


@pytest.mark.parametrize(
    ("now", "number"),
    [(OPEN, DESK), (SHUT, None), (SHUT.replace(hour=12, minute=30), DESK), (SHUT.replace(hour=15), None)],
)
def test_the_desk_is_dialled_only_in_its_own_hours(now: datetime, number: str | None) -> None:
    assert reached(line(desk_hours=True), ANYWHERE, now) == number


@pytest.mark.parametrize(("now", "dials"), [(OPEN, True), (SHUT, False)])
def test_three_silences_on_the_language_page_reach_the_desk_only_in_its_own_hours(now: datetime, dials: bool) -> None:
    own = line(desk_hours=True)
    turn = own.advance(CallState("fr", "languages", tries=2), "", now)
    assert (turn.dial is not None) is dials
    assert ("goodbye_short" in words(turn)) is not dials


@pytest.mark.parametrize(
    ("centre", "now", "says"), [(HOURS, OPEN, "person_postcode"), (HOURS, SHUT, "nobody"), (None, OPEN, "nobody")]
)
def test_0_at_the_towns_says_that_nobody_is_there_only_when_no_centre_answers(centre: object, now: datetime, says: str) -> None:
    turn = line(desk=None, centre=centre).advance(CallState("fr", "towns"), "0", now)
    assert (turn.state.step, words(turn)[:2]) == ("towns", [says, "towns_intro"])


def test_a_desk_that_closes_while_its_announcement_is_heard_is_not_dialled() -> None:
    turn = line(desk_hours=True).advance(CallState("fr", "desk-calling"), "", SHUT)
    assert (turn.dial, words(turn)[0], turn.state.step) == (None, "nobody", "goodbye")


def test_the_third_failure_reaches_nobody_when_the_desk_is_closed_and_says_when_it_opens() -> None:
    turn = line(desk_hours=True).advance(CallState("fr", "main", tries=2), "", SHUT)
    assert turn.state.step == "goodbye"
    assert words(turn)[-5:] == ["people_are_there", "weekday_today", "hour_13", "minute_30", "goodbye"]


def test_a_closed_centre_is_told_with_its_next_opening_although_the_desk_is_there() -> None:
    turn = line().advance(AT_THE_CENTRE, "1", SHUT)
    assert words(turn) == ["centre_closed", "opens_at", "weekday_tuesday", "day_1", "month_12", "year_2026", "hour_9"]


@pytest.mark.parametrize(
    ("own", "step"),
    [
        (line(centre=None), "desk-calling"),
        (line(centre=None, desk=None), "number"),
        (line(centre=None, desk_hours=True), "number"),
    ],
)
def test_a_centre_without_a_confirmed_number_falls_back_to_the_desk_that_is_there(own: Line, step: str) -> None:
    assert own.advance(AT_THE_CENTRE, "1", SHUT).state.step == step


def test_a_number_nobody_confirmed_is_not_read_out() -> None:
    turn = line(centre=None).advance(AT_THE_CENTRE, "2", OPEN)
    assert words(turn) == ["no_number", "centre_town", "town_liege", "centre_site", "site_liege"]


def test_a_number_is_read_twice_in_groups_after_something_to_write_was_taken() -> None:
    own = line()
    pen = own.advance(AT_THE_CENTRE, "2", OPEN)
    assert (words(pen), pen.listen and pen.listen.seconds) == (["write_ready", "press_when_ready"], 30)
    said = words(own.advance(pen.state, "1", OPEN.replace(minute=1)))
    digits = ["digit_0", "digit_end_4", "digit_2", "digit_2", "digit_end_0"]
    assert said[:8] == ["centre_town", "town_liege", "number_is", *digits]
    assert [word for word in said if word == "number_repeat"] == ["number_repeat"]
    before, after = said[3 : said.index("number_repeat")], said[said.index("number_repeat") + 1 :]
    assert before == after


def test_ninety_seconds_of_patience_before_a_number_is_read() -> None:
    own, state, seconds = line(), CallState("fr", "pen", centre="liege"), 0
    while state.step == "pen":
        turn = own.advance(state, "", OPEN)
        seconds, state = seconds + 30, turn.state
        assert state.step != "pen" or words(turn) == ["still_here", "write_ready", "press_when_ready"]
    assert seconds == 90


@pytest.mark.parametrize("result", DialResult)
def test_every_end_of_a_transfer_leads_on(result: DialResult) -> None:
    turn = line().advance(CallState("fr", "call", centre="liege", transfers=1), result.value, OPEN)
    said = f"dial_{result.value.replace('-', '_')}"
    assert words(turn) == [said, "retry_choice", "number_choice", "other_choice", "main_choice"]
    assert turn.dialled == "liege"


def test_an_unknown_end_of_a_transfer_calls_again() -> None:
    assert line().advance(CallState("fr", "call", centre="liege"), "1", OPEN).dial is not None


def test_who_was_called_is_told_to_whoever_counts() -> None:
    assert line().advance(CallState("fr", "desk-call"), "busy", OPEN).dialled == "desk"
    assert line().advance(ANYWHERE, "1", OPEN).dialled == ""


def test_the_limits_of_a_transfer_are_those_of_the_table() -> None:
    dial = line().advance(CallState("so", "calling", centre="liege"), "", OPEN).dial
    assert dial is not None
    assert (dial.numbers, dial.ring_seconds, dial.limit_seconds, dial.language_known) == ((LIEGE,), 25, 3600, True)


@pytest.mark.parametrize(("confirmed_one", "ends"), [(True, "digit_end_0"), (False, "digit_end_4")])
def test_the_goodbye_names_the_callers_centre_when_its_number_is_confirmed_else_the_desk(confirmed_one: bool, ends: str) -> None:
    own = line(desk_hours=True, centre=HOURS if confirmed_one else None)
    said = words(own.advance(CallState("fr", "main", tries=2, centre="liege"), "", SHUT))
    assert said[:2] == ["give_up", "call_this_number"]
    assert said[said.index("number_repeat") - 1] == ends


def test_the_goodbye_says_the_day_in_the_order_of_the_callers_language() -> None:
    said = words(line(desk=None).advance(CallState("zh", "main", tries=2, centre="liege"), "", SHUT))
    assert said[-6:] == ["weekday_tuesday", "year_2026", "month_12", "day_1", "hour_9", "goodbye"]


def test_after_midnight_in_brussels_the_next_opening_is_today() -> None:
    night = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # Tuesday, half past midnight
    assert words(line().advance(AT_THE_CENTRE, "1", night)) == ["centre_closed", "opens_at", "weekday_today", "hour_9"]
