"""How invented callers behave: habits.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ivr.call.turns import DialResult
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml

FILE = Path(__file__).with_name("habits.yaml")
_Between = tuple[int, int]


class TroubleShares(Model):
    silence: float
    wrong: float
    person: float


class Habits(Model):
    """The file says what each is."""

    calls_a_day: int
    grows_by: float
    weekend: float
    languages: dict[str, int]
    other_languages: int
    hours: dict[int, int]
    keys_pressed: tuple[int, ...]
    seconds_between: _Between
    reported: float
    mobile: float
    trouble: TroubleShares
    transfers: dict[DialResult, int]
    conversation: _Between
    questions: tuple[str, ...]
    otherwise: tuple[str, ...]
    steps: dict[str, tuple[str, ...]]


@cache
def habits() -> Habits:
    return read_yaml(FILE, Habits)
