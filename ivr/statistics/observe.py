"""What happened in a request, told to whoever counts or logs, behind a wall: nothing an observer does reaches a caller."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from typing import Literal

from ivr.call.state import CallState
from ivr.call.turns import DialResult
from ivr.call.turns import Turn

log = logging.getLogger("ivr.statistics")

CAPACITY = 10_000  # of what waits for one observer
INTERVAL_SECONDS = 0.25  # between two looks at what waits: nobody is woken for each request
IDLE_LOOKS = 20  # after which the thread ends, until there is something to tell


@dataclass(frozen=True, slots=True)
class Happened:
    """One request that was answered. "failed": with nothing that can be heard, so that the carrier's fallback steps in."""

    kind: Literal["opened", "stepped", "recovered", "whispered", "reported", "refused", "failed", "called back"]
    webhook: str = ""
    status: int = 200
    seconds: float = 0.0  # until the answer was written
    call: str = field(default="", repr=False)  # the carrier's id
    before: CallState | None = field(default=None, repr=False)
    turn: Turn | None = field(default=None, repr=False)
    dial: DialResult | None = None  # how a transfer ended
    dial_call: str = field(default="", repr=False)  # the carrier's id of the transfer
    dial_seconds: str = ""  # how long it lasted, as the carrier writes it
    call_status: str = ""  # of a status callback, as the carrier writes it
    call_seconds: str = ""


Observer = Callable[[Happened], object]


class Observers:
    """Each has a queue and a thread of its own, and a name for operators."""

    def __init__(
        self, observers: Mapping[str, Observer], *, capacity: int = CAPACITY, interval: float = INTERVAL_SECONDS
    ) -> None:
        self._watchers = [_Watcher(name, observer, capacity, interval) for name, observer in observers.items()]

    def notify(self, what: Happened) -> None:
        """Tell all of them. Returns at once and never raises."""
        for watcher in self._watchers:
            watcher.tell(what)

    def warnings(self) -> tuple[str, ...]:
        """What was not seen by whom since the start."""
        return tuple(text for watcher in self._watchers if (text := watcher.warning()))

    def close(self, seconds: float = 3.0) -> bool:
        """Wait until everybody has seen everything, for at most `seconds` together; whether they have."""
        end = time.monotonic() + seconds
        finished = [watcher.finish(end) for watcher in self._watchers]
        return all(finished)


class _Watcher:
    def __init__(self, name: str, observer: Observer, capacity: int, interval: float) -> None:
        self._name = name
        self._observer = observer
        self._capacity = capacity
        self._interval = interval
        self._waiting: deque[Happened] = deque()
        self._lock = threading.Lock()  # of the thread's beginning and end
        self._thread: threading.Thread | None = None
        self._hurry = threading.Event()
        self._busy = False
        self._lost = 0
        self._failed = 0

    def tell(self, what: Happened) -> None:
        try:
            self._run_thread()
        except RuntimeError:  # no more threads: told as soon as there is one
            log.exception("an observer has no thread")
        if len(self._waiting) < self._capacity:
            self._waiting.append(what)
        else:
            self._lost += 1

    def warning(self) -> str:
        if not self._lost and not self._failed:
            return ""
        return f"{self._name}: did not see {self._lost} requests, and met an error in {self._failed}"

    def finish(self, end: float) -> bool:
        self._hurry.set()
        while (self._waiting or self._busy) and time.monotonic() < end:
            self._run_thread()
            time.sleep(0.005)
        self._hurry.clear()
        return not self._waiting and not self._busy

    def _run_thread(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._busy = False
                self._thread = threading.Thread(target=self._run, name="observer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        idle = 0
        while True:
            idle = 0 if self._see_what_waits() else idle + 1
            with self._lock:
                if idle >= IDLE_LOOKS and not self._waiting:
                    self._thread = None
                    return
            self._hurry.wait(self._interval)

    def _see_what_waits(self) -> int:
        seen = 0
        while self._waiting:
            self._busy = True
            try:
                self._observer(self._waiting.popleft())
            except Exception:
                self._failed += 1
                if self._failed == 1:  # the others are counted
                    log.exception("an observer met an error")
            seen += 1
        self._busy = False
        return seen
