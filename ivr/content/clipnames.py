"""What kind of clip a name is: a digit, a part of a date or an hour, the name of a place, a key, or a sentence."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping


class ClipKind(enum.StrEnum):
    """The beginning of the names, but for sentences: they have names of their own."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    WEEKDAY = "weekday"
    HOUR = "hour"
    MINUTE = "minute"
    DIGIT = "digit"
    DIGIT_END = "digit_end"  # the last one of a group
    TOWN = "town"
    SITE = "site"
    COMMUNE = "commune"
    KEY = "press"
    SENTENCE = ""


DATES = frozenset({ClipKind.DAY, ClipKind.MONTH, ClipKind.YEAR})
TIMES = frozenset({ClipKind.WEEKDAY, ClipKind.HOUR, ClipKind.MINUTE})
DIGITS = frozenset({ClipKind.DIGIT, ClipKind.DIGIT_END})
PLACES = frozenset({ClipKind.TOWN, ClipKind.SITE, ClipKind.COMMUNE})  # the same in all languages

# Where they stand in a language's file, in the order of the kits: day_1 is entry 1 of `days`.
TABLES: Mapping[str, str] = {
    ClipKind.DAY: "days",
    ClipKind.MONTH: "months",
    ClipKind.WEEKDAY: "weekdays",
    ClipKind.HOUR: "hours",
    ClipKind.MINUTE: "minutes",
    ClipKind.DIGIT: "digits",
    ClipKind.DIGIT_END: "digit_ends",
    ClipKind.YEAR: "years",
}
_KINDS = (
    re.compile(r"(day|month|year|hour|minute)_\d+", re.ASCII),
    re.compile(r"(weekday)_[a-z]+"),
    re.compile(r"(digit|digit_end|press)_\d", re.ASCII),
    re.compile(r"(town|site)_[a-z][a-z-]*"),
    re.compile(r"(commune)_\d{5}", re.ASCII),  # commune_is is a sentence
)


def kind_of(clip: str) -> ClipKind:
    found = next(filter(None, (pattern.fullmatch(clip) for pattern in _KINDS)), None)
    return ClipKind(found[1]) if found else ClipKind.SENTENCE


def question_clips(id: str) -> tuple[str, str]:
    """A frequent question and its answer."""
    return f"faq_{id}", f"faq_{id}_answer"
