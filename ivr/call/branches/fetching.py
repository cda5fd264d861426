"""Callers fetch what they need, a letter or a pen, and press 1."""

from __future__ import annotations

from typing import Any

from ivr.call.leads import Lead
from ivr.call.leads import Menu
from ivr.call.leads import says
from ivr.call.steps import Choice

FETCH_SECONDS = 30  # of silence, before the line asks whether anybody is still there


def fetching(name: str, what: str, then: Lead, **more: Any) -> Choice:
    """`what`: the sentence that says what to fetch; `more`: of the choice."""
    keys = Menu({"1": then})
    return Choice(name, says(what, "press_when_ready"), keys, seconds=FETCH_SECONDS, hint=says("still_here"), **more)
