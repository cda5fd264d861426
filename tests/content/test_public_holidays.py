"""The public holidays of Belgium, beside those that a package of the whole world knows."""

from __future__ import annotations

import subprocess
import sys

import holidays
import pytest

from ivr.content.public_holidays import public_holidays


@pytest.mark.parametrize("year", range(2020, 2060))
def test_the_ten_public_holidays_of_a_year(year: int) -> None:
    others = holidays.country_holidays("BE", years=year)
    sundays = {day for day, name in others.items() if name in {"Easter Sunday", "Pentecost"}}  # theirs; the law names ten days
    assert public_holidays(year) == set(others) - sundays


def test_no_call_waits_for_the_holidays_of_all_other_countries() -> None:
    asked = (
        "import sys; from datetime import date; from ivr.content.hours import is_public_holiday as closed;"
        "sys.exit('holidays' in sys.modules or not closed(date(2026, 7, 21)) or 'holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
