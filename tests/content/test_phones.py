"""Which telephone numbers the line may dial, and which somebody could have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.content.phones import EXAMPLE
from ivr.content.phones import exists
from ivr.content.phones import fault_of


@pytest.mark.parametrize(
    ("number", "foreign", "fault"),
    [
        (EXAMPLE, (), ""),
        ("+32470123456", (), ""),
        ("+3280012345", (), ""),  # free for whoever calls
        ("04 222 33 44", (), "must begin with +32"),
        ("042223344", (), "must begin with +32"),
        ("", (), "must begin with +32"),
        ("+3290012345", (), "must not be a premium-rate number"),
        ("+3290012345", ("+3290012345",), "must not be a premium-rate number"),  # whoever lists it
        ("+33899123456", ("+33899123456",), "must not be a premium-rate number"),
        ("+33142223344", (), "is not a Belgian number"),
        ("+33142223344", ("+33142223344",), ""),
        ("+33142223344", ("+33142223345",), "is not a Belgian number"),
        ("+324222334", (), "must be a number that exists"),
        ("+32422233445", (), "must be a number that exists"),
        ("+32000000001", (), "must be a number that exists"),
        ("+32000000001", ("+32000000001",), ""),  # an operator who lists a number knows it
    ],
)
def test_a_number_may_be_dialled_or_the_reason_is_said(number: str, foreign: tuple[str, ...], fault: str) -> None:
    found = fault_of(number, foreign)
    assert found.startswith(fault)
    assert bool(found) is bool(fault)
    assert not fault or not number or number in found or found.startswith("must begin")


@pytest.mark.parametrize(
    ("number", "there"),
    [
        ("+3242223344", True),
        ("+3290012345", True),  # somebody has it, though nobody should call it
        ("+33142223344", True),
        ("+32000000001", False),
        ("+324222334", False),
        ("042223344", False),
        ("", False),
    ],
)
def test_somebody_could_have_a_number(number: str, there: bool) -> None:
    assert exists(number) is there


@given(st.text(max_size=20) | st.from_regex(r"\+[0-9]{0,18}", fullmatch=True))
def test_what_may_be_dialled_unlisted_is_a_number_that_somebody_has(number: str) -> None:
    assert fault_of(number, ()) or exists(number)
