"""What kind of key was pressed: never which digits were typed."""

from __future__ import annotations

import enum
from datetime import datetime

from ivr.flow import AGAIN
from ivr.flow import BACK
from ivr.flow import PERSON
from ivr.flow import REMINDER
from ivr.flow import SILENCE
from ivr.flow import Choice
from ivr.flow import Entry
from ivr.flow import Line
from ivr.flow import Message
from ivr.flow import Scene
from ivr.state import CallState


class Key(enum.StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # don't know
    CHOICE = "choice"  # a choice in a menu
    NUMBER = "number"  # a number that could be used, or a part of one
    LISTENED = "listened"  # a message heard to its end
    SKIPPED = "skipped"  # a message cut short
    AGAIN = "again"
    BACK = "back"
    PERSON = "person"
    REMINDER = "reminder"
    SILENCE = "silence"
    WRONG = "wrong"


_ANSWERS = {"1": Key.YES, "2": Key.NO, "3": Key.UNKNOWN}
_UNIVERSAL = {AGAIN: Key.AGAIN, BACK: Key.BACK, PERSON: Key.PERSON, REMINDER: Key.REMINDER}


def classify(line: Line, before: CallState, key: str, after: CallState, at: datetime) -> Key:
    """What the key meant at the step of `before`, which must be one the line knows."""
    step = line.steps[before.step]
    if isinstance(step, Message):
        return Key.LISTENED if key == SILENCE else _UNIVERSAL.get(key, Key.SKIPPED)
    if isinstance(step, Entry):
        return _entered(step, before, key, after)
    if key == SILENCE:
        return Key.SILENCE
    if isinstance(step, Choice) and key in step.keys(Scene(line, before, at)):
        return _ANSWERS.get(key, Key.CHOICE) if step.name in line.content.programme.question_ids else Key.CHOICE
    return _UNIVERSAL.get(key, Key.WRONG) if key != REMINDER or isinstance(step, Choice) else Key.WRONG


def _entered(step: Entry, before: CallState, key: str, after: CallState) -> Key:
    """A number refused leads to the same step, back to an earlier one, or where giving up leads."""
    text = before.typed + key
    if text == BACK * 2:
        return Key.BACK
    rest = text.rpartition(BACK)[2]
    if not rest:
        return Key.BACK if key else Key.SILENCE
    if rest.rstrip(REMINDER) == PERSON:
        return Key.PERSON
    if rest.startswith(REMINDER):  # "I do not know it"
        return Key.CHOICE if after.step != before.step else Key.WRONG
    if after.step == before.step:
        return Key.WRONG if after.tries > before.tries else Key.NUMBER  # not more tries: the first digits of a number begun anew
    gave_up = before.tries + 1 >= step.max_tries and after.step in _WHERE_GIVING_UP_LEADS
    return Key.WRONG if after.step in before.trail or gave_up else Key.NUMBER


_WHERE_GIVING_UP_LEADS = ("towns", "calling", "call", "goodbye")
