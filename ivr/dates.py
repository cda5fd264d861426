"""Dates as clips."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def date_clips(day: date, order: Sequence[str]) -> tuple[str, ...]:
    """The clips that say a date, in a language's own order of day, month and year."""
    return tuple(f"{part}_{getattr(day, part)}" for part in order)
