"""What a caller has answered: one letter a question, by its place in the programme."""

from __future__ import annotations

from ivr.content.programme import ObligationCheck
from ivr.content.programme import Programme
from ivr.content.programme import Stage

YES, NO, UNKNOWN, NOT_ASKED = "y", "n", "u", "-"
HALF_WAY = range(2, 9)  # how many questions may be left when the caller is told


class Questionnaire:
    """Reads and writes the answers that the state of a call carries as one short string."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._place = {question: place for place, question in enumerate(programme.question_ids)}
        self._stages_of = {
            part: tuple(self._place[stage.id] for stage in programme.stages if stage.part == part) for part in programme.parts
        }

    def answer(self, answers: str, question: str) -> str:
        place = self._place[question]
        return answers[place] if place < len(answers) else NOT_ASKED

    def put(self, answers: str, question: str, answer: str) -> str:
        place = self._place[question]
        padded = answers.ljust(place + 1, NOT_ASKED)
        return padded[:place] + answer + padded[place + 1 :]

    def done(self, answers: str, part: str) -> bool:
        """A part is done when any of its stages is: either proof closes French, either closes work guidance."""
        return any(answers[place : place + 1] == YES for place in self._stages_of[part])

    def left(self, answers: str) -> list[str]:
        """The parts that are not done, in order."""
        return [part for part in self.programme.parts if not self.done(answers, part)]

    def next_stage(self, answers: str) -> Stage | None:
        """The first question to be asked now."""
        return next(iter(self.to_ask(answers)), None)

    def to_ask(self, answers: str) -> list[Stage]:
        """The questions that may still come: without an answer, of a part that is not done, where the caller has been."""
        return [
            stage
            for stage in self.programme.stages
            if self.answer(answers, stage.id) in (NOT_ASKED, UNKNOWN)
            and not (stage.part and self.done(answers, stage.part))
            and not self._happens_elsewhere(answers, stage)
        ]

    def _happens_elsewhere(self, answers: str, stage: Stage) -> bool:
        """Whether the stage happens at a place the caller says they have not been to."""
        return stage.at is not None and any(answers[place : place + 1] == NO for place in self._stages_of[stage.at])

    def half_way(self, before: str, after: str) -> int | None:
        """How many questions are left at most, when this answer is the one that passes the middle."""
        left = len(self.to_ask(after))
        passed = self._answered(after) >= left and self._answered(before) < len(self.to_ask(before))
        return left if passed and left in HALF_WAY else None

    def _answered(self, answers: str) -> int:
        return sum(self.answer(answers, stage.id) not in (NOT_ASKED, UNKNOWN) for stage in self.programme.stages)

    def speaks_against(self, answers: str, check: ObligationCheck) -> bool:
        """Whether this answer alone says that the programme is not compulsory."""
        return self.answer(answers, check.id) == {"yes": NO, "no": YES}[check.compulsory_if]

    def unsure(self, answers: str) -> bool:
        return any(self.answer(answers, check.id) in (UNKNOWN, NOT_ASKED) for check in self.programme.checks)
