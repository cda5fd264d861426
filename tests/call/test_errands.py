"""Outside of the call: a text to the caller, a message for the desk; each once, and never waited for in vain."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime

import pytest

from ivr.call.build import build_line
from ivr.call.reach import RECORDED
from ivr.call.reach import Around
from ivr.call.reach import Outcome
from ivr.call.reach import Text
from ivr.call.reach import VoiceMessage
from ivr.call.state import CallState
from ivr.call.steps import MOST_LOOKS
from ivr.call.turns import Key
from ivr.call.turns import Listen
from ivr.call.turns import Turn
from ivr.content.yamlfile import ContentError
from tests.support.lines import at_the_desk
from tests.support.lines import pinned

CONTENT = pinned()
DESK = "+3242223344"
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
LINE = build_line(CONTENT.for_demonstration(), (DESK,))
CLOSED = build_line(at_the_desk(CONTENT.for_demonstration(), {"hours": {"monday": ["09:00-10:00"]}}), (DESK,))
TEXTING, RECORDING = Around(can_text=True), Around(can_record=True)
MENU = CallState("fr", "date-next", ordered=(5, 3, 2024))


def words(turn: Turn) -> list[str]:
    return [clip.split("/")[1] for clip in turn.clips]


# --- a text message -----------------------------------------------------------------------------------


def test_a_text_is_offered_before_the_main_menu_to_whoever_can_get_one() -> None:
    assert words(LINE.advance(MENU, "9", NOW, TEXTING)) == ["again_choice", "centre_choice", "sms_choice", "main_choice"]
    assert words(LINE.advance(MENU, "9", NOW)) == ["again_choice", "centre_choice", "main_choice"]


def test_a_text_is_sent_with_the_date_and_waited_for_in_silence() -> None:
    turn = LINE.advance(MENU, "5", NOW, TEXTING)
    assert (turn.state.step, turn.state.errands, turn.state.trail, turn.clips) == ("texting", "s", ("date-next",), ())
    assert (turn.listen, turn.keys, turn.opens) == (Listen(1, 1, ""), "*0", "text")
    assert isinstance(turn.sends, Text)
    assert "05/09/2025" in turn.sends.body


def test_without_a_mobile_telephone_five_is_a_wrong_key() -> None:
    turn = LINE.advance(MENU, "5", NOW)
    assert (turn.state.step, turn.meant, turn.sends) == ("date-next", Key.WRONG, None)


def test_a_text_is_sent_once_a_call() -> None:
    again = CallState("fr", "date-next", ordered=(5, 3, 2024), errands="s")
    turn = LINE.advance(again, "5", NOW, TEXTING)
    assert (turn.meant, turn.sends, "sms_choice" in words(turn)) == (Key.WRONG, None, False)


@pytest.mark.parametrize(("outcome", "word"), [(Outcome.DONE, "sms_sent"), (Outcome.NOT_DONE, "sms_not_sent")])
def test_the_caller_hears_whether_it_was_sent_where_it_was_asked_for(outcome: Outcome, word: str) -> None:
    waiting = CallState("fr", "texting", ordered=(5, 3, 2024), errands="s", trail=("date-next",))
    turn = LINE.advance(waiting, "", NOW, Around(can_text=True, outcome=outcome))
    assert (turn.state.step, words(turn)) == ("date-next", [word, "again_choice", "centre_choice", "main_choice"])
    lost = LINE.advance(CallState("fr", "texting"), "", NOW, Around(outcome=outcome))
    assert (lost.state.step, words(lost)[0]) == ("main", word)


def test_nobody_waits_longer_than_six_looks() -> None:
    waiting = CallState("fr", "texting", ordered=(5, 3, 2024), errands="s", trail=("date-next",))
    looks = 0
    while waiting.step == "texting":
        turn = LINE.advance(waiting, "", NOW, TEXTING)
        waiting, looks = turn.state, looks + 1
    assert (looks, words(turn)[0]) == (MOST_LOOKS + 1, "sms_not_sent")


@pytest.mark.parametrize(("key", "step", "meant"), [("*", "date-next", Key.BACK), ("0", "desk-calling", Key.PERSON)])
def test_whoever_does_not_want_to_wait_goes_back_or_to_a_person(key: str, step: str, meant: Key) -> None:
    waiting = CallState("fr", "texting", ordered=(5, 3, 2024), errands="s", trail=("date-next",))
    turn = LINE.advance(waiting, key, NOW, TEXTING)
    assert (turn.state.step, turn.meant) == (step, meant)


def test_the_line_says_what_a_call_waits_for() -> None:
    awaited = LINE.awaits(CallState("fr", "texting"))
    assert awaited is not None
    assert awaited.name == "texting"
    assert LINE.awaits(CallState("fr", "main")) is None
    assert LINE.awaits(CallState("fr", "no-such-step")) is None


# --- a message for the desk ---------------------------------------------------------------------------


@pytest.mark.parametrize(("around", "step"), [(RECORDING, "desk-offer"), (Around(), "postcode")])
def test_a_closed_desk_offers_a_message_where_it_would_arrive(around: Around, step: str) -> None:
    closed = CLOSED.advance(CallState("fr", "main"), "0", NOW, around)
    assert closed.state.step == "desk-closed"
    assert CLOSED.advance(closed.state, "", NOW, around).state.step == step


def test_whoever_asks_for_a_person_once_more_at_a_closed_desk_is_asked_where_they_live() -> None:
    """Not told again that the desk is closed."""
    for step in ("desk-closed", "desk-offer"):
        assert CLOSED.advance(CallState("fr", step), "0", NOW, RECORDING).state.step == "postcode"


def test_the_second_number_of_the_desk_is_rung_when_the_first_does_not_answer() -> None:
    two = build_line(CONTENT, (DESK, "+3242223355"))
    second = two.advance(CallState("fr", "desk-call", transfers=1), "busy", NOW)
    assert second.dial is not None
    assert (second.state.step, second.dial.numbers) == ("desk-call-2", ("+3242223355",))
    assert two.advance(second.state, "busy", NOW).state.step == "desk-called"
    assert two.advance(CallState("fr", "desk-call", transfers=1), "answered", NOW).state.step == "desk-called"


def test_a_message_is_offered_with_one_and_the_second_choice_keeps_its_key() -> None:
    offer = CallState("fr", "desk-offer")
    assert words(CLOSED.advance(offer, "9", NOW, RECORDING)) == ["message_choice", "centre_choice", "main_choice"]
    assert CLOSED.advance(offer, "1", NOW, RECORDING).state.step == "message-intro"
    assert CLOSED.advance(offer, "2", NOW, RECORDING).state.step == "postcode"
    left = CallState("fr", "desk-offer", errands="m")
    assert words(CLOSED.advance(left, "9", NOW, RECORDING)) == ["centre_choice", "main_choice"]
    assert CLOSED.advance(left, "1", NOW, RECORDING).meant is Key.WRONG
    assert CLOSED.advance(left, "2", NOW, RECORDING).state.step == "postcode"


def test_the_message_goes_to_the_desk_with_what_helps_to_call_back() -> None:
    intro = CallState("tr", "message-intro", answers="yyyn", centre="liege")
    recording = CLOSED.advance(intro, "", NOW, RECORDING)
    assert (recording.state.step, recording.record, recording.listen) == ("message", True, None)
    sent = CLOSED.advance(recording.state, RECORDED, NOW, RECORDING)
    assert (sent.state.step, sent.state.errands, sent.opens) == ("message-sent", "m", "message")
    assert sent.sends == VoiceMessage("turc", CONTENT.centre_by_id["liege"].name, "S05 Convention")
    done = CLOSED.advance(CallState("tr", "message", answers="y" * 13), RECORDED, NOW, RECORDING)
    assert done.sends == VoiceMessage("turc", "", "")


def test_a_message_that_cannot_arrive_is_not_recorded() -> None:
    assert CLOSED.advance(CallState("fr", "message-intro"), "", NOW).state.step == "main"


def test_whoever_says_nothing_is_told_that_nothing_was_kept() -> None:
    turn = CLOSED.advance(CallState("fr", "message"), "", NOW, RECORDING)
    assert (turn.state.step, words(turn)[0], turn.sends) == ("main", "message_not_kept", None)


@pytest.mark.parametrize(("outcome", "word"), [(Outcome.DONE, "message_kept"), (Outcome.NOT_DONE, "message_not_kept")])
def test_the_caller_hears_whether_the_message_arrived(outcome: Outcome, word: str) -> None:
    turn = CLOSED.advance(CallState("fr", "message-sent", errands="m"), "", NOW, Around(outcome=outcome))
    assert (turn.state.step, words(turn)[0]) == ("main", word)


@pytest.mark.parametrize(
    ("transfers", "around", "step"),
    [(1, RECORDING, "desk-called"), (2, RECORDING, "desk-missed"), (2, Around(), "desk-called")],
)
def test_after_two_calls_in_vain_a_message_is_offered(transfers: int, around: Around, step: str) -> None:
    turn = LINE.advance(CallState("fr", "desk-call", transfers=transfers), "busy", NOW, around)
    assert (turn.state.step, words(turn)[0], turn.dialled) == (step, "dial_busy", "desk")


# --- what cannot be built or known ----------------------------------------------------------------------


def test_more_numbers_than_a_caller_would_wait_for_stop_the_start() -> None:
    numbers = tuple(f"+324222334{last}" for last in range(10))
    with pytest.raises(ContentError, match=r"with DESK_NUMBER there are 10 numbers of the desk; at most 4 can be"):
        build_line(CONTENT, numbers)


@pytest.mark.parametrize("fields", [{"centre": "atlantis"}, {"centre": "liege", "commune": "00000"}])
def test_a_place_that_is_in_no_table_is_a_lost_call(fields: dict[str, str]) -> None:
    turn = LINE.advance(CallState("fr", "found", **fields), "1", NOW)  # type: ignore[arg-type]
    assert (turn.state.step, words(turn)[0]) == ("main", "sorry")


def test_help_is_no_use_before_a_language_is_known() -> None:
    for key in ("#", "", "*"):
        turn = LINE.advance(CallState("fr", "languages"), key, NOW)
        assert (turn.state.step, words(turn)[0]) == ("languages", "opening")
