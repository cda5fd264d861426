"""What the journal is told of a call, and what it is never told."""

from __future__ import annotations

from dataclasses import fields
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from typing import Any

import pytest

from ivr.call.build import build_line
from ivr.call.line import Line
from ivr.call.state import CallState
from ivr.call.steps import Transfer
from ivr.call.tour import NUMBERS
from ivr.call.turns import DESK
from ivr.call.turns import DialResult
from ivr.call.turns import Key
from ivr.content.content import Content
from ivr.statistics.journal.events import PREFLIGHT_CALL
from ivr.statistics.journal.events import Ending
from ivr.statistics.journal.events import Event
from ivr.statistics.journal.events import EventKind
from ivr.statistics.journal.events import event_of
from ivr.statistics.observe import Happened
from scripts.dev.walk import SINGLE_KEYS

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
OPENED = Happened("opened", call="CA1")


@pytest.fixture(scope="module")
def line(content: Content) -> Line:
    return build_line(content.for_demonstration(), ("+3242223344",))


def press(line: Line, before: CallState, key: str, **more: Any) -> Event:
    """The event of a key, or of the end of a transfer."""
    ends = isinstance(line.steps[before.step], Transfer)
    dial = DialResult(key) if ends and key in {result.value for result in DialResult} else None
    turn = line.advance(before, key, NOW)
    event = event_of(Happened("stepped", call="CA1", before=before, turn=turn, dial=dial, **more), NOW)
    assert event is not None
    return event


def test_a_step_is_kept_with_what_the_key_meant(line: Line) -> None:
    event = press(line, CallState("fr", "main"), "")

    assert (event.kind, event.step, event.to, event.key, event.language) == (EventKind.STEP, "main", "main", Key.SILENCE, "fr")


def test_a_question_is_kept_with_its_answer_and_the_next_question(line: Line) -> None:
    asked = press(line, CallState("fr", "intro"), "")
    answered = press(line, CallState("fr", "s01"), "1")

    assert (asked.asks, asked.answered) == ("s01", "")
    assert (answered.answered, answered.key, answered.asks) == ("s01", Key.YES, "s02")


def test_a_branch_is_kept_when_it_is_entered(line: Line) -> None:
    assert press(line, CallState("fr", "main"), "1").opens == "steps"
    assert press(line, CallState("fr", "main"), "7").opens == ""


def test_what_concerns_the_caller_is_useful_and_a_menu_is_not(line: Line) -> None:
    assert press(line, CallState("fr", "s04"), "3").useful
    assert not press(line, CallState("fr", "main"), "1").useful


def test_a_nervous_second_press_is_no_event(line: Line) -> None:
    turn = replace(line.advance(CallState("fr", "main"), "9", NOW), meant=Key.ECHO)

    assert event_of(Happened("stepped", call="CA1", before=CallState("fr", "main"), turn=turn), NOW) is None


def test_no_event_of_any_step_holds_what_was_typed_or_the_commune(line: Line) -> None:
    names = {*line.steps, *line.content.centre_by_id, *line.languages, "CA1", DESK, ""}
    names |= {step.opens for step in line.steps.values()}
    commune = next(iter(line.content.postcodes.communes))
    for step in line.steps:
        before = CallState("fr", step, ordered=(5, 2, 2024), centre="liege", commune=commune)
        for key in (*NUMBERS.get(step, SINGLE_KEYS), *(result.value for result in DialResult)):
            event = press(line, before, key)
            values = (getattr(event, field.name) for field in fields(event) if field.name != "request")
            assert {value for value in values if type(value) is str} <= names
            assert event.seconds is None


def test_a_request_is_known_again_without_what_was_typed(line: Line) -> None:
    before = CallState("fr", "postcode")

    assert press(line, before, "4000").request == press(line, before, "5000").request
    assert "4000" not in press(line, before, "4000").request


def test_two_transfers_from_one_step_are_two_requests(line: Line) -> None:
    before = CallState("fr", "call", centre="liege")

    assert press(line, before, "busy", dial_call="CA7").request != press(line, before, "busy", dial_call="CA8").request
    assert press(line, before, "busy", dial_call="CA7").request == press(line, before, "busy", dial_call="CA7").request


def test_the_list_of_languages_is_in_no_language_until_one_is_chosen(line: Line) -> None:
    first = line.open("", NOW)
    event = event_of(replace(OPENED, turn=first), NOW)

    assert event is not None
    assert (event.kind, event.language, event.to) == (EventKind.START, "", "languages")
    assert press(line, first.state, "").language == ""
    assert press(line, first.state, "2").language == "en"


def test_a_transfer_says_who_was_called_and_how_it_ended(line: Line) -> None:
    event = press(line, CallState("fr", "call", centre="liege"), "busy", dial_seconds="0")

    assert (event.kind, event.outcome, event.centre, event.seconds) == (EventKind.TRANSFER, DialResult.BUSY, "liege", 0)


def test_a_transfer_to_the_lines_own_people_names_no_centre(content: Content) -> None:
    unconfirmed = build_line(content, ("+3242223344",))

    assert press(unconfirmed, CallState("fr", "desk-call", centre="namur"), "answered").centre == DESK


@pytest.mark.parametrize(("seconds", "kept"), [("61", 61), ("", None), ("-1", None), ("9999999", None), ("٣", None)])
def test_a_duration_is_kept_only_when_it_is_a_plain_number(seconds: str, kept: int | None) -> None:
    event = event_of(Happened("reported", call="CA1", call_status="completed", call_seconds=seconds), NOW)

    assert event is not None
    assert event.seconds == kept


@pytest.mark.parametrize("status", ["queued", "initiated", "ringing", "in-progress", "", "strange"])
def test_a_call_that_goes_on_has_not_ended(status: str) -> None:
    assert event_of(Happened("reported", call="CA1", call_status=status), NOW) is None


def test_the_end_of_a_call_keeps_how_and_how_long() -> None:
    event = event_of(Happened("reported", call="CA1", call_status="no-answer"), NOW)

    assert event is not None
    assert replace(event, request="") == Event(NOW, "CA1", EventKind.END, ending=Ending.NO_ANSWER)


def test_a_call_begun_again_is_a_recovery(line: Line) -> None:
    event = event_of(Happened("recovered", call="CA1", turn=line.recover("fr", NOW)), NOW)

    assert event is not None
    assert (event.kind, event.to, event.language) == (EventKind.RECOVERED, "main", "fr")


def test_the_check_before_going_live_and_strangers_are_no_callers(line: Line) -> None:
    turn = line.open("", NOW)

    assert event_of(Happened("opened", call=PREFLIGHT_CALL, turn=turn), NOW) is None
    assert event_of(Happened("refused", call="CA1"), NOW) is None


def test_the_carriers_id_is_not_shown_in_a_log(line: Line) -> None:
    what = replace(OPENED, turn=line.open("", NOW))

    assert "CA1" not in repr(what)
    assert "CA1" not in repr(event_of(what, NOW))
