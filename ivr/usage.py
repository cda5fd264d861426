"""What the webhooks tell the journal and the metrics. Nothing here delays or fails a call."""

from __future__ import annotations

import time
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import datetime

from flask import Request

from ivr.flow import DialResult
from ivr.flow import Line
from ivr.flow import Turn
from ivr.journal import events
from ivr.journal.writer import Journal
from ivr.metrics import Metrics
from ivr.state import CallState

WATCH_SECONDS = 5.0  # how often a worker tells how its journal does
PREFLIGHT_CALL = f"CA{'0' * 32}"  # the call the go-live check makes; not a caller


@dataclass
class Usage:
    """One line's journal and metrics."""

    line: Line
    journal: Journal
    metrics: Metrics
    _watched: float = field(default=0.0, repr=False)

    def answered(self, webhook: str, status: int, seconds: float) -> None:
        self.metrics.answered(webhook, status, seconds)
        if time.monotonic() > self._watched + WATCH_SECONDS:
            self._watched = time.monotonic()
            self.metrics.watch(self.journal)

    def opened(self, carried: Request, turn: Turn) -> None:
        self._keep(events.started(_call(carried), turn, _now()))

    def stepped(self, carried: Request, before: CallState, key: str, turn: Turn) -> None:
        """A key, a silence, or the end of a transfer."""
        seconds = ""
        if "DialCallStatus" in carried.form:
            self.metrics.transfer_ended(DialResult(key))
            seconds = carried.form.get("DialCallDuration", "")
        self._keep(events.stepped(_call(carried), self.line, before, key, turn, at=_now(), seconds=seconds))

    def recovered(self, carried: Request, turn: Turn) -> None:
        self._keep(events.recovered(_call(carried), turn, _now()))

    def reported(self, carried: Request) -> None:
        """The carrier says how a call goes; its end is kept."""
        event = events.ended(_call(carried), carried.form, _now())
        if event:
            self._keep(event)

    def _keep(self, event: events.Event) -> None:
        if event.call != PREFLIGHT_CALL:
            self.journal.record(event)


def _call(carried: Request) -> str:
    return carried.form.get("CallSid", "")


def _now() -> datetime:
    return datetime.now(UTC)
