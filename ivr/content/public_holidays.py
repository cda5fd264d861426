"""The public holidays of Belgium: public_holidays.yaml.

The package `holidays` judges them in the tests. It is not asked in a call: it loads every country of the world, which takes
each worker eight megabytes, and its first caller a tenth of a second.
"""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from dateutil.easter import easter
from pydantic import Field

from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml


class _PublicHolidays(Model):
    source: str
    looked_up_on: date
    every_year: tuple[Annotated[str, Field(pattern=r"^\d\d-\d\d$")], ...]
    days_after_easter: tuple[int, ...]


_KNOWN = read_yaml(Path(__file__).with_suffix(".yaml"), _PublicHolidays)


@lru_cache(maxsize=8)
def public_holidays(year: int) -> frozenset[date]:
    fixed = (date.fromisoformat(f"{year}-{day}") for day in _KNOWN.every_year)
    movable = (easter(year) + timedelta(days=days) for days in _KNOWN.days_after_easter)
    return frozenset((*fixed, *movable))


def is_public_holiday(day: date) -> bool:
    return day in public_holidays(day.year)
