"""The regional integration centres: prompts/centres.yaml."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated
from typing import Self

import phonenumbers
from pydantic import Field
from pydantic import model_validator

from ivr.hours import Timetable
from ivr.languages import Phone
from ivr.yamlfile import Model
from ivr.yamlfile import read_yaml


class Centre(Timetable):
    """One centre. Its number counts only once somebody at the centre confirmed it."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z-]*$", max_length=20)]
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


class Desk(Timetable):
    """The people who answer for the line itself, at DESK_NUMBER."""


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
    phone: Annotated[str, Field(pattern=r"^\+\d+\{n\}$")]


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

    @model_validator(mode="after")
    def _numbers_are_real(self) -> Self:
        for centre in self.centres:
            if centre.phone:
                check_number(centre.phone, self.transfer.foreign_numbers, f"{centre.id}: phone")
        ids = [centre.id for centre in self.centres]
        if len(ids) != len(set(ids)):
            raise ValueError("two centres have the same id")
        return self

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
        return self.model_copy(update={"centres": tuple(invented)})


def check_number(number: str, foreign: tuple[str, ...], name: str) -> None:
    """Raise ValueError unless the number is a possible Belgian one, or listed as an exception."""
    parsed = phonenumbers.parse(number, None)
    belgian = parsed.country_code == 32 and phonenumbers.is_valid_number(parsed)
    if not belgian and number not in foreign:
        raise ValueError(
            f"{name}: {number} is not a Belgian number; list it under transfer.foreign_numbers if it must be dialled"
        )


def load_centres(folder: Path) -> Centres:
    return read_yaml(folder / "centres.yaml", Centres)
