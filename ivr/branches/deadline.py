"""The end date: the day of the order in three short entries, read back, and the date the law gives."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from ivr.dates import date_clips
from ivr.flow import MAIN_STEP
from ivr.flow import MAX_TRIES
from ivr.flow import Choice
from ivr.flow import Entry
from ivr.flow import Go
from ivr.flow import Message
from ivr.flow import Refuse
from ivr.flow import Scene
from ivr.flow import Step
from ivr.flow import go
from ivr.flow import says
from ivr.hours import BRUSSELS
from ivr.state import CallState


def steps() -> Iterator[Step]:
    yield Message("date", says("date_intro"), go("day"))
    yield Entry("day", says("ask_day"), 2, _day)
    yield Entry("month", says("ask_month"), 2, _month, ready=lambda state: len(state.ordered) >= 1)
    yield Entry("year", says("ask_year"), 4, _year, ready=lambda state: len(state.ordered) >= 2)
    yield Choice(
        "read-back",
        lambda scene: ("you_typed", *_spoken(scene, scene.ordered), "date_confirm"),
        lambda scene: {"1": go("deadline"), "2": go("day", ordered=())},
        ready=_complete,
    )
    yield Message("deadline", _deadline, go("advice"), ready=_complete)
    yield Message("advice", says("date_advice"), go("date-next"))
    yield Choice(
        "date-next",
        says("again_choice", "centre_choice", "main_choice"),
        lambda scene: {"1": go("deadline"), "2": go("postcode")},
        back=MAIN_STEP,
        ready=_complete,
    )


def _complete(state: CallState) -> bool:
    return len(state.ordered) == 3


def _day(scene: Scene, typed: str) -> Go | Refuse:
    if typed.isdecimal() and 1 <= int(typed) <= 31:
        return Go("month", changes={"ordered": (int(typed),)})
    return Refuse(("bad_day",))


def _month(scene: Scene, typed: str) -> Go | Refuse:
    if not (typed.isdecimal() and 1 <= int(typed) <= 12):
        return Refuse(("bad_month",))
    day, month, leap_year = scene.state.ordered[0], int(typed), 2024
    if day > monthrange(leap_year, month)[1]:
        return _ask_again(scene, "no_such_day")
    return Go("year", changes={"ordered": (day, month)})


def _year(scene: Scene, typed: str) -> Go | Refuse:
    if not (typed.isdecimal() and len(typed) == 4):
        return Refuse(("bad_year",))
    day, month = scene.state.ordered[:2]
    year, today = int(typed), scene.now.astimezone(BRUSSELS).date()
    first = scene.content.programme.first_day
    if year < first.year:
        return _ask_again(scene, "date_too_old")
    if year > today.year:
        return _ask_again(scene, "date_future")
    if day > monthrange(year, month)[1]:
        return _ask_again(scene, "no_leap_day")
    ordered = date(year, month, day)
    if ordered < first:
        return _ask_again(scene, "date_too_old")
    if ordered > today:
        return _ask_again(scene, "date_future")
    return Go("read-back", changes={"ordered": (day, month, year)})


def _ask_again(scene: Scene, why: str) -> Go | Refuse:
    """Ask for this entry again, keeping the others; the third time the mistake may be in those, so begin anew."""
    if scene.state.tries >= MAX_TRIES - 1:
        return Go("day", (why, "date_again"), {"ordered": ()})
    return Refuse((why,))


def _deadline(scene: Scene) -> tuple[str, ...]:
    """The date first, then how far away it is, then the rule."""
    rule = scene.content.programme.deadline(scene.ordered)
    end = rule.end(scene.ordered)
    distance = scene.content.programme.distance_clip(end, scene.now.astimezone(BRUSSELS).date())
    return ("date_end", *_spoken(scene, end), distance, *rule.clips(scene.ordered))


def _spoken(scene: Scene, day: date) -> tuple[str, ...]:
    return date_clips(day, scene.content.words[scene.state.language].date_order)
