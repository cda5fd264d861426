from __future__ import annotations

import pytest

from ivr.call.speech import digit_clips
from ivr.call.speech import number_groups


@pytest.mark.parametrize(
    ("number", "groups"),
    [
        ("+3265611850", ("065", "61", "18", "50")),
        ("+3287353520", ("087", "35", "35", "20")),
        ("+3242223344", ("04", "222", "33", "44")),
        ("+32470123456", ("0470", "12", "34", "56")),
        ("+3280012345", ("0800", "12", "345")),
        ("+32000000001", ("00", "00", "00", "01")),  # the demonstration's invented numbers
        ("+320000001", ("000", "00", "01")),  # of no known plan: pairs, the first longer when they do not come out even
        ("+3225", ("25",)),
    ],
)
def test_a_number_is_grouped_as_it_is_printed(number: str, groups: tuple[str, ...]) -> None:
    assert number_groups(number) == groups


def test_the_last_digit_of_a_group_closes_it() -> None:
    assert digit_clips("04", "22") == ("digit_0", "digit_end_4", "digit_2", "digit_end_2")
