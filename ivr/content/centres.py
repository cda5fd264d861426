"""The regional integration centres: prompts/centres.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import Annotated
from typing import Literal
from typing import Self

from pydantic import Field
from pydantic import ValidationInfo
from pydantic import model_validator

from ivr.content.hours import BRUSSELS
from ivr.content.hours import Timetable
from ivr.content.inwords import Wrong
from ivr.content.inwords import written
from ivr.content.languages import Phone
from ivr.content.phones import exists
from ivr.content.phones import fault_of
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml

Nis = Annotated[str, written("[0-9]{5}", 'must be the five digits of a commune in postcodes.csv, as in "25112"')]
MOST_DESK_NUMBERS = 4  # each has a step of the call, and prompts/labels.yaml a name for it; carriers ring up to ten together


class Centre(Timetable):
    """One centre. Its number counts only once somebody at the centre confirmed it."""

    id: Annotated[str, written("[a-z][a-z-]{0,19}", "must be at most 20 small letters and hyphens")]
    name: str
    town: str
    spoken_town: str
    phone: Phone | None
    confirmed_on: date | None
    website: str
    site_spoken: str

    @property
    def number(self) -> str | None:
        """The number that may be dialled and read out."""
        return self.phone if self.confirmed_on else None


class DeskNumber(Timetable):
    """One number of the line's own people, with hours of its own. It counts only once somebody confirmed it."""

    phone: Phone
    confirmed_on: date | None = None


class Desk(Timetable):
    """The people who answer for the line itself: at DESK_NUMBER in these hours, then at further numbers, or there alone."""

    numbers: Annotated[tuple[DeskNumber, ...], Field(max_length=MOST_DESK_NUMBERS)] = ()
    only_these: bool = False  # they ring instead of DESK_NUMBER, as soon as one of them is confirmed
    ring: Literal["in turn", "together"] = "in turn"

    @property
    def confirmed(self) -> tuple[DeskNumber, ...]:
        """The numbers that may be dialled and read out."""
        return tuple(number for number in self.numbers if number.confirmed_on)

    @property
    def together(self) -> bool:
        """Whether the telephones of all who are there ring at once."""
        return self.ring == "together"

    def everybody(self, first: Sequence[str]) -> tuple[DeskNumber, ...]:
        """Each number once, in the order in which they are tried; `first` are the numbers of DESK_NUMBER."""
        own = self.model_dump(include={"hours", "closed_on", "special_hours"})
        set_by_the_server = () if self.only_these and self.confirmed else first
        people = (*(DeskNumber(phone=number, **own) for number in set_by_the_server), *self.confirmed)
        once: dict[str, DeskNumber] = {}
        for number in people:
            once.setdefault(number.phone, number)
        return tuple(once.values())


class TransferLimits(Model):
    ring_seconds: Annotated[int, Field(ge=5, le=60)]
    limit_seconds: Annotated[int, Field(ge=60, le=14400)]
    foreign_numbers: tuple[Phone, ...] = ()


class Elsewhere(Model):
    """A range of postal codes outside Wallonia."""

    first: int
    last: int
    clip: str


class Demonstration(Timetable):
    phone: Annotated[str, written(r"\+\d+\{n\}", 'must begin with +32 and end with {n}, as in "+3200000000{n}"')]

    @model_validator(mode="after")
    def _nobody_has_them(self) -> Self:
        real = [number for n in range(1, 9) if exists(number := self.phone.format(n=n))]
        if real:
            raise Wrong(f"must be numbers that nobody can have; {real[0]} could be somebody's", "phone")
        return self


class Centres(Model):
    """The eight centres in the order of their keys, and what the line knows around them."""

    review_by: date
    source: str
    transfer: TransferLimits
    centres: Annotated[tuple[Centre, ...], Field(min_length=1, max_length=8)]
    desk: Desk
    elsewhere: tuple[Elsewhere, ...]
    own_programme: dict[str, str]
    demo: Demonstration
    spoken_communes: dict[Nis, Annotated[str, Field(min_length=1)]] = Field(default={})

    @model_validator(mode="after")
    def _numbers_are_real(self, info: ValidationInfo) -> Self:
        today = (info.context or {}).get("today", date.max)
        for place, listed in self._listed():
            if listed.phone and (fault := fault_of(listed.phone, self.transfer.foreign_numbers)):
                raise Wrong(fault, *place, "phone")
            if listed.confirmed_on and listed.confirmed_on > today:
                raise Wrong(f"must not lie in the future, and is {listed.confirmed_on}", *place, "confirmed_on")
        for index, centre in enumerate(self.centres):
            if centre.id in [other.id for other in self.centres[:index]]:
                raise Wrong(f"{centre.id} is the id of an earlier centre, too", "centres", index, "id")
        return self

    def _listed(self) -> Iterator[tuple[tuple[str | int, ...], Centre | DeskNumber]]:
        """Everybody who has a number, and where it stands."""
        yield from ((("centres", index), centre) for index, centre in enumerate(self.centres))
        yield from ((("desk", "numbers", index), number) for index, number in enumerate(self.desk.numbers))

    @property
    def elsewhere_clips(self) -> tuple[str, ...]:
        """The sentences for places that have no centre of Wallonia, each once."""
        return tuple(dict.fromkeys((*(entry.clip for entry in self.elsewhere), *self.own_programme.values())))

    @property
    def by_id(self) -> dict[str, Centre]:
        return {centre.id: centre for centre in self.centres}

    def for_demonstration(self) -> Centres:
        """The same centres with numbers that cannot exist and invented hours."""
        invented = [
            centre.model_copy(
                update={
                    "phone": self.demo.phone.format(n=key),
                    "confirmed_on": self.review_by,
                    "hours": self.demo.hours,
                }
            )
            for key, centre in enumerate(self.centres, start=1)
        ]
        desk = self.desk.model_copy(update={"numbers": ()})
        return self.model_copy(update={"centres": tuple(invented), "desk": desk})


def load_centres(folder: Path) -> Centres:
    return read_yaml(folder / "centres.yaml", Centres, today=datetime.now(BRUSSELS).date())
