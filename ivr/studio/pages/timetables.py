"""Hours, days off and days with hours of their own, as an editor writes them in a form and as centres.yaml has them."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from typing import Any

from ivr.content.hours import Timetable
from ivr.content.words import WEEKDAYS
from ivr.studio.facts import spans_written

FactsForm = Mapping[str, str]


def timetable(form: FactsForm, prefix: str = "") -> dict[str, Any]:
    """As it was written: what is no hour and no day is found where the files are checked, all of it at once."""
    week = {day: listed for day in WEEKDAYS if (listed := _listed(form.get(prefix + day, "")))}
    return {
        "hours": week or None,
        "closed_on": [day_in(each) for each in _listed(form.get(f"{prefix}closed_on", ""))],
        "special_hours": dict(_special(form.get(f"{prefix}special_hours", ""))),
    }


def confirmed(form: FactsForm, prefix: str = "") -> dict[str, Any]:
    """A number and the day on which somebody confirmed it."""
    day = form.get(f"{prefix}confirmed_on", "").strip()
    return {"phone": form.get(f"{prefix}phone", "").replace(" ", "") or None, "confirmed_on": day_in(day) if day else None}


def day_in(text: str) -> date | str:
    """What is no day stays as it is."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _special(text: str) -> Iterator[tuple[date | str, list[str]]]:
    for line in filter(None, map(str.strip, text.splitlines())):
        day, _, hours = line.partition(":")
        yield day_in(day.strip()), _listed(hours)


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def written(entry: Timetable, day: str) -> str:
    """The hours of a weekday as an editor writes them."""
    return spans_written((entry.hours or {}).get(day, ()))  # type: ignore[call-overload]


def special_written(entry: Timetable) -> str:
    """A day a line."""
    return "\n".join(f"{day}: {spans_written(spans)}" for day, spans in sorted(entry.special_hours.items()))
