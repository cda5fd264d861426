"""A form that cannot be saved is shown again: with what was typed, and what is wrong at its field, in the editor's words."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

from ivr.content.inwords import Misfit
from ivr.content.yamlfile import ContentError
from ivr.studio.texts import EditorTexts

PlaceInFile = tuple[str | int, ...]  # in a file: centres, 2, hours, monday, 0


@dataclass(frozen=True)
class Mistake:
    """`field` is its name in the form; "": it is about no single one. `about`: what the page calls it, "CRI Mons, Monday"."""

    problem: str
    field: str = ""
    about: str = ""

    def __str__(self) -> str:
        return f"{self.about}: {self.problem}" if self.about else self.problem


Spot = Callable[[PlaceInFile], tuple[str, str] | None]  # the field it is written in, and what the page calls that


@dataclass(frozen=True)
class Again:
    """The form that was sent to an address of the studio. Without one, every form is as the draft has it."""

    action: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()

    def typed(self, action: str, name: str, stored: str) -> str:
        """What a field shows."""
        return self.form.get(name, stored) if action == self.action else stored

    def ticked(self, action: str, name: str, stored: bool) -> bool:
        return name in self.form if action == self.action else stored

    def wrong(self, action: str, name: str) -> str:
        """What is said at a field."""
        return "; ".join(each.problem for each in self.mistakes if name and (action, name) == (self.action, each.field))


def mistakes(fault: ContentError | ValueError, texts: EditorTexts, spot: Spot) -> tuple[Mistake, ...]:
    """In the editor's language, as far as its words are known there."""
    misfits = fault.misfits if isinstance(fault, ContentError) else ()
    return tuple(_mistake(each, texts, spot) for each in misfits) or (Mistake(texts.problem(str(fault))),)


def nowhere(place: PlaceInFile) -> None:
    """Of forms whose fields are not written to a place of their own."""


def _mistake(misfit: Misfit, texts: EditorTexts, spot: Spot) -> Mistake:
    problem = texts.problem(misfit.problem)
    if misfit.stands.startswith('"') and misfit.stands.strip('"') not in problem:
        problem = texts.words["you_wrote"].format(problem=problem, stands=misfit.stands)
    found = spot(misfit.place)
    return Mistake(problem, *found) if found else Mistake(texts.problem(misfit.sentence))
