"""Batches on their way into the database: waits for one that is away, sets aside what it can never take."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from ivr.statistics.journal.reasons import database_at_fault
from ivr.statistics.journal.reasons import place
from ivr.statistics.journal.reasons import reason
from ivr.statistics.journal.store import Batch
from ivr.statistics.journal.store import JournalStore

log = logging.getLogger("ivr.statistics.journal")

FIRST_PAUSE_SECONDS = 0.5
STUCK_SECONDS = 30.0  # without an answer of the database
_LAST_PAUSE_SECONDS = 0.1  # between tries at shutdown


class Persistence:
    """The work of the journal's thread, and how it goes."""

    def __init__(self, store: JournalStore, now: Callable[[], datetime], stop: threading.Event, longest_pause: float) -> None:
        self.store = store
        self._now = now
        self._stop = stop
        self._longest_pause = longest_pause
        self._asked: float | None = None  # since when the database has been asked
        self.in_hand = 0
        self.written = 0
        self.set_aside = 0
        self.problem = ""
        self.deadline = 0.0  # once `stop` is set

    def persist(self, batch: Batch) -> bool:
        """Write a batch, except for what can never be written; False when the line shuts down without a database."""
        pause = min(FIRST_PAUSE_SECONDS, self._longest_pause)
        while True:
            try:
                self._write(batch)
            except Exception as error:  # the thread outlives whatever a batch brings
                if not database_at_fault(error):
                    return self._without_the_faulty(batch, error)
                self._waits(reason(error))
                if not self._may_try_again(pause):
                    return False
                pause = min(pause * 2, self._longest_pause)
            else:
                self._goes_on()
                self.written += len(batch.events)
                self.in_hand -= len(batch.events)
                return True

    def stuck(self) -> bool:
        asked = self._asked
        return asked is not None and time.monotonic() > asked + STUCK_SECONDS

    def give_up_what_was_in_hand(self) -> None:
        """A thread that ended took a batch with it."""
        self.set_aside, self.in_hand = self.set_aside + self.in_hand, 0
        self._asked = None

    def close(self) -> None:
        self.store.database.close()

    def _write(self, batch: Batch) -> None:
        self._asked = time.monotonic()
        try:
            self.store.write(batch, self._now())
        finally:
            self._asked = None

    def _without_the_faulty(self, batch: Batch, error: Exception) -> bool:
        """Half by half, until what cannot be written stands alone."""
        number = len(batch.events)
        if number > 1:
            halves = (batch.events[: number // 2], batch.events[number // 2 :])
            return all(self.persist(Batch(half)) for half in halves)
        log.error("the journal set an event aside that it cannot write: %s", place(error))
        self.set_aside += number
        self.in_hand -= number
        return True

    def _waits(self, why: str) -> None:
        if self.problem != why:
            log.error("the journal cannot be written, and waits. %s: %s", self.store.database.name, why)
        self.problem = why

    def _goes_on(self) -> None:
        if self.problem:
            log.warning("the journal can be written again")
        self.problem = ""

    def _may_try_again(self, pause: float) -> bool:
        """Wait; False when the line shuts down and its grace is over."""
        if self._stop.wait(pause):
            if time.monotonic() + _LAST_PAUSE_SECONDS >= self.deadline:
                return False
            time.sleep(_LAST_PAUSE_SECONDS)
        return True
