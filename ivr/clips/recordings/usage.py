"""How a clip is used in a call: what a speaker must know to say it well."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator

from ivr.call.build import build_line
from ivr.call.leads import Spoken
from ivr.call.steps import Choice
from ivr.clips.voices.recipes import JOINED_TAIL
from ivr.clips.voices.recipes import tail_of
from ivr.content.clipnames import DATES
from ivr.content.clipnames import PLACES
from ivr.content.clipnames import TIMES
from ivr.content.clipnames import ClipKind
from ivr.content.clipnames import kind_of
from ivr.content.content import Content


class Usage(enum.StrEnum):
    QUESTION = "question"
    MENU = "menu"
    MESSAGE = "message"
    LEAD_IN = "lead_in"
    LIST_ITEM = "list_item"
    NEXT_DIGIT = "next_digit"
    LAST_DIGIT = "last_digit"
    DATE_PART = "date_part"
    DATE_END = "date_end"
    TIME_PART = "time_part"
    PLACE = "place"
    KEY = "key"
    WORKER = "worker"


_BY_KIND = {
    ClipKind.DIGIT: Usage.NEXT_DIGIT,
    ClipKind.DIGIT_END: Usage.LAST_DIGIT,
    ClipKind.KEY: Usage.KEY,
    **dict.fromkeys(TIMES, Usage.TIME_PART),
    **dict.fromkeys(PLACES, Usage.PLACE),
}
# Of the sentences; the first pattern that fits the name decides.
_BY_ID = (
    (r"whisper|whisper_unknown", Usage.WORKER),
    (r"\w+_choice(_\d)?|offer_\w+|centre_(talk|number|other)", Usage.MENU),
    (r"answer_keys|date_confirm|keys_language|whisper_again", Usage.MENU),
    (r"(faq|towns)_intro|(paper|write)_ready", Usage.MESSAGE),  # before the lines of a menu
)
# The voice follows the last sign of a text; what ends with none of these is a message.
_BY_LAST_SIGN = {":": Usage.LEAD_IN, ",": Usage.LIST_ITEM, "?": Usage.QUESTION}


class Usages:
    """Of the clips of one content."""

    def __init__(self, content: Content) -> None:
        self._texts = {clip: phrase.text.rstrip() for clip, phrase in content.phrases(content.languages.first)}
        self._orders = {code: words.date_order for code, words in content.words.items()}
        self._in_menus = set(_in_menus(content))

    def of(self, clip: str, language: str) -> Usage:
        """`language` is the speaker's: it has its own order of day, month and year."""
        kind = kind_of(clip)
        if kind in DATES:
            return Usage.DATE_PART if tail_of(clip, self._orders[language]) == JOINED_TAIL else Usage.DATE_END
        if kind in _BY_KIND:
            return _BY_KIND[kind]
        for pattern, usage in _BY_ID:
            if re.fullmatch(pattern, clip):
                return usage
        otherwise = Usage.MENU if clip in self._in_menus else Usage.MESSAGE
        return _BY_LAST_SIGN.get(self._texts[clip][-1:], otherwise)


def _in_menus(content: Content) -> Iterator[str]:
    """What is always said where a key is waited for."""
    for step in build_line(content).steps.values():
        if isinstance(step, Choice) and isinstance(step.clips, Spoken):
            yield from step.clips
