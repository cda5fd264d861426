"""What the law and the programme say: prompts/programme.yaml. Pure rules, no telephone."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated
from typing import Literal
from typing import Self

from dateutil.relativedelta import relativedelta
from pydantic import Field
from pydantic import model_validator

from ivr.content.clipnames import question_clips
from ivr.content.inwords import Wrong
from ivr.content.inwords import written
from ivr.content.labels import Label
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml

MOST_ANSWERS = 40  # of one call, to stages and checks: its state, an address, has room for no more
MOST_QUESTIONS = 8  # keys 1 to 8: 9 and 0 mean the same everywhere
Identifier = Annotated[str, written("[a-z][a-z0-9]{0,9}", "must be at most 10 small letters and digits")]


class Deadline(Model):
    """How long somebody has who ordered the permit from this day on."""

    start: Annotated[date, Field(alias="from")]
    months: Annotated[int, Field(gt=0, le=120)]
    clip: str
    doubtful_from: date | None = None
    doubt_clip: str | None = None
    source: str
    review_by: date

    def end(self, ordered: date) -> date:
        """The same day of the month `months` later, or the last day of a shorter month."""
        return ordered + relativedelta(months=self.months)

    def clips(self, ordered: date) -> tuple[str, ...]:
        """The rule in words, with the doubt that hangs over its last days."""
        if self.doubt_clip and self.doubtful_from and ordered >= self.doubtful_from:
            return (self.clip, self.doubt_clip)
        return (self.clip,)


class Distance(Model):
    within_months: Annotated[int, Field(gt=0)]
    clip: str


class ObligationCheck(Model):
    """One of the short questions that tell whether the programme is compulsory."""

    id: Identifier
    compulsory_if: Literal["yes", "no"]
    against: str  # the sentence after the other answer
    label: Label


class Stage(Model):
    """One question about the programme."""

    id: Identifier
    part: Annotated[str, written("[a-z_]+", 'must be small letters and "_"')] | None = None
    at: str | None = None
    offers_centre: bool = False
    after_no: tuple[str, ...] = ()
    checks: bool = False
    label: Label


class Question(Model):
    """A frequent question. One that is not asked waits for its words: no caller hears it."""

    id: Identifier
    label: Label
    asked: bool = True

    @property
    def clips(self) -> tuple[str, str]:
        """The question and its answer."""
        return question_clips(self.id)


class Programme(Model):
    """The rules, stages and questions of the programme."""

    deadlines: Annotated[tuple[Deadline, ...], Field(min_length=1)]
    distances: tuple[Distance, ...]
    passed_clip: str
    later_clip: str
    checks: tuple[ObligationCheck, ...]
    checks_source: str
    checks_review_by: date
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    stages_source: str
    stages_review_by: date
    certificate: str
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=20)]
    questions_source: str
    questions_review_by: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        starts = [rule.start for rule in self.deadlines]
        if starts != sorted(set(starts)):
            raise Wrong("each rule must start after the one before", "deadlines")
        within = [distance.within_months for distance in self.distances]
        if within != sorted(set(within)):
            raise Wrong("each must be farther away than the one before", "distances")
        names = self.question_ids
        if len(names) > MOST_ANSWERS:
            raise Wrong(f"stages and checks must be at most {MOST_ANSWERS} together, not {len(names)}", "stages")
        if len(names) != len(set(names)):
            raise Wrong("an id is used twice among stages and checks", "stages")
        if not 1 <= len(self.asked) <= MOST_QUESTIONS:
            raise Wrong(f"must have 1 to {MOST_QUESTIONS} that are asked, one for each key, not {len(self.asked)}", "questions")
        if self.certificate not in self.parts:
            raise Wrong(f"must be the part of a stage: one of {', '.join(self.parts)}", "certificate")
        for index, stage in enumerate(self.stages):
            if stage.at is not None and stage.at not in self.parts:
                raise Wrong(f"must be the part of a stage, not {stage.at}", "stages", index, "at")
        return self

    @property
    def asked(self) -> tuple[Question, ...]:
        """The frequent questions that callers hear, in the order of their keys."""
        return tuple(question for question in self.questions if question.asked)

    @property
    def first_day(self) -> date:
        """The day before which there was no programme."""
        return self.deadlines[0].start

    @cached_property
    def question_ids(self) -> tuple[str, ...]:
        """Every question with an answer to keep; its place in here is its place in the state of a call."""
        return (*(stage.id for stage in self.stages), *(check.id for check in self.checks))

    @property
    def parts(self) -> tuple[str, ...]:
        """What a summary lists, in order."""
        return tuple(dict.fromkeys(stage.part for stage in self.stages if stage.part))

    def first_of(self, part: str) -> Stage:
        """The stage that tells what to do for a part."""
        return next(stage for stage in self.stages if stage.part == part)

    def labels(self) -> dict[str, Label]:
        """By the name of the step that asks or answers."""
        stages = {stage.id: stage.label for stage in self.stages}
        checks = {check.id: check.label for check in self.checks}
        return stages | checks | {f"faq-{question.id}": question.label for question in self.questions}

    def deadline(self, ordered: date) -> Deadline:
        """The rule in force on the day of the order; the first one for days before it."""
        return next((rule for rule in reversed(self.deadlines) if rule.start <= ordered), self.deadlines[0])

    def distance_clip(self, end: date, today: date) -> str:
        """How far away the end is, in words. The last day itself is not past."""
        if end < today:
            return self.passed_clip
        near = (step.clip for step in self.distances if end < today + relativedelta(months=step.within_months))
        return next(near, self.later_clip)

    def reviews(self) -> tuple[tuple[str, date], ...]:
        """Every fact that must be looked at again, with its day."""
        return (
            *((f"deadline from {rule.start}", rule.review_by) for rule in self.deadlines),
            ("checks", self.checks_review_by),
            ("stages", self.stages_review_by),
            ("questions", self.questions_review_by),
        )


def load_programme(folder: Path) -> Programme:
    return read_yaml(folder / "programme.yaml", Programme)
