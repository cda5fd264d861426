"""What a caller has answered: one letter a question, by its place in the programme."""

from __future__ import annotations

from ivr.programme import Check
from ivr.programme import Programme
from ivr.programme import Stage

YES, NO, UNKNOWN, NOT_ASKED = "y", "n", "u", "-"


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

    def next_stage(self, answers: str) -> Stage | None:
        """The first question without an answer whose part is not done yet."""
        for stage in self.programme.stages:
            unanswered = self.answer(answers, stage.id) in (NOT_ASKED, UNKNOWN)
            if unanswered and not (stage.part and self.done(answers, stage.part)):
                return stage
        return None

    def speaks_against(self, answers: str, check: Check) -> bool:
        """Whether this answer alone says that the programme is not compulsory."""
        return self.answer(answers, check.id) == {"yes": NO, "no": YES}[check.compulsory_if]

    def unsure(self, answers: str) -> bool:
        return any(self.answer(answers, check.id) in (UNKNOWN, NOT_ASKED) for check in self.programme.checks)
