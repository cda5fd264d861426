"""What a key leads to, at each kind of step, with steps made for the purpose."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from typing import Any

import pytest

from ivr.call.leads import Go
from ivr.call.leads import Menu
from ivr.call.leads import Refuse
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.leads import says
from ivr.call.reach import RECORDED
from ivr.call.reach import Around
from ivr.call.reach import Errand
from ivr.call.reach import Outcome
from ivr.call.reacting import Reactions
from ivr.call.state import ERASED
from ivr.call.state import CallState
from ivr.call.steps import Await
from ivr.call.steps import Choice
from ivr.call.steps import End
from ivr.call.steps import Message
from ivr.call.steps import NumberEntry
from ivr.call.steps import Recording
from ivr.call.steps import Step
from ivr.call.steps import Transfer
from ivr.call.turns import DialResult
from ivr.call.turns import Key
from tests.support.lines import pinned

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
NOTHING = says()


def accepted(scene: Scene, number: str) -> Go | Refuse:
    return go("done") if number == "12" else Refuse(("no_such_day",))


STEPS: tuple[Step, ...] = (
    Message("told", NOTHING, go("next")),
    Choice("menu", NOTHING, Menu({"1": go("one")})),
    Choice("question", NOTHING, Menu({"1": go("one"), "2": go("two"), "3": go("three"), "4": go("four")}), asks="s01"),
    Choice("offer", NOTHING, Menu({"1": go("one")}), hint=says("offer_hint"), give_up=go("without"), back="main"),
    Choice("languages", NOTHING, Menu({"2": go("welcome")})),
    Choice("commune", NOTHING, Menu({"1": go("one")}), ready=lambda state: bool(state.commune)),
    NumberEntry("day", NOTHING, 2, accepted, anew=go("day", "whole_date", ordered=())),
    NumberEntry("year", NOTHING, 2, accepted, max_tries=2, max_mistakes=3, unknown=go("no-year"), give_up=go("without")),
    Transfer("calling", lambda scene: (), {result: go(result.value) for result in DialResult}, go("nobody")),
    Recording("speak", go("thanks"), go("silent")),
    Await("waiting", Errand.TEXT, {Outcome.DONE: go("sent"), Outcome.NOT_DONE: go("not-sent")}),
    End("end"),
)
BY_NAME = {step.name: step for step in STEPS}
REACTIONS = Reactions(BY_NAME, person=go("person"), give_up=go("goodbye"))


def reaction(step: str, key: str, around: Around | None = None, **state: Any) -> tuple[Key | None, Go]:
    scene = Scene(pinned(), (), CallState("fr", step, **state), NOW, around or Around())
    return REACTIONS.react(scene, BY_NAME[step], key)


@pytest.mark.parametrize(
    ("step", "key", "meant", "leads_to"),
    [
        ("told", "", Key.LISTENED, "next"),
        ("told", "5", Key.SKIPPED, "next"),
        ("told", "#", Key.SKIPPED, "next"),
        ("told", "9", Key.AGAIN, "told"),
        ("told", "0", Key.PERSON, "person"),
        ("told", "*", Key.BACK, "main"),
        ("menu", "1", Key.CHOICE, "one"),
        ("menu", "9", Key.AGAIN, "menu"),
        ("menu", "0", Key.PERSON, "person"),
        ("menu", "*", Key.BACK, "main"),
        ("question", "1", Key.YES, "one"),
        ("question", "2", Key.NO, "two"),
        ("question", "3", Key.UNKNOWN, "three"),
        ("question", "4", Key.CHOICE, "four"),
        ("day", "12", Key.NUMBER, "done"),
        ("day", "0#", Key.PERSON, "person"),
        ("day", "**", Key.BACK, "main"),
        ("year", "#", Key.CHOICE, "no-year"),
        ("speak", RECORDED, None, "thanks"),
        ("speak", "", None, "silent"),
        ("speak", "1", None, "silent"),
        ("end", "1", None, "end"),
        *[("calling", result.value, None, result.value) for result in DialResult],
        ("calling", "", None, "calling"),  # the carrier says nothing of how it ended: they are called again
        ("calling", "1", None, "calling"),
    ],
)
def test_where_a_key_leads_and_what_it_meant(step: str, key: str, meant: Key | None, leads_to: str) -> None:
    found, move = reaction(step, key)
    assert (found, move.step) == (meant, leads_to)


# --- failing -----------------------------------------------------------------------------------------

# Where, the key, how often in a row before; the step that follows, what is said on the way.
FAILURES = [
    ("menu", "", 0, "menu", "hint_silence hint_keypad keys_always"),
    ("menu", "", 1, "menu", "hint_silence hint_keypad keys_menu keys_always"),
    ("menu", "", 2, "goodbye", ""),
    ("menu", "7", 0, "menu", "hint_wrong keys_always"),
    ("menu", "7", 1, "menu", "hint_wrong hint_keypad keys_menu keys_always"),
    ("menu", "7", 2, "goodbye", ""),
    ("menu", "11", 0, "menu", "hint_wrong keys_always"),
    ("question", "7", 1, "question", "hint_wrong hint_keypad keys_always"),  # the answers are part of what is asked
    ("offer", "", 0, "offer", "offer_hint"),
    ("offer", "", 1, "offer", "offer_hint"),
    ("offer", "7", 0, "offer", "hint_wrong keys_always"),
    ("offer", "", 2, "without", ""),
    ("languages", "", 1, "languages", ""),  # nobody can be understood yet
    ("languages", "7", 0, "languages", ""),
    ("languages", "7", 2, "goodbye", ""),
    ("day", "", 0, "day", "hint_silence hint_keypad keys_number"),
    ("day", "", 1, "day", "hint_silence hint_keypad keys_number"),
    ("day", "", 2, "goodbye", ""),
    ("year", "", 0, "year", "hint_silence hint_keypad keys_number"),
    ("year", "", 1, "without", ""),  # an entry of its own patience
]


@pytest.mark.parametrize(("step", "key", "tries", "leads_to", "said"), FAILURES)
def test_help_more_help_then_somebody_else(step: str, key: str, tries: int, leads_to: str, said: str) -> None:
    meant, move = reaction(step, key, tries=tries, mistakes=2)
    assert (meant, move.step, " ".join(move.say)) == (Key.WRONG if key else Key.SILENCE, leads_to, said)
    if leads_to == step:
        assert move.changes == {"tries": tries + 1, "mistakes": 2}


@pytest.mark.parametrize(
    ("step", "said"),
    [("menu", "keys_menu keys_always"), ("question", "keys_menu keys_always"), ("languages", ""), ("day", "keys_number")],
)
def test_a_reminder_of_the_keys_is_no_failure(step: str, said: str) -> None:
    meant, move = reaction(step, "#", tries=1, mistakes=2)
    assert (meant, move.step, " ".join(move.say)) == (Key.REMINDER, step, said)
    assert move.changes == ({"tries": 1, "mistakes": 2} if step == "day" else {})


# How many mistakes there were before in this number; where the next one leads, what is said, and how many there are then.
MISTAKES = [
    ("day", 0, "day", "no_such_day", 1),
    ("day", 1, "day", "no_such_day", 2),
    ("day", 2, "day", "no_such_day whole_date", 3),  # half of them: the whole date anew
    ("day", 3, "day", "no_such_day", 4),
    ("day", 4, "day", "no_such_day", 5),
    ("day", 5, "goodbye", "", None),
    ("year", 0, "year", "no_such_day", 1),  # nothing to begin anew
    ("year", 1, "year", "no_such_day", 2),
    ("year", 2, "without", "", None),
]


@pytest.mark.parametrize(("step", "before", "leads_to", "said", "after"), MISTAKES)
def test_a_number_that_cannot_be_used_is_asked_for_again_and_begun_anew_half_way(
    step: str, before: int, leads_to: str, said: str, after: int | None
) -> None:
    meant, move = reaction(step, "99", mistakes=before, tries=1)
    assert (meant, move.step, " ".join(move.say), move.changes.get("mistakes")) == (Key.WRONG, leads_to, said, after)
    assert ("ordered" in move.changes) == ("whole_date" in said)


@pytest.mark.parametrize(
    ("typed", "key", "meant", "said", "typed_after"),
    [
        ("", "1*", Key.BACK, "number_again", ERASED),
        ("", "*1", Key.NUMBER, "go_on_typing", "1"),
        ("", "*", Key.BACK, "number_again", ERASED),
    ],
)
def test_a_star_erases_without_counting_as_a_failure(typed: str, key: str, meant: Key, said: str, typed_after: str) -> None:
    found, move = reaction("day", key, typed=typed, tries=1, mistakes=2)
    assert (found, move.step, " ".join(move.say)) == (meant, "day", said)
    assert move.changes == {"tries": 1, "mistakes": 2, "typed": typed_after}


# --- going back --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "trail", "commune", "leads_to"),
    [
        ("menu", (), "", "main"),
        ("menu", ("question",), "", "question"),
        ("menu", ("question", "day"), "", "day"),
        ("menu", ("question", "commune"), "62063", "question"),  # the commune is forgotten on the way back
        ("menu", ("commune",), "62063", "main"),
        ("offer", ("question",), "", "main"),  # a step that says itself where back is
        ("waiting", ("question",), "", "question"),
    ],
)
def test_a_star_leads_back_to_the_last_step_that_can_still_be_said(
    step: str, trail: tuple[str, ...], commune: str, leads_to: str
) -> None:
    meant, move = reaction(step, "*", trail=trail, commune=commune)
    assert (meant, move.step) == (Key.BACK, leads_to)


# --- waiting for what is done outside of the call -----------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "looks", "leads_to"),
    [
        (Outcome.DONE, 0, "sent"),
        (Outcome.NOT_DONE, 0, "not-sent"),
        (Outcome.UNKNOWN, 0, "waiting"),
        (Outcome.UNKNOWN, 5, "waiting"),
        (Outcome.UNKNOWN, 6, "not-sent"),
        (Outcome.DONE, 6, "sent"),
    ],
)
@pytest.mark.parametrize("key", ["", "5", "9", "#"])
def test_what_is_not_known_at_the_last_look_was_not_done(outcome: Outcome, looks: int, leads_to: str, key: str) -> None:
    meant, move = reaction("waiting", key, Around(outcome=outcome), tries=looks)
    assert (meant, move.step) == (None, leads_to)
    assert move.changes == ({"tries": looks + 1} if leads_to == "waiting" else {})


def test_who_waits_may_ask_for_a_person_all_the_same() -> None:
    assert reaction("waiting", "0", Around(outcome=Outcome.DONE)) == (Key.PERSON, go("person"))
