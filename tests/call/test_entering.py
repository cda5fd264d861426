"""Entering a step: what is heard and listened for there, and what stays of the way, with steps made for the purpose."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from typing import Any

import pytest

from ivr.call.entering import MAX_TRANSFERS
from ivr.call.entering import Entrance
from ivr.call.leads import Go
from ivr.call.leads import Menu
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.leads import says
from ivr.call.reach import Errand
from ivr.call.reach import Outcome
from ivr.call.state import ERASED
from ivr.call.state import NUMBER_DONE
from ivr.call.state import CallState
from ivr.call.steps import Await
from ivr.call.steps import Choice
from ivr.call.steps import End
from ivr.call.steps import Message
from ivr.call.steps import NumberEntry
from ivr.call.steps import Recording
from ivr.call.steps import Step
from ivr.call.steps import Transfer
from ivr.call.turns import Dial
from ivr.call.turns import DialResult
from ivr.call.turns import Listen
from ivr.call.turns import Turn
from tests.support.lines import pinned

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ENDS = {result: go("told") for result in DialResult}


def number(name: str, **how: Any) -> NumberEntry:
    return NumberEntry(name, says("which_number"), 4, lambda scene, typed: go("told"), **how)


STEPS: tuple[Step, ...] = (
    Message("told", says("a_message", "en/of_another_language"), go("main"), useful=True),
    Choice("main", says("main_menu"), Menu({"1": go("menu")}), opens="menu"),
    Choice("languages", says("list"), Menu({"2": go("main")})),
    Choice("menu", says("a_menu"), Menu({"1": go("told"), "9": go("told")}), opens="branch", seconds=5),
    Choice("question", says("a_question"), Menu({"1": go("told")}), asks="s01"),
    number("postcode", starts_alone=True),
    number("year"),
    Transfer("calling", lambda scene: ("+3242223344", "+3242223345"), ENDS, go("told"), language_known=False),
    Transfer("nobody", lambda scene: (), ENDS, go("told", "nobody_there")),
    Message("calls-used-up", says("transfers_used_up"), go("main")),
    Recording("speak", go("told"), go("told")),
    Await("waiting", Errand.TEXT, {outcome: go("told") for outcome in Outcome}),
    End("end"),
)
ENTRANCE = Entrance({step.name: step for step in STEPS})


def entered(step: str, move: Go, **state: Any) -> Turn:
    return ENTRANCE.enter(Scene(pinned(), (), CallState("fr", step, **state), NOW), move)


# --- the way back ------------------------------------------------------------------------------------

# From where, with which way behind; to where; the way that * leads back on.
WAYS = [
    ("menu", (), "told", ("menu",)),
    ("question", ("menu",), "told", ("menu", "question")),
    ("year", ("menu",), "told", ("menu", "year")),
    ("told", ("menu",), "question", ("menu",)),  # nobody wants back to a message
    ("speak", ("menu",), "told", ("menu",)),
    ("waiting", ("menu",), "told", ("menu",)),
    ("question", ("menu",), "question", ("menu",)),  # the same step again
    ("main", (), "menu", ()),  # * leads to the main menu when nothing else is left
    ("languages", (), "menu", ()),
    ("question", ("menu",), "main", ()),
    ("question", ("menu",), "languages", ()),
    ("question", ("menu",), "menu", ()),  # back where the caller was: what came after is no way back
    ("year", ("menu", "question", "postcode"), "question", ("menu",)),
]


@pytest.mark.parametrize(("here", "trail", "there", "after"), WAYS)
def test_the_way_back_leads_over_what_was_asked(here: str, trail: tuple[str, ...], there: str, after: tuple[str, ...]) -> None:
    assert entered(here, go(there), trail=trail).state.trail == after


# --- what of the state stays -------------------------------------------------------------------------


def test_failures_and_digits_are_those_of_one_step() -> None:
    state = entered("year", go("question"), tries=2, mistakes=3, typed="20").state
    assert (state.tries, state.mistakes, state.typed) == (0, 0, "")


def test_a_move_may_keep_what_it_names() -> None:
    state = entered("year", go("year", tries=2, mistakes=3, typed="20", centre="liege")).state
    assert (state.tries, state.mistakes, state.typed, state.centre) == (2, 3, "20", "liege")


@pytest.mark.parametrize(("there", "commune"), [("question", "62063"), ("told", ""), ("main", "")])
def test_a_commune_is_known_only_while_it_is_spoken_of(there: str, commune: str) -> None:
    assert entered("question", go(there), commune="62063").state.commune == commune


def test_a_move_may_bring_a_commune_along() -> None:
    assert entered("postcode", go("question", commune="62063")).state.commune == "62063"


@pytest.mark.parametrize(("pressed", "said"), [("1", ("praise",)), ("", ())])
def test_what_was_said_on_the_way_is_kept_where_a_second_press_could_cut_it_short(pressed: str, said: tuple[str, ...]) -> None:
    assert entered("menu", go("question", "praise"), pressed=pressed).state.said == said


# --- what is heard, and listened for ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "state", "clips", "listen", "keys"),
    [
        ("told", {}, "fr/word fr/a_message en/of_another_language", Listen(1, 1, ""), "1234567890*#"),
        ("menu", {}, "fr/word fr/a_menu", Listen(1, 5, ""), "19*0#"),
        ("question", {}, "fr/word fr/a_question", Listen(1, 8, ""), "19*0#"),
        ("postcode", {}, "fr/word fr/which_number", Listen(1, 8, ""), "1234567890*#"),
        ("postcode", {"typed": "4"}, "fr/word", Listen(3, 8, "#"), "1234567890*#"),
        ("postcode", {"typed": "400"}, "fr/word", Listen(1, 8, "#"), "1234567890*#"),
        ("postcode", {"typed": ERASED}, "fr/word fr/which_number", Listen(1, 8, ""), "1234567890*#"),
        ("postcode", {"typed": "4", "pressed": NUMBER_DONE}, "fr/word fr/which_number", Listen(1, 8, ""), "1234567890*#"),
        ("year", {}, "fr/word fr/which_number", Listen(4, 8, "#"), "1234567890*#"),
        ("year", {"typed": "20"}, "fr/word", Listen(2, 8, "#"), "1234567890*#"),
        ("year", {"typed": ERASED}, "fr/word fr/which_number", Listen(4, 8, "#"), "1234567890*#"),
        ("waiting", {}, "", Listen(1, 1, ""), "*0"),
        ("speak", {}, "", None, ""),
        ("end", {}, "", None, ""),
    ],
)
def test_each_kind_of_step_says_its_words_and_listens_for_its_keys(
    there: str, state: dict[str, str], clips: str, listen: Listen | None, keys: str
) -> None:
    turn = entered("main", go(there, "word", **state))
    assert " ".join(turn.clips) == clips
    assert turn.listen == listen
    assert sorted(turn.keys) == sorted(keys)
    assert turn.record is (there == "speak")


@pytest.mark.parametrize(
    ("here", "there", "opens", "useful", "asks"),
    [
        ("main", "menu", "branch", False, ""),
        ("menu", "menu", "", False, ""),  # heard again, not entered again
        ("main", "told", "", True, ""),
        ("main", "question", "", False, "s01"),
        ("question", "question", "", False, "s01"),
    ],
)
def test_an_observer_is_told_of_a_branch_once(here: str, there: str, opens: str, useful: bool, asks: str) -> None:
    turn = entered(here, go(there))
    assert (turn.opens, turn.useful, turn.asks) == (opens, useful, asks)


# --- being put through -------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [0, MAX_TRANSFERS - 1])
def test_a_caller_is_put_through_and_it_is_counted(before: int) -> None:
    turn = entered("main", go("calling"), transfers=before)
    limits = pinned().centres.transfer
    assert turn.dial == Dial(("+3242223344", "+3242223345"), limits.ring_seconds, limits.limit_seconds, language_known=False)
    assert (turn.state.step, turn.state.transfers, turn.clips) == ("calling", before + 1, ())


def test_after_five_transfers_a_caller_is_told_that_there_are_no_more() -> None:
    turn = entered("main", go("calling"), transfers=5)
    assert (turn.state.step, turn.clips, turn.dial) == ("calls-used-up", ("fr/transfers_used_up",), None)


@pytest.mark.parametrize("transfers", [0, 5])
def test_where_nobody_can_be_rung_that_is_said_whatever_the_count(transfers: int) -> None:
    turn = entered("main", go("nobody"), transfers=transfers)
    assert (turn.state.step, turn.clips[0], turn.state.transfers) == ("told", "fr/nobody_there", transfers)
