"""What the carrier's codes of errors say of its money and its limits: limits.yaml."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml
from ivr.statistics.alerts.kinds import Trouble

FILE = Path(__file__).with_name("limits.yaml")


class Code(Model):
    trouble: Trouble
    source: Annotated[str, Field(pattern="^https://")]


class CarrierCodes(Model):
    looked_up_on: date
    codes: dict[str, Code]


@cache
def limits() -> CarrierCodes:
    return read_yaml(FILE, CarrierCodes)


def trouble_of(code: str) -> Trouble | None:
    """None for what concerns one caller or one message alone."""
    found = limits().codes.get(code)
    return found.trouble if found else None
