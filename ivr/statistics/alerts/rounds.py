"""Troubles that nobody's call shows: looked for every minute, or less often."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial

from ivr.statistics.alerts.board import Board
from ivr.statistics.alerts.kinds import Trouble

log = logging.getLogger("ivr.statistics")

Look = Callable[[], str]  # what is wrong; "" for nothing
MINUTE_SECONDS = 60.0
EACH_MINUTE, NOW_AND_THEN, SELDOM = 1, 10, 6 * 60  # minutes from one look to the next


class Rounds:
    """The thread outlives whatever a look brings: that is logged, and the number of looks that failed is told."""

    def __init__(
        self, board: Board, looks: Mapping[int, Mapping[Trouble, Look]], acts: Sequence[Callable[[], object]] = ()
    ) -> None:
        """`looks`: by the minutes from one to the next. `acts`: also done every minute."""
        self._board = board
        self._looks = looks
        self._acts = acts
        self._over = threading.Event()
        self.failed: Counter[str] = Counter()  # since the start, by what was looked at

    def start(self) -> None:
        threading.Thread(target=self._run, name="alerts", daemon=True).start()

    def close(self) -> None:
        self._over.set()

    def warning(self) -> str:
        """What an operator should know of looks that failed; "" when none did."""
        named = ", ".join(f"{name} ({times}x)" for name, times in sorted(self.failed.items()))
        return f"alerts: could not be looked at: {named}" if named else ""

    def look(self, minute: int) -> None:
        """All looks that are due in a minute, counted from the start. None that fails keeps the others from being taken."""
        for interval, looks in self._looks.items():
            if minute % interval == 0:
                for trouble, look in looks.items():
                    self._guarded(str(trouble), partial(self._look, trouble, look))
        for act in self._acts:
            self._guarded("what callers met", act)

    def _look(self, trouble: Trouble, look: Look) -> None:
        found = look()
        if found:
            self._board.is_there(trouble, found)
        else:
            self._board.is_over(trouble)

    def _guarded(self, name: str, act: Callable[[], object]) -> None:
        try:
            act()
        except Exception:  # of whatever kind: certificates, files, networks, the carrier
            self.failed[name] += 1
            if self.failed[name] == 1:  # the others are counted
                log.exception("alerts: %s could not be looked at", name)

    def _run(self) -> None:
        minute = 0
        while not self._over.wait(MINUTE_SECONDS if minute else 1.0):
            self.look(minute)
            minute += 1
