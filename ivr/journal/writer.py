"""The journal of a worker: events are taken without waiting and written by a thread of its own.

Nothing here may delay or fail a key press. A database that is slow, full, locked or gone fills a bounded queue; what does not
fit is counted, and the count is written as soon as the database is back.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime

from sqlalchemy.exc import InterfaceError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import SQLAlchemyError

from ivr.flow import Line
from ivr.journal.database import Database
from ivr.journal.events import Event
from ivr.journal.outside import outside_hours
from ivr.journal.settings import JournalSettings
from ivr.journal.store import Batch
from ivr.journal.store import Store

log = logging.getLogger("ivr.journal")

CAPACITY = 20_000  # events waiting in a worker: some ten megabytes, and minutes of a busy line
BATCH = 2000  # the more at once, the fewer times the summary of a call is read and written
INTERVAL_SECONDS = 2.0
GRACE_SECONDS = 5.0  # for the flush at shutdown
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
_LAST_PAUSE_SECONDS = 0.1  # between tries at shutdown
HOUSEKEEPING_SECONDS = 3600.0
TRIES = 5  # for a batch that a working database refuses


@dataclass(frozen=True)
class JournalStatus:
    """How the journal of this worker does."""

    waiting: int
    written: int
    dropped: int
    failing: bool


def utc_now() -> datetime:
    return datetime.now(UTC)


class Journal:
    """`record` is all a call needs. The thread starts with the first event, in whichever process that is."""

    def __init__(
        self,
        store: Store | None,
        *,
        retention_days: int,
        capacity: int = CAPACITY,
        interval: float = INTERVAL_SECONDS,
        longest_pause: float = LONGEST_PAUSE_SECONDS,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Without a store nothing is kept. `interval` and `longest_pause` are in seconds."""
        self._store = store
        self._retention_days = retention_days
        self._capacity = capacity
        self._interval = interval
        self._longest_pause = longest_pause
        self._now = now
        self._reset()

    def _reset(self) -> None:
        """Begin with nothing, as after a fork: what was waiting belongs to the parent."""
        self._process = os.getpid()
        self._waiting: deque[Event] = deque()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._flushed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._written = 0
        self._dropped = 0
        self._reported = 0
        self._failing = False
        self._in_hand = 0
        self._deadline = 0.0

    # --- called by the web ------------------------------------------------------------------------

    def record(self, event: Event) -> None:
        """Take an event. Returns at once and never raises."""
        if self._store is None:
            return
        if self._process != os.getpid():
            self._reset()
        if len(self._waiting) >= self._capacity or not self._runs():
            self._drop(1)
            return
        self._waiting.append(event)

    def status(self) -> JournalStatus:
        if self._process != os.getpid():
            self._reset()
        return JournalStatus(len(self._waiting) + self._in_hand, self._written, self._dropped, self._failing)

    def close(self, grace: float = GRACE_SECONDS) -> None:
        """Write what is waiting, for at most `grace` seconds; what is left is counted as dropped."""
        thread = self._thread
        if thread is None or self._process != os.getpid() or self._stop.is_set():
            return
        self._deadline = time.monotonic() + grace
        self._stop.set()
        thread.join(grace)
        atexit.unregister(self.close)
        left = len(self._waiting) + self._in_hand
        if left:
            self._waiting.clear()
            self._drop(left)
            log.error("the journal closed without %d events", left)

    def flush(self, timeout: float = 10.0) -> bool:
        """Wait until everything recorded so far is written; whether it was in `timeout` seconds. For tests and scripts."""
        with self._flushed:
            return self._flushed.wait_for(lambda: not self._waiting and not self._in_hand, timeout)

    def _runs(self) -> bool:
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    return self._start()
        return not self._stop.is_set()

    def _start(self) -> bool:
        thread = threading.Thread(target=self._run, name="journal", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            log.exception("the journal's thread cannot start")
            return False
        self._thread = thread
        atexit.register(self.close)
        return True

    def _drop(self, number: int) -> None:
        with self._lock:
            self._dropped += number

    # --- in the thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        assert self._store is not None
        next_housekeeping = 0.0
        while not self._stop.wait(self._interval):
            if self._write_waiting() and time.monotonic() >= next_housekeeping:
                self._housekeeping()
                next_housekeeping = time.monotonic() + HOUSEKEEPING_SECONDS
        self._write_waiting()
        self._store.database.close()

    def _write_waiting(self) -> bool:
        """Write batches until none is waiting; whether the database took them all."""
        while self._waiting or self._dropped > self._reported:
            dropped = self._dropped
            batch = Batch(self._take(), lost=dropped - self._reported)
            if not self._persist(batch):
                return False
            self._reported = dropped
        return True

    def _take(self) -> list[Event]:
        batch: list[Event] = []
        while self._waiting and len(batch) < BATCH:
            self._in_hand = len(batch) + 1  # first, so that an event on its way is never overlooked
            batch.append(self._waiting.popleft())
        return batch

    def _persist(self, batch: Batch) -> bool:
        """Try until the batch is written, refused by a working database, or the line is shutting down without one."""
        assert self._store is not None
        pause, refusals = FIRST_PAUSE_SECONDS, 0
        while True:
            try:
                self._store.write(batch, self._now())
            except (SQLAlchemyError, OSError) as error:
                self._report_failure(error)
                refusals += not isinstance(error, OperationalError | InterfaceError | OSError)
                if refusals >= TRIES:
                    log.exception("the journal's database refuses %d events", len(batch.events))
                    self._drop(self._in_hand)
                    self._done(0)
                    return False
                if not self._may_try_again(pause):
                    return False
                pause = min(pause * 2, self._longest_pause)
            else:
                self._report_success()
                self._done(len(batch.events))
                return True

    def _report_failure(self, error: Exception) -> None:
        if not self._failing:
            log.error("the journal cannot be written, and waits: %s", type(error).__name__)
        self._failing = True

    def _report_success(self) -> None:
        if self._failing:
            log.warning("the journal can be written again")
        self._failing = False

    def _may_try_again(self, pause: float) -> bool:
        """Wait; False when the line shuts down and its grace is over."""
        if self._stop.wait(min(pause, self._longest_pause)):
            if time.monotonic() + _LAST_PAUSE_SECONDS >= self._deadline:
                return False
            time.sleep(_LAST_PAUSE_SECONDS)
        return True

    def _done(self, written: int) -> None:
        with self._flushed:
            self._written += written
            self._in_hand = 0
            self._flushed.notify_all()

    def _housekeeping(self) -> None:
        assert self._store is not None
        try:
            purged = self._store.forget(self._now(), self._retention_days)
        except (SQLAlchemyError, OSError) as error:
            self._report_failure(error)
            return
        if purged:
            log.info("the journal forgot %d calls older than %d days", purged, self._retention_days)


def open_journal(settings: JournalSettings, line: Line) -> Journal:
    """The journal that the settings ask for."""
    if settings.database_url is None:
        return Journal(None, retention_days=settings.retention_days)
    database = Database(settings.database_url, writes=True)
    store = Store(database, frozenset(line.content.programme.question_ids), outside_hours(line.centres))
    return Journal(store, retention_days=settings.retention_days)
