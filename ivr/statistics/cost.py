"""What the line costs: what was used, times a tariff that somebody looked up; nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated
from typing import Self

from pydantic import Field
from pydantic import model_validator

from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml
from ivr.paths import PROMPTS

Price = Annotated[float, Field(ge=0)] | None
PRICES = ("incoming_minute", "outgoing_minute", "callback_minute", "text_message", "numbers_month")
MONTH_DAYS = 30.4


class Tariffs(Model):
    currency: str
    source: str | None
    looked_up_on: date | None
    incoming_minute: Price
    outgoing_minute: Price
    callback_minute: Price
    text_message: Price
    segments: Annotated[int, Field(ge=1, le=3)]
    numbers_month: Price
    billed_by_seconds: Annotated[int, Field(ge=1, le=60)]

    @model_validator(mode="after")
    def _prices_have_a_source(self) -> Self:
        if any(getattr(self, price) is not None for price in PRICES) and not (self.source and self.looked_up_on):
            raise ValueError("a price needs its source and the day it was looked up (source, looked_up_on)")
        return self

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(price for price in PRICES if getattr(self, price) is None)


@dataclass(frozen=True)
class Used:
    """In a number of days."""

    days: int
    calls: int
    call_seconds: int
    transfers: int  # that somebody answered
    talk_seconds: int
    texts: int
    callbacks: int


@dataclass(frozen=True)
class Item:
    name: str
    quantity: float
    amount: float | None  # None where no price is known


def items(used: Used, tariffs: Tariffs) -> list[Item]:
    """The journal does not know which calls were call-backs for how long: as long as the others."""
    minutes = _billed(used.call_seconds, used.calls, tariffs)
    called_back = minutes * used.callbacks / used.calls if used.calls else 0.0
    quantities = {
        "incoming_minute": max(minutes - called_back, 0),
        "outgoing_minute": _billed(used.talk_seconds, used.transfers, tariffs),
        "callback_minute": called_back,
        "text_message": used.texts * tariffs.segments,
        "numbers_month": used.days / MONTH_DAYS,
    }
    return [_item(name, quantity, getattr(tariffs, name)) for name, quantity in quantities.items()]


def _billed(seconds: int, calls: int, tariffs: Tariffs) -> float:
    """Minutes on the bill: what a call lasts beyond a whole number of what it is billed by is half of that on average."""
    return (seconds + calls * tariffs.billed_by_seconds / 2) / 60


def total(of: list[Item]) -> float | None:
    """Of what was used; None when the price of any of it is not known."""
    amounts = [item.amount for item in of if item.quantity]
    return None if None in amounts else round(sum(amount for amount in amounts if amount is not None), 2)


def _item(name: str, quantity: float, price: float | None) -> Item:
    return Item(name, round(quantity, 1), None if price is None else round(quantity * price, 2))


def load_tariffs(folder: Path) -> Tariffs:
    return read_yaml(folder / "tariffs.yaml", Tariffs)


@cache
def tariffs() -> Tariffs:
    return load_tariffs(PROMPTS)
