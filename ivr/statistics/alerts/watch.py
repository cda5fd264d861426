"""Troubles that show in what happens: an observer, behind the same wall as every other."""

from __future__ import annotations

import time
from collections import Counter
from collections import deque
from collections.abc import Callable
from collections.abc import Mapping

from ivr.call.turns import DESK
from ivr.call.turns import DialResult
from ivr.statistics.alerts.board import Board
from ivr.statistics.alerts.kinds import Trouble
from ivr.statistics.alerts.limits import trouble_of
from ivr.statistics.observe import Happened

FAILURES = 3  # transfers in a row that failed for a technical reason
UNANSWERED = 4  # calls in a row that nobody took at one centre
REFUSED, ERRORS = 20, 1
WINDOW_SECONDS = 600  # in which refused requests and errors are counted; so long without one, and they are over
DISPROVED = (Trouble.ACCOUNT, Trouble.TOKEN, Trouble.TOO_FAST)  # by anything that the carrier accepts


class Watch:
    """What one worker sees."""

    def __init__(self, board: Board, centres: Callable[[], Mapping[str, str]], now: Callable[[], float] = time.monotonic) -> None:
        """`centres` gives the name of each, as callers hear it now."""
        self._board = board
        self._centres = centres
        self._now = now
        self._failures = 0
        self._unanswered: Counter[str] = Counter()
        self._times: dict[Trouble, deque[float]] = {
            Trouble.SIGNATURES: deque(maxlen=REFUSED),
            Trouble.ERRORS: deque(maxlen=ERRORS),
        }

    def __call__(self, what: Happened) -> None:
        if what.kind == "refused":
            self._again(Trouble.SIGNATURES, f"{REFUSED} in {WINDOW_SECONDS // 60} min")
        if what.kind in ("recovered", "failed"):
            self._again(Trouble.ERRORS, what.webhook)
        if what.dial is not None and what.turn is not None:
            self._transfer(what.dial, what.turn.dialled)
        self.look()

    def look(self) -> None:
        """Is something over? Also when nobody calls."""
        for trouble, times in list(self._times.items()):
            if times and times[-1] < self._now() - WINDOW_SECONDS:
                times.clear()
                self._board.is_over(trouble)

    def refused(self, code: str) -> None:
        """The carrier did not do what it was asked for."""
        if trouble := trouble_of(code):
            self._again(trouble, code)

    def accepted(self) -> None:
        for trouble in DISPROVED:
            self._times.pop(trouble, None)
            self._board.is_over(trouble, everywhere=True)

    def _again(self, trouble: Trouble, detail: str) -> None:
        times = self._times.setdefault(trouble, deque(maxlen=1))
        times.append(self._now())
        if len(times) == times.maxlen and times[0] > self._now() - WINDOW_SECONDS:
            self._board.is_there(trouble, detail)

    def _transfer(self, result: DialResult, to: str) -> None:
        name = {**self._centres(), DESK: "desk"}.get(to, to)
        self._failures = self._failures + 1 if result is DialResult.FAILED else 0
        if self._failures >= FAILURES:
            self._board.is_there(Trouble.TRANSFERS, f"{name}, {self._failures}x")
        elif not self._failures:
            self._board.is_over(Trouble.TRANSFERS, everywhere=True)
        if result is DialResult.ANSWERED:
            before = self._unanswered.pop(to, 0)
            if before >= UNANSWERED and not any(count >= UNANSWERED for count in self._unanswered.values()):
                self._board.is_over(Trouble.CENTRE, name)
        elif result is not DialResult.FAILED:
            self._unanswered[to] += 1
            if self._unanswered[to] >= UNANSWERED:
                self._board.is_there(Trouble.CENTRE, f"{name}, {self._unanswered[to]}x")
