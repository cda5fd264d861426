"""Threads of the pages' own, and few of them: whatever a page waits for, health checks and clips do not wait with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

THREADS = 2
PAGE_SECONDS = 5.0
PLACE_SECONDS = 0.1  # to wait for one of the threads


class Busy(Exception):
    """No thread was free, or the work took too long."""


class OwnThreads:
    """Work that goes on in vain keeps its thread, so that no more is begun than there are threads for."""

    def __init__(self, threads: int = THREADS, seconds: float | None = None) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._places = threading.Semaphore(threads)
        self._seconds = PAGE_SECONDS if seconds is None else seconds

    def run(self, work: Callable[[], T]) -> T:
        """Do the work within a few seconds. Raises Busy, or what the work raises."""
        if not self._places.acquire(timeout=PLACE_SECONDS):
            raise Busy("all threads are taken")
        future = self._pool.submit(work)
        future.add_done_callback(lambda done: self._places.release())
        try:
            return future.result(self._seconds)
        except TimeoutError:
            raise Busy("no answer in time") from None
