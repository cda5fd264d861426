"""The alerts of one worker, put together."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable
from collections.abc import Mapping
from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ivr.content.content import Content
from ivr.content.hours import BRUSSELS
from ivr.statistics.alerts import looks
from ivr.statistics.alerts.account import Account
from ivr.statistics.alerts.account import Reports
from ivr.statistics.alerts.board import Board
from ivr.statistics.alerts.board import News
from ivr.statistics.alerts.kinds import Trouble
from ivr.statistics.alerts.pool import Pool
from ivr.statistics.alerts.rounds import EACH_MINUTE
from ivr.statistics.alerts.rounds import NOW_AND_THEN
from ivr.statistics.alerts.rounds import SELDOM
from ivr.statistics.alerts.rounds import Look
from ivr.statistics.alerts.rounds import Rounds
from ivr.statistics.alerts.settings import AlertSettings
from ivr.statistics.alerts.telling import tell
from ivr.statistics.alerts.watch import Watch
from ivr.statistics.journal.status import JournalStatus
from ivr.statistics.observe import Observer
from ivr.statistics.together.together import Together

log = logging.getLogger("ivr.statistics")

PAUSES = (0.0, 30.0, 120.0)  # before each try to tell


class HeardRelease(Protocol):
    """What callers hear."""

    @property
    def content(self) -> Content: ...

    @property
    def prompts(self) -> Path: ...  # where its words lie


class Alerts:
    """`watch` sees what happens; nothing is seen and nobody told unless somebody wants to be."""

    def __init__(
        self,
        settings: AlertSettings,
        heard: Callable[[], HeardRelease],
        public_url: str,
        together: Together,
        *,
        journal: Callable[[], JournalStatus],
        missing: Callable[[], tuple[str, ...]],
        account: Account | None = None,
    ) -> None:
        """`heard`: what callers hear now; `account`: that of the carrier, where it can be asked."""
        self._settings = settings
        self._line = public_url
        self._pool = Pool("alerts", threads=1, capacity=50)
        self.watch: Watch | None = None
        self._rounds: Rounds | None = None
        if not settings.on:
            return
        folder = Path(settings.folder or tempfile.mkdtemp(prefix="line-alerts-"))
        board = Board(folder / "alerts", together, self._told)
        self.watch = Watch(board, lambda: {centre.id: centre.name for centre in heard().content.centres.centres})
        often: Mapping[Trouble, Look] = {
            Trouble.JOURNAL: lambda: looks.journal(journal),
            Trouble.CLIPS: lambda: looks.clips(missing),
        }
        seldom: Mapping[Trouble, Look] = {
            Trouble.FACTS: lambda: looks.facts(heard().content, datetime.now(BRUSSELS).date()),
            Trouble.TRANSLATION: lambda: _stale(heard()),
            Trouble.CERTIFICATE: lambda: looks.certificate(public_url, datetime.now(UTC)),
        }
        reports = Reports(account).looks() if account else {}
        self._rounds = Rounds(board, {EACH_MINUTE: often, NOW_AND_THEN: reports, SELDOM: seldom}, [self.watch.look])

    def start(self) -> None:
        if self._rounds:
            self._rounds.start()

    @property
    def observers(self) -> Mapping[str, Observer]:
        return {"alerts": self.watch} if self.watch else {}

    def refused(self, code: str) -> None:
        """The carrier did not do what it was asked for; "" when it did."""
        if self.watch:
            if code:
                self.watch.refused(code)
            else:
                self.watch.accepted()

    def warnings(self) -> tuple[str, ...]:
        """What of the alerts themselves does not work."""
        return tuple(filter(None, (self._pool.warning(), self._rounds.warning() if self._rounds else "")))

    def close(self) -> None:
        if self._rounds:
            self._rounds.close()
            self._pool.close(1.0)

    def _told(self, news: News) -> None:
        if not self._pool.put(lambda: self._try(news)):
            log.error("an alert could not be told, too many are waiting: %s", news.trouble)

    def _try(self, news: News) -> None:
        faults: list[str] = []
        for pause in PAUSES:
            time.sleep(pause)
            faults = tell(self._settings, news, self._line)
            if not faults:
                return
        log.error("an alert could not be told (%s): %s", news.trouble, "; ".join(faults))


def _stale(heard: HeardRelease) -> str:
    return looks.translations(heard.content, heard.prompts)
