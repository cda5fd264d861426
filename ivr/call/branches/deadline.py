"""The end date: the day of the order in three short entries, read back, and the date the law gives."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from ivr.call.branches.fetching import fetching
from ivr.call.branches.texting import text_key
from ivr.call.branches.texting import with_text
from ivr.call.leads import Go
from ivr.call.leads import Menu
from ivr.call.leads import Refuse
from ivr.call.leads import Scene
from ivr.call.leads import go
from ivr.call.leads import says
from ivr.call.speech import date_clips
from ivr.call.state import CallState
from ivr.call.steps import MAIN_STEP
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import NumberEntry
from ivr.call.steps import Step
from ivr.call.texts import end_date
from ivr.content.hours import BRUSSELS

LEAP_YEAR = 2024  # in which every day exists
DAY, MONTH, YEAR, READ_BACK = go("day"), go("month"), go("year"), go("read-back")
ANEW = go("day", "date_again", ordered=())
BAD_DAY, BAD_MONTH, BAD_YEAR = says("bad_day"), says("bad_month"), says("bad_year")
NO_SUCH_DAY, NO_LEAP_DAY = says("no_such_day"), says("no_leap_day")
FUTURE, TOO_OLD = says("date_future"), says("date_too_old")
YOU_TYPED, CONFIRM, THE_END = says("you_typed"), says("date_confirm"), says("date_end")


def steps() -> Iterator[Step]:
    yield Message("date", says("date_intro"), go("paper"), opens="date")
    yield fetching("paper", "paper_ready", DAY)
    yield NumberEntry("day", says("ask_day"), 2, _day, starts_alone=True, anew=ANEW)
    yield NumberEntry(
        "month", says("ask_month"), 2, _month, starts_alone=True, anew=ANEW, ready=lambda state: len(state.ordered) >= 1
    )
    yield NumberEntry(
        "year", says("ask_year"), 4, _year, starts_alone=True, anew=ANEW, ready=lambda state: len(state.ordered) >= 2
    )
    yield Choice(
        "read-back",
        lambda scene: (*YOU_TYPED, *date_clips(scene.ordered, scene.date_order), *CONFIRM),
        Menu({"1": go("deadline"), "2": go("day", ordered=())}),
        ready=_complete,
    )
    yield Message("deadline", _deadline, go("advice"), ready=_complete, useful=True)
    yield Message("advice", says("date_advice"), go("date-next"))
    yield Choice(
        "date-next",
        with_text("again_choice", "centre_choice", "main_choice"),
        text_key({"1": go("deadline"), "2": go("postcode")}, end_date),
        back=MAIN_STEP,
        ready=_complete,
    )


def _complete(state: CallState) -> bool:
    return len(state.ordered) == 3


def _day(scene: Scene, typed: str) -> Go | Refuse:
    if typed.isdecimal() and 1 <= int(typed) <= 31:
        return _on(scene, MONTH, int(typed))
    return Refuse(BAD_DAY)


def _month(scene: Scene, typed: str) -> Go | Refuse:
    if not (typed.isdecimal() and 1 <= int(typed) <= 12):
        return Refuse(BAD_MONTH)
    day, month = scene.state.ordered[0], int(typed)
    if day > monthrange(LEAP_YEAR, month)[1]:
        return Refuse(NO_SUCH_DAY)
    return _on(scene, YEAR, day, month)


def _year(scene: Scene, typed: str) -> Go | Refuse:
    if not (typed.isdecimal() and len(typed) == 4):
        return Refuse(BAD_YEAR)
    day, month = scene.state.ordered[:2]
    year, today = int(typed), scene.now.astimezone(BRUSSELS).date()
    first = scene.content.programme.first_day
    if year < first.year:
        return Refuse(TOO_OLD)
    if year > today.year:
        return Refuse(FUTURE)
    if day > monthrange(year, month)[1]:
        return Refuse(NO_LEAP_DAY)
    ordered = date(year, month, day)
    if ordered < first:
        return Refuse(TOO_OLD)
    if ordered > today:
        return Refuse(FUTURE)
    return _on(scene, READ_BACK, day, month, year)


def _on(scene: Scene, to: Go, *ordered: int) -> Go:
    """The mistakes of one date are counted over its three entries."""
    return to.with_(ordered=ordered, mistakes=scene.state.mistakes)


def _deadline(scene: Scene) -> tuple[str, ...]:
    """The date first, then how far away it is, then the rule."""
    rule = scene.content.programme.deadline(scene.ordered)
    end = rule.end(scene.ordered)
    distance = scene.content.programme.distance_clip(end, scene.now.astimezone(BRUSSELS).date())
    return (*THE_END, *date_clips(end, scene.date_order), distance, *rule.clips(scene.ordered))
