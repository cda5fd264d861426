"""Dates, hours and telephone numbers as clips."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime

import phonenumbers

from ivr.call.leads import Scene
from ivr.call.leads import says
from ivr.content.hours import BRUSSELS
from ivr.content.words import WEEKDAYS

AGAIN = says("number_repeat")


def date_clips(day: date, order: Sequence[str]) -> tuple[str, ...]:
    """The clips that say a date, in a language's own order of day, month and year."""
    return tuple(f"{part}_{getattr(day, part)}" for part in order)


def opening_clips(opening: datetime, now: datetime, order: Sequence[str]) -> tuple[str, ...]:
    """The day, the hour and the minutes of an opening; the date too when it is a week away or more."""
    days = (opening.date() - now.astimezone(BRUSSELS).date()).days
    weekday = f"weekday_{WEEKDAYS[opening.weekday()] if days else 'today'}"
    the_date = date_clips(opening.date(), order) if days >= len(WEEKDAYS) else ()
    minutes = (f"minute_{opening.minute}",) if opening.minute else ()
    return (weekday, *the_date, f"hour_{opening.hour}", *minutes)


def when(scene: Scene, words: tuple[str, ...], opening: datetime | None) -> tuple[str, ...]:
    """These words and an opening, in the order of the caller's language; nothing where none is known."""
    return (*words, *opening_clips(opening, scene.now, scene.date_order)) if opening else ()


def number_groups(number: str) -> tuple[str, ...]:
    """Split an E.164 number as it is printed in its country: +3265611850 -> 065 61 18 50."""
    parsed = phonenumbers.parse(number, None)
    printed = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    groups = tuple(group for group in "".join(c if c.isdigit() else " " for c in printed).split() if group)
    if len(groups) > 1:
        return groups
    digits = "".join(groups)  # a number of no known plan: pairs, the first longer when they do not come out even
    head = 2 + len(digits) % 2
    return (digits[:head], *(digits[i : i + 2] for i in range(head, len(digits), 2)))


def digit_clips(*groups: str) -> tuple[str, ...]:
    """One clip a digit; the last of a group is said with a falling voice and a short rest."""
    return tuple(
        f"digit_end_{digit}" if index == len(group) - 1 else f"digit_{digit}"
        for group in groups
        for index, digit in enumerate(group)
    )


def number_twice(number: str) -> tuple[str, ...]:
    """A telephone number to write down."""
    return (*spelled(number), *AGAIN, *spelled(number))


def spelled(number: str) -> tuple[str, ...]:
    """A telephone number, digit by digit."""
    return digit_clips(*number_groups(number))
