"""What holds for words: each language in its own letters and its own words, text messages that can be sent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from collections.abc import Iterator
from functools import partial

from ivr.call.answers import Questionnaire
from ivr.call.leads import Scene
from ivr.call.segments import segments
from ivr.call.state import CallState
from ivr.call.texts import MOST_SEGMENTS
from ivr.call.texts import end_date
from ivr.call.texts import of_centre
from ivr.call.texts import summary
from ivr.call.tour import MORNING
from ivr.clips.rules.objection import Objection
from ivr.clips.rules.objection import Rule
from ivr.content.content import Content
from ivr.content.languages import SOURCES
from ivr.content.languages import Language

LATIN = "LATIN"
A_NUMBER = "+3281234567"
ORDERED = (31, 8, 2024)


def letters(content: Content) -> Iterator[Objection]:
    """A word in foreign letters is one that nobody translated, and that a voice spells out."""
    names = _any_of(content.languages.as_in_belgium)
    for language in content.languages.languages:
        script = script_of(language)
        for clip, phrase in content.words[language.code].phrases():
            words = phrase.text if phrase.voice or script == LATIN else names.sub("", phrase.text)
            if not phrase.voice and (strange := "".join(sign for sign in words if sign.isalpha() and _script(sign) != script)):
                yield Objection(Rule.LETTERS, language.code, clip, detail=strange)


def script_of(language: Language) -> str:
    """The letters in which the language writes its own name."""
    return _script(next(sign for sign in language.name if sign.isalpha()))


def copied(content: Content) -> Iterator[Objection]:
    """A sentence that is the same in two languages was not translated; single words, and those in another's voice, may be."""
    sources = {code: dict(content.words[code].phrases()) for code in SOURCES if code in content.words}
    for language in content.languages.codes:
        for clip, phrase in content.words[language].phrases():
            same = (code for code, words in sources.items() if code != language and words[clip].text == phrase.text)
            source = next(same, None)
            if source and not phrase.voice and " " in phrase.text:
                yield Objection(Rule.COPIED, language, clip, detail=source)


def texts(content: Content) -> Iterator[Objection]:
    """Every text message as the line would send it."""
    for language in content.languages.codes:
        found = {objection.place: objection for objection in _texts(content, language)}
        yield from found.values()


def _texts(content: Content, language: str) -> Iterator[Objection]:
    asked = Questionnaire(content.programme)
    answers = "n" * len(content.programme.stages)
    scene = Scene(content, (), CallState(language, "main", answers=answers, ordered=ORDERED), MORNING)
    yield from _sent(language, "sms_deadline", partial(end_date, scene))
    yield from _sent(language, "sms_summary", partial(summary, scene, asked))
    for centre in content.centres.centres:
        with_number = centre.model_copy(update={"phone": A_NUMBER, "confirmed_on": MORNING.date()})
        yield from _sent(language, "sms_centre", partial(of_centre, scene, with_number))
        yield from _sent(language, "sms_centre_site", partial(of_centre, scene, centre.model_copy(update={"phone": None})))


def _sent(language: str, name: str, write: Callable[[], str]) -> Iterator[Objection]:
    try:
        parts = segments(write())
    except (KeyError, IndexError, ValueError) as fault:
        yield Objection(Rule.TEXT_BROKEN, language, name, detail=str(fault))
        return
    if parts > MOST_SEGMENTS:
        yield Objection(Rule.TEXT_LONG, language, name, found=parts, most=MOST_SEGMENTS)


def _script(sign: str) -> str:
    """LATIN, ARABIC, CYRILLIC, CJK: how Unicode calls the letters that a sign belongs to."""
    return unicodedata.name(sign, "").partition(" ")[0]


def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Nothing but whole words, also between signs that leave no room between words."""
    found = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z])(?:{found})(?![A-Za-z])" if found else r"(?!)")
