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

from ivr.yamlfile import Model
from ivr.yamlfile import read_yaml

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,9}$")]


class Deadline(Model):
    """How long somebody has who ordered the permit from this day on."""

    start: Annotated[date, Field(alias="from")]
    months: Annotated[int, Field(gt=0)]
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


class Check(Model):
    """One of the short questions that tell whether the programme is compulsory."""

    id: Identifier
    compulsory_if: Literal["yes", "no"]


class Stage(Model):
    """One question about the programme."""

    id: Identifier
    part: Annotated[str, Field(pattern=r"^[a-z_]+$")] | None = None
    offers_centre: bool = False
    checks: bool = False


class Programme(Model):
    """The rules, stages and questions of the programme."""

    deadlines: Annotated[tuple[Deadline, ...], Field(min_length=1)]
    distances: tuple[Distance, ...]
    passed_clip: str
    later_clip: str
    checks: tuple[Check, ...]
    checks_source: str
    checks_review_by: date
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    stages_source: str
    stages_review_by: date
    certificate: str
    questions: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=8)]
    questions_source: str
    questions_review_by: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        starts = [rule.start for rule in self.deadlines]
        if starts != sorted(set(starts)):
            raise ValueError("deadlines: expected each rule to start after the one before")
        names = self.question_ids
        if len(names) != len(set(names)):
            raise ValueError("stages, checks: an id is used twice")
        if self.certificate not in self.parts:
            raise ValueError("certificate: expected the part of a stage")
        return self

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
