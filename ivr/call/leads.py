"""What a step may look at, and the ways that lead from it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from typing import Any

from ivr.call.reach import NOTHING_AROUND
from ivr.call.reach import Around
from ivr.call.reach import Errand
from ivr.call.reach import Sent
from ivr.call.state import CallState
from ivr.content.centres import Centre
from ivr.content.centres import DeskNumber
from ivr.content.content import Content


@dataclass(frozen=True, slots=True)
class Scene:
    """What a step may look at."""

    content: Content
    desk: tuple[DeskNumber, ...]  # the line's own people, in the order in which they are tried
    state: CallState
    now: datetime
    around: Around = NOTHING_AROUND

    @property
    def centre(self) -> Centre | None:
        return self.content.centre_by_id.get(self.state.centre)

    @property
    def desk_there(self) -> tuple[DeskNumber, ...]:
        """Those of the line's own people who are there now."""
        return tuple(number for number in self.desk if number.next_opening(self.now) is None)

    @property
    def desk_number(self) -> str | None:
        """The number to be read out: of somebody who is there, else of the first."""
        return next((number.phone for number in (*self.desk_there, *self.desk)), None)

    @property
    def desk_opening(self) -> datetime | None:
        """When somebody will be there; None when somebody is, or when nobody ever is."""
        openings = (number.next_opening(self.now) for number in self.desk)
        return None if self.desk_there else min(filter(None, openings), default=None)

    def may(self, errand: Errand) -> bool:
        """Whether it can be done for this caller, and was not asked for yet in this call."""
        possible = self.around.can_text if errand is Errand.TEXT else self.around.can_record
        return possible and errand not in self.state.errands

    @property
    def date_order(self) -> tuple[str, str, str]:
        """How the caller's language puts day, month and year."""
        return self.content.words[self.state.language].date_order

    @property
    def ordered(self) -> date:
        """The day the permit was ordered, once it is complete."""
        day, month, year = self.state.ordered
        return date(year, month, day)


@dataclass(frozen=True, slots=True)
class Go:
    """Go to a step, saying something first; `changes` are fields of the state."""

    step: str
    say: tuple[str, ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    sends: Sent | None = None

    def __call__(self, scene: Scene) -> Go:
        """A lead that does not depend on the call."""
        return self

    def saying(self, *say: str, **changes: Any) -> Go:
        """The same way, with these words on it."""
        return Go(self.step, (*self.say, *say), {**self.changes, **changes}, self.sends)

    def with_(self, **changes: Any) -> Go:
        """The same way, with these fields of the state changed."""
        return self.saying(**changes)


@dataclass(frozen=True, slots=True)
class Refuse:
    """The number typed cannot be used: say why and ask for it again."""

    say: tuple[str, ...]


class Spoken(tuple[str, ...]):
    """Clips that do not depend on the call."""

    def __call__(self, scene: Scene) -> tuple[str, ...]:
        return self


class Menu(dict[str, "Lead"]):
    """Keys that do not depend on the call."""

    def __call__(self, scene: Scene) -> Mapping[str, Lead]:
        return self


Say = Callable[[Scene], tuple[str, ...]]
Lead = Callable[[Scene], Go]
Keys = Callable[[Scene], Mapping[str, Lead]]
Ready = Callable[[CallState], bool]


def go(step: str, *say: str, **changes: Any) -> Go:
    return Go(step, say, changes)


def says(*clips: str) -> Spoken:
    return Spoken(clips)


def always(state: CallState) -> bool:
    return True


def has_centre(state: CallState) -> bool:
    return bool(state.centre)
