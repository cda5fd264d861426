"""What the journal is told of a call, and what it is never told."""

from __future__ import annotations

from dataclasses import fields
from dataclasses import replace
from datetime import UTC
from datetime import datetime

import pytest

from ivr.branches import build_line
from ivr.content import Content
from ivr.flow import DialResult
from ivr.flow import Line
from ivr.journal.events import DESK
from ivr.journal.events import Ending
from ivr.journal.events import Event
from ivr.journal.events import Kind
from ivr.journal.events import ended
from ivr.journal.events import recovered
from ivr.journal.events import started
from ivr.journal.events import stepped
from ivr.journal.keys import Key
from ivr.state import CallState
from ivr.walk import NUMBERS
from ivr.walk import SINGLE_KEYS

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def line(content: Content) -> Line:
    return build_line(content.for_demonstration(), "+3242223344")


def press(line: Line, before: CallState, key: str) -> Event:
    return stepped("CA1", line, before, key, line.advance(before, key, NOW), at=NOW)


@pytest.mark.parametrize(
    ("step", "key", "meaning"),
    [
        ("languages", "9", Key.CHOICE),
        ("languages", "", Key.SILENCE),
        ("main", "1", Key.CHOICE),
        ("main", "7", Key.WRONG),
        ("main", "0", Key.PERSON),
        ("main", "9", Key.AGAIN),
        ("main", "*", Key.BACK),
        ("main", "#", Key.REMINDER),
        ("s01", "1", Key.YES),
        ("s04", "2", Key.NO),
        ("s04", "3", Key.UNKNOWN),
        ("age", "3", Key.UNKNOWN),
        ("s04", "5", Key.WRONG),
        ("s04-about", "", Key.LISTENED),
        ("s04-about", "4", Key.SKIPPED),
        ("s02-offer", "1", Key.CHOICE),
        ("day", "05", Key.NUMBER),
        ("day", "32", Key.WRONG),
        ("day", "", Key.SILENCE),
        ("day", "0", Key.PERSON),
        ("day", "**", Key.BACK),
        ("day", "1*", Key.BACK),
        ("day", "#", Key.WRONG),
        ("postcode", "4000", Key.NUMBER),
        ("postcode", "1000", Key.NUMBER),
        ("postcode", "40##", Key.WRONG),
        ("postcode", "#", Key.CHOICE),
    ],
)
def test_a_key_is_kept_as_its_kind(line: Line, step: str, key: str, meaning: Key) -> None:
    event = press(line, CallState("fr", step), key)

    assert (event.kind, event.step, event.key) == (Kind.STEP, step, meaning)


def test_the_last_wrong_number_counts_as_wrong_though_it_leads_on(line: Line) -> None:
    event = press(line, CallState("fr", "postcode", tries=1), "40##")

    assert (event.to, event.key) == ("towns", Key.WRONG)


def test_a_number_begun_anew_counts_once_it_is_complete(line: Line) -> None:
    erased = CallState("fr", "postcode")
    begun = line.advance(erased, "40*4", NOW).state

    assert press(line, erased, "40*4").key is Key.NUMBER
    assert press(line, begun, "000").key is Key.NUMBER


def test_a_date_sent_back_to_the_day_counts_as_wrong(line: Line) -> None:
    before = CallState("fr", "year", tries=1, ordered=(5, 2), trail=("day", "month"))

    assert press(line, before, "2999").key is Key.WRONG


def test_no_event_of_any_step_holds_what_was_typed_or_the_commune(line: Line) -> None:
    names = {*line.steps, *line.centres, *line.languages, "CA1", DESK, ""}
    commune = next(iter(line.content.postcodes.communes))
    for step in line.steps:
        before = CallState("fr", step, ordered=(5, 2, 2024), centre="liege", commune=commune)
        for key in (*NUMBERS.get(step, SINGLE_KEYS), *(result.value for result in DialResult)):
            event = press(line, before, key)
            values = (getattr(event, field.name) for field in fields(event))
            assert {value for value in values if type(value) is str} <= names
            assert event.seconds is None


def test_the_list_of_languages_is_in_no_language_until_one_is_chosen(line: Line) -> None:
    first = line.open("", NOW)

    assert started("CA1", first, NOW).language == ""
    assert press(line, first.state, "").language == ""
    assert press(line, first.state, "2").language == "en"


def test_a_transfer_says_who_was_called_and_how_it_ended(line: Line) -> None:
    before = CallState("fr", "call", centre="liege")
    event = stepped("CA1", line, before, "busy", line.advance(before, "busy", NOW), at=NOW, seconds="0")

    assert (event.kind, event.outcome, event.centre, event.seconds) == (Kind.TRANSFER, DialResult.BUSY, "liege", 0)


def test_a_transfer_to_the_lines_own_people_names_no_centre(content: Content) -> None:
    unconfirmed = build_line(content, "+3242223344")
    before = CallState("fr", "call", centre="namur")

    assert press(unconfirmed, before, "answered").centre == DESK


@pytest.mark.parametrize(("seconds", "kept"), [("61", 61), ("", None), ("-1", None), ("9999999", None), ("٣", None)])
def test_a_duration_is_kept_only_when_it_is_a_plain_number(seconds: str, kept: int | None) -> None:
    event = ended("CA1", {"CallStatus": "completed", "CallDuration": seconds}, NOW)

    assert event is not None
    assert event.seconds == kept


@pytest.mark.parametrize("status", ["queued", "initiated", "ringing", "in-progress", "", "strange"])
def test_a_call_that_goes_on_has_not_ended(status: str) -> None:
    assert ended("CA1", {"CallStatus": status}, NOW) is None


def test_the_end_of_a_call_keeps_nothing_of_the_carriers_form_but_how_and_how_long() -> None:
    event = ended("CA1", {"CallStatus": "no-answer", "From": "+32470123456", "To": "+3242223344"}, NOW)

    assert event == Event(NOW, "CA1", Kind.END, ending=Ending.NO_ANSWER)


def test_a_lost_state_is_a_recovery(line: Line) -> None:
    lost = replace(CallState("fr", "main"), step="no-such-step")

    assert press(line, lost, "1").kind is Kind.RECOVERED
    assert recovered("CA1", line.recover("fr", NOW), NOW).to == "main"


def test_the_carriers_id_is_not_shown_in_a_log(line: Line) -> None:
    assert "CA1" not in repr(started("CA1", line.open("", NOW), NOW))
