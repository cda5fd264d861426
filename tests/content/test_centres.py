"""Who may be called: numbers that somebody confirmed, each once, in the order in which they are tried."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ivr.content.centres import Desk
from ivr.content.centres import load_centres
from ivr.paths import PROMPTS

SERVER, FIRST, SECOND = "+3242223344", "+3242223345", "+3242223346"
MONDAYS = {"monday": ["09:00-12:00"]}
CENTRES = load_centres(PROMPTS)


def desk(*confirmed: str, unconfirmed: tuple[str, ...] = (), **more: Any) -> Desk:
    numbers: list[dict[str, Any]] = [{"phone": phone, "hours": None, "confirmed_on": date(2026, 11, 1)} for phone in confirmed]
    numbers += [{"phone": phone, "hours": None} for phone in unconfirmed]
    return Desk.model_validate({"hours": MONDAYS, "numbers": numbers, **more})


@pytest.mark.parametrize(
    ("people", "rung"),
    [
        (desk(), [SERVER]),
        (desk(FIRST, SECOND), [SERVER, FIRST, SECOND]),
        (desk(unconfirmed=(FIRST,)), [SERVER]),
        (desk(FIRST, only_these=True), [FIRST]),
        (desk(unconfirmed=(FIRST,), only_these=True), [SERVER]),  # somebody must answer until one of them is confirmed
        (desk(FIRST, SERVER), [SERVER, FIRST]),
    ],
)
def test_the_desk_is_whoever_is_confirmed_after_the_number_of_the_server(people: Desk, rung: list[str]) -> None:
    assert [number.phone for number in people.everybody((SERVER,))] == rung


def test_the_number_of_the_server_has_the_hours_of_the_desk_and_each_other_its_own() -> None:
    server, first = desk(FIRST).everybody((SERVER,))
    assert (server.hours is None, first.hours is None) == (False, True)


def test_a_centre_s_number_counts_once_somebody_confirmed_it() -> None:
    centre = CENTRES.centres[0].model_copy(update={"phone": FIRST})
    assert centre.number is None
    assert centre.model_copy(update={"confirmed_on": date(2026, 11, 1)}).number == FIRST


def test_in_the_demonstration_every_centre_has_a_number_of_its_own_and_nobody_else_is_called() -> None:
    shown = CENTRES.model_copy(update={"desk": desk(FIRST)}).for_demonstration()
    assert [centre.number for centre in shown.centres] == [CENTRES.demo.phone.format(n=n) for n in range(1, 9)]
    assert {centre.hours == CENTRES.demo.hours for centre in shown.centres} == {True}
    assert shown.desk.numbers == ()
