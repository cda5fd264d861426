"""The journal of a worker: events are taken without waiting and written by a thread of its own.

A database that is slow, full, locked or gone fills a bounded queue; what does not fit is counted, and the count is written as
soon as the database is back. Whatever happens in the thread, the next event finds one that runs.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC
from datetime import datetime

from ivr.statistics.journal.events import Event
from ivr.statistics.journal.events import event_of
from ivr.statistics.journal.forgetting import forget
from ivr.statistics.journal.persistence import Persistence
from ivr.statistics.journal.reasons import reason
from ivr.statistics.journal.status import Health
from ivr.statistics.journal.status import JournalStatus
from ivr.statistics.journal.store import Batch
from ivr.statistics.journal.store import JournalStore
from ivr.statistics.observe import Happened

log = logging.getLogger("ivr.statistics.journal")

CAPACITY = 20_000  # events waiting in a worker: some ten megabytes, and minutes of a busy line
BATCH = 2000  # the more at once, the fewer times the summary of a call is read and written
INTERVAL_SECONDS = 2.0
GRACE_SECONDS = 5.0  # for the flush at shutdown
HOUSEKEEPING_SECONDS = 3600.0
RESTART_SECONDS = 1.0  # between two starts of the thread


def utc_now() -> datetime:
    return datetime.now(UTC)


class Journal:
    """`record` is all a call needs. The thread starts with the first event."""

    def __init__(
        self,
        store: JournalStore | None,
        *,
        retention_days: int,
        capacity: int = CAPACITY,
        interval: float = INTERVAL_SECONDS,
        longest_pause: float = 30.0,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Without a store nothing is kept. `interval` and `longest_pause` are in seconds."""
        self._store = store
        self._retention_days = retention_days
        self._capacity = capacity
        self._interval = interval
        self._now = now
        self._waiting: deque[Event] = deque()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._flushed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._started = 0.0
        self._dropped = 0
        self._reported = 0
        self._persistence = Persistence(store, now, self._stop, longest_pause) if store else None

    def observe(self, what: Happened) -> None:
        """Keep what is worth keeping of one request."""
        event = event_of(what, self._now())
        if event:
            self.record(event)

    def record(self, event: Event) -> None:
        """Take an event, without waiting."""
        if self._persistence is None:
            return
        if len(self._waiting) >= self._capacity or not self._runs():
            self._drop(1)
            return
        self._waiting.append(event)

    def status(self) -> JournalStatus:
        work = self._persistence
        if work is None:
            return JournalStatus(0, 0, 0, Health.OFF)
        dropped = self._dropped + work.set_aside
        return JournalStatus(len(self._waiting) + work.in_hand, work.written, dropped, self._health(work), work.problem)

    def close(self, grace: float = GRACE_SECONDS) -> None:
        """Write what is waiting, for at most `grace` seconds; what is left is counted as dropped."""
        thread, work = self._thread, self._persistence
        if thread is None or work is None or self._stop.is_set():
            return
        work.deadline = time.monotonic() + grace
        self._stop.set()
        thread.join(grace)
        atexit.unregister(self.close)
        left = len(self._waiting) + work.in_hand
        if left:
            self._waiting.clear()
            self._drop(left)
            log.error("the journal closed without %d events", left)

    def flush(self, timeout: float = 10.0) -> bool:
        """Wait until everything recorded so far is written or set aside; whether it was in `timeout` seconds."""
        with self._flushed:
            return self._flushed.wait_for(lambda: not self.status().waiting, timeout)

    def _health(self, work: Persistence) -> Health:
        if self._stop.is_set():
            return Health.CLOSED
        if self._thread is not None and not self._thread.is_alive():
            return Health.DEAD
        if work.stuck():
            return Health.STUCK
        return Health.WAITING if work.problem else Health.FINE

    def _runs(self) -> bool:
        """Whether the thread runs, started again if it must be."""
        if self._stop.is_set():
            return False
        if self._thread is not None and self._thread.is_alive():
            return True
        with self._lock:
            return (self._thread is not None and self._thread.is_alive()) or self._start()

    def _start(self) -> bool:
        if self._started and time.monotonic() < self._started + RESTART_SECONDS:
            return False
        self._started = time.monotonic()
        if self._thread is None:
            atexit.register(self.close)
        else:
            log.error("the journal's thread had ended, and is started again")
        thread = threading.Thread(target=self._run, name="journal", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:
            log.error("the journal's thread cannot start: %s", error)
            return False
        self._thread = thread
        return True

    def _drop(self, number: int) -> None:
        with self._lock:
            self._dropped += number

    # --- in the thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        work = self._persistence
        assert work is not None
        work.give_up_what_was_in_hand()
        next_housekeeping = 0.0
        while not self._stop.wait(self._interval):
            if self._write_waiting(work) and time.monotonic() >= next_housekeeping:
                self._forget(work)
                next_housekeeping = time.monotonic() + HOUSEKEEPING_SECONDS
        self._write_waiting(work)
        work.close()

    def _write_waiting(self, work: Persistence) -> bool:
        """Write batches until none is waiting; whether the database answered to the end."""
        while True:
            dropped = self._dropped + work.set_aside
            if dropped > self._reported:
                written = work.persist(Batch([], lost=dropped - self._reported))
                self._reported = dropped if written else self._reported
            elif self._waiting:
                written = work.persist(Batch(self._take(work)))
            else:
                return True
            with self._flushed:
                self._flushed.notify_all()
            if not written:
                return False

    def _take(self, work: Persistence) -> list[Event]:
        batch: list[Event] = []
        while self._waiting and len(batch) < BATCH:
            work.in_hand = len(batch) + 1  # first, so that an event on its way is never overlooked
            batch.append(self._waiting.popleft())
        return batch

    def _forget(self, work: Persistence) -> None:
        try:
            purged = forget(work.store.database, self._now(), self._retention_days)
        except Exception as error:  # the next round tries again
            log.error("the journal %s cannot be tidied: %s", work.store.database.name, reason(error))
            return
        if purged:
            log.info("the journal forgot %d calls older than %d days", purged, self._retention_days)
