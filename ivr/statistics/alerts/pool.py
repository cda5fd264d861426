"""A few threads and a bounded queue: what is asked for while it is full is not taken."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

log = logging.getLogger("ivr")

_Job = Callable[[], object]


class Pool:
    """Its threads begin with the first job, in the process that has it."""

    def __init__(self, name: str, threads: int = 4, capacity: int = 100) -> None:
        self._name = name
        self._size = threads
        self._jobs: queue.Queue[_Job] = queue.Queue(capacity)
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._failed = 0

    def put(self, job: _Job) -> bool:
        """Whether it was taken. Returns at once."""
        try:
            self._start()
            self._jobs.put_nowait(job)
        except (queue.Full, RuntimeError):  # the latter when there are no more threads
            return False
        return True

    def warning(self) -> str:
        """What an operator should know of it; "" when all went well."""
        return f"{self._name}: {self._failed} errands met an error; see the log" if self._failed else ""

    def close(self, seconds: float = 3.0) -> bool:
        """Wait until everything is done, for at most `seconds`; whether it is."""
        end = time.monotonic() + seconds
        while self._jobs.unfinished_tasks and time.monotonic() < end:
            time.sleep(0.01)
        return not self._jobs.unfinished_tasks

    def _start(self) -> None:
        if len(self._threads) == self._size:
            return
        with self._lock:
            while len(self._threads) < self._size:
                thread = threading.Thread(target=self._run, name=f"outbound-{self._name}", daemon=True)
                thread.start()
                self._threads.append(thread)

    def _run(self) -> None:
        while True:
            job = self._jobs.get()
            try:
                job()
            except Exception:  # a job is anybody's, and the thread is there for the next one too
                self._failed += 1
                log.exception("what was to be done outside of a call met an error (%s)", self._name)
            finally:
                self._jobs.task_done()
