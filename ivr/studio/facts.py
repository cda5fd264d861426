"""Centres and the line's own desk in the words of the editors' pages: what a fact is called, and what would be different."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from ivr.clips.releases.compare import NUMBERS
from ivr.clips.releases.compare import Change
from ivr.content.centres import Centre
from ivr.content.centres import Centres
from ivr.content.centres import Desk
from ivr.content.centres import DeskNumber
from ivr.content.hours import Span
from ivr.content.hours import Timetable
from ivr.content.words import WEEKDAYS

NAMES = ("name", "town", "spoken_town", "website", "site_spoken")
LABELS = {"phone": "centre_phone", **{name: f"centre_{name}" for name in NAMES}}  # where the page calls a field otherwise

_Words = Mapping[str, str]
_Stated = Iterator[tuple[tuple[str, str], str]]


def label(words: _Words, field: str) -> str:
    """What the page calls a field of a centre."""
    return words[LABELS.get(field, field)]


def short_name(centre: Centre) -> str:
    """As people say it, without what its letters stand for."""
    return centre.name.partition(" (")[0]


def differences(before: Centres, after: Centres, words: _Words) -> list[Change]:
    """Whom callers would reach otherwise, and when: "CRI Mons" and "Monday", with the hours of today and of the draft."""
    today, then = dict(_stated(before, words)), dict(_stated(after, words))
    facts = dict.fromkeys((*then, *today))
    changed = (Change(*fact, today.get(fact) or None, then.get(fact) or None) for fact in facts)
    return [change for change in changed if change.before != change.after]


def is_said(change: Change) -> bool:
    """Whether `differences` tells of it."""
    return change.where == NUMBERS and change.what.startswith(("centres.", "desk."))


def spans_written(spans: Sequence[Span]) -> str:
    return ", ".join(f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in spans)


def _stated(centres: Centres, words: _Words) -> _Stated:
    for centre in centres.centres:
        name = short_name(centre)
        yield (name, label(words, "phone")), _number(centre, words)
        yield from _timetable(name, centre, words)
        yield from (((name, label(words, field)), str(getattr(centre, field))) for field in NAMES)
    yield from _desk(centres.desk, words)


def _desk(desk: Desk, words: _Words) -> _Stated:
    name = words["desk"]
    yield (name, words["numbers_in_turn"]), ", ".join(number.phone for number in desk.numbers)
    yield (name, words["only_these"]), words["yes" if desk.only_these else "no"]
    yield (name, words["ring_together"]), words["yes" if desk.together else "no"]
    yield from _timetable(f"{name}, {words['hours_of_the_servers']}", desk, words)
    for number in desk.numbers:
        yield (name, number.phone), _number(number, words)
        yield from _timetable(f"{name}, {number.phone}", number, words)


def _number(entry: Centre | DeskNumber, words: _Words) -> str:
    """With the day that makes it a number that callers are put through to."""
    if not entry.phone:
        return ""
    how = words["number_confirmed"] if entry.confirmed_on else words["number_not_confirmed"]
    return how.format(phone=entry.phone, date=entry.confirmed_on)


def _timetable(name: str, entry: Timetable, words: _Words) -> _Stated:
    week = {str(day): spans for day, spans in (entry.hours or {}).items()}
    yield from (((name, words[day]), spans_written(week.get(day, ()))) for day in WEEKDAYS)
    yield (name, words["closed_on"]), ", ".join(map(str, sorted(entry.closed_on)))
    for day, spans in sorted(entry.special_hours.items()):
        yield (name, f"{words['special_hours']}, {day}"), spans_written(spans)
