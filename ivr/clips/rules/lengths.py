"""How long the parts of a call may last, at every step as it is first heard."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from typing import NamedTuple

from ivr.call.branches.stages import ANSWER_KEYS
from ivr.call.build import build_line
from ivr.call.steps import LANGUAGES_STEP
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import Step
from ivr.call.tour import MORNING
from ivr.call.tour import tour
from ivr.call.turns import Turn
from ivr.clips.manifest import Clips
from ivr.clips.rules.objection import Objection
from ivr.clips.rules.objection import Rule
from ivr.content.content import Content
from ivr.content.languages import SOURCES


class Most(NamedTuple):
    """Seconds. French and English were measured first; words take longer in other languages."""

    short: float  # in French and English
    elsewhere: float

    def of(self, language: str) -> float:
        return self.short if language in SOURCES else self.elsewhere


OPENING, FIRST_LANGUAGES = Most(30, 30), Most(8, 8)
MENU, QUESTION, MESSAGE = Most(25, 25), Most(15, 20), Most(45, 50)
TODO, ABOUT = Most(6, 6), Most(12, 19)  # with the quiet at both ends of a clip
MEGABYTES = 45
_MENU = ("main_steps", "main_date", "main_questions", "main_centre", "main_person")
_PRAISE = ("praise", "praise_done")  # for the answer before, not part of the question


class Lengths:
    def __init__(self, content: Content, clips: Clips) -> None:
        self._content = content
        self._clips = clips

    def objections(self) -> Iterator[Objection]:
        yield from self._opening()
        for code in self._content.languages.codes:
            yield from self._too_long(Rule.MENU, code, "", (f"{code}/{clip}" for clip in _MENU), MENU)
            for stage in self._content.programme.stages:
                if not stage.checks:
                    yield from self._clip(Rule.TODO, code, f"{stage.id}_todo", TODO)
                    yield from self._clip(Rule.ABOUT, code, f"{stage.id}_about", ABOUT)
        yield from self._steps()

    def _opening(self) -> Iterator[Objection]:
        """With the languages that have a key: no other is offered."""
        first = self._content.languages.first
        lists = [f"{code}/language_choice" for code in self._content.languages.by_key.values()]
        yield from self._too_long(Rule.OPENING, "", "", (f"{first}/opening", *lists), OPENING)
        yield from self._too_long(Rule.FIRST_LANGUAGES, "", "", (f"{first}/opening", *lists[:2]), FIRST_LANGUAGES)

    def _steps(self) -> Iterator[Objection]:
        """In each language the same way through the call, in other words."""
        line = build_line(self._content.for_demonstration())
        language = next(iter(self._content.languages.by_key.values()))
        for name, turn in tour(line, language, MORNING).items():
            if name != LANGUAGES_STEP and (limit := _limit_of(line.steps[name])):
                yield from self._step(name, _own(turn, language), limit)

    def _step(self, name: str, said: Mapping[str, bool], limit: tuple[Rule, Most]) -> Iterator[Objection]:
        for code in self._content.languages.codes:
            clips = (f"{code}/{clip.rpartition('/')[2]}" if own else clip for clip, own in said.items())
            yield from self._too_long(limit[0], code, name, clips, limit[1])

    def _clip(self, rule: Rule, language: str, clip: str, most: Most) -> Iterator[Objection]:
        yield from self._too_long(rule, language, clip, (f"{language}/{clip}",), most)

    def _too_long(self, rule: Rule, language: str, what: str, clips: Iterable[str], most: Most) -> Iterator[Objection]:
        """A clip that is not there takes no time: that is another objection."""
        found = sum(self._clips.seconds.get(clip, 0.0) for clip in clips)
        if found > most.of(language):
            yield Objection(rule, language, what, found=found, most=most.of(language))


def _limit_of(step: Step) -> tuple[Rule, Most] | None:
    if isinstance(step, Message):
        return Rule.MESSAGE, MESSAGE
    if isinstance(step, Choice) and step.reminder == ANSWER_KEYS:
        return Rule.QUESTION, QUESTION
    return None


def _own(turn: Turn, language: str) -> dict[str, bool]:
    """What is said without what the answer before was praised with; whether each is in the caller's language."""
    said = {clip: clip.startswith(f"{language}/") for clip in turn.clips}
    return {clip: own for clip, own in said.items() if clip.rpartition("/")[2] not in _PRAISE}


def size(clips: Clips) -> Iterator[Objection]:
    """Of what a machine, a bucket and an archive must hold."""
    found = sum((clips.folder / file).stat().st_size for file in clips.names) / 1024**2
    if found > MEGABYTES:
        yield Objection(Rule.SIZE, found=found, most=MEGABYTES)
