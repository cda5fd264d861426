"""Hours, days off and days with hours of their own, as an editor writes them in a form and as centres.yaml has them."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from ivr.content.hours import Span
from ivr.content.hours import Timetable
from ivr.content.words import WEEKDAYS

FactsForm = Mapping[str, str]


def timetable(form: FactsForm, prefix: str = "") -> dict[str, Any]:
    """Raises ValueError for a day that is none; the hours themselves are checked where the files are."""
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


def day_in(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text}: expected a day such as 2026-12-24") from None


def _special(text: str) -> Iterator[tuple[date, list[str]]]:
    for line in filter(None, map(str.strip, text.splitlines())):
        day, colon, hours = line.partition(":")
        if not colon or not _listed(hours):
            raise ValueError(f"{line}: expected a day and its hours, such as 2026-12-24: 09:00-12:00")
        yield day_in(day.strip()), _listed(hours)


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def written(entry: Timetable, day: str) -> str:
    """The hours of a weekday as an editor writes them."""
    return _spans((entry.hours or {}).get(day, ()))  # type: ignore[call-overload]


def special_written(entry: Timetable) -> str:
    """A day a line."""
    return "\n".join(f"{day}: {_spans(spans)}" for day, spans in sorted(entry.special_hours.items()))


def _spans(spans: Sequence[Span]) -> str:
    return ", ".join(f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in spans)
