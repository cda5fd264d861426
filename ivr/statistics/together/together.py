"""Questions to the database that all machines share: bounded, and left out for a while after one that got no answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection

from ivr.statistics.alerts.pool import Pool
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.migrate import migrate
from ivr.statistics.journal.reasons import database_at_fault
from ivr.statistics.journal.reasons import reason

log = logging.getLogger("ivr")

ANSWER_SECONDS = 2.0  # whatever the database does: a caller waits for what is done with the answer
PATIENCE_SECONDS = 1.0  # for a lock that somebody else holds
REST_SECONDS = 30.0
ALONE = "the database does not answer: limits, call-backs and alerts are counted by each machine for itself; calls go on"

T = TypeVar("T")


def ms(seconds: float) -> int:
    """As the tables keep a time."""
    return int(seconds * 1000)


class Together:
    """Without a PostgreSQL nobody is asked: a machine alone knows everything itself."""

    def __init__(self, database_url: str | None, now: Callable[[], float] = time.monotonic) -> None:
        url = database_url or ""
        shared = url.startswith("postgresql")
        self._database = Database(url, writes=True, keeps=True, patience=PATIENCE_SECONDS) if shared else None
        self._pool = Pool("together", threads=4)
        self._now = now
        self._rests_until = 0.0
        self._trouble = ""
        self._ready = False

    @property
    def asked(self) -> bool:
        """Whether there is anybody to ask."""
        return self._database is not None

    def ask(self, work: Callable[[Connection], T]) -> T | None:
        """The answer, in a transaction of its own; None when there is none. Waits: never call it in the path of a call."""
        if self._database is None or self._now() < self._rests_until:
            return None
        answer: Future[T] = Future()
        if not self._pool.put(lambda: self._answer(answer, work)):
            return None
        with self._noticing():
            return answer.result(ANSWER_SECONDS)
        return None

    def warnings(self) -> tuple[str, ...]:
        """In words that anybody may read. Also looks, now and then, whether the trouble is over: nobody may have asked since."""
        if self._trouble and self._now() >= self._rests_until:
            self._rests_until = self._now() + REST_SECONDS
            self._pool.put(self._look)
        return (ALONE,) if self._trouble else ()

    def close(self) -> None:
        if self._database is not None and self._pool.close(ANSWER_SECONDS):
            self._database.close()

    def _look(self) -> None:
        with self._noticing():
            self._asked(lambda database: True)

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        """A database that does not answer is let rest, and one that does has rested."""
        try:
            yield
        except TimeoutError:
            self._rest("it does not answer")
        except Exception as fault:
            if not database_at_fault(fault):
                raise
            self._rest(reason(fault))
        else:
            self._goes_on()

    def _answer(self, answer: Future[T], work: Callable[[Connection], T]) -> None:
        try:
            answer.set_result(self._asked(work))
        except Exception as fault:  # for whoever asked
            answer.set_exception(fault)

    def _asked(self, work: Callable[[Connection], T]) -> T:
        assert self._database is not None
        if not self._ready:
            migrate(self._database)
            self._ready = True
        with self._database.engine.begin() as connection:
            return work(connection)

    def _rest(self, why: str) -> None:
        self._rests_until = self._now() + REST_SECONDS
        if self._trouble != why:
            log.error("%s (%s)", ALONE, why)
        self._trouble = why

    def _goes_on(self) -> None:
        if self._trouble:
            log.warning("the database answers again: all machines count together")
        self._trouble, self._rests_until = "", 0.0
