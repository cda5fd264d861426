"""Sounds made anew in the background: one at a time, whichever worker is asked, by a process that gives way to calls."""

from __future__ import annotations

from datetime import datetime

from ivr.clips.releases.store import Releases
from ivr.studio import beside
from ivr.studio.store.jobs import Job
from ivr.studio.store.jobs import JobRows
from ivr.studio.store.store import Store

PROGRAM = "ivr.studio.builder"
LOCK = "sounds.lock"


class Jobs:
    """The builder holds its lock as long as it lives: one that was killed is known by its lock, which nobody holds."""

    def __init__(self, store: Store, releases: Releases) -> None:
        self._rows = JobRows(store)
        self._releases = releases

    def rebuild(self, language: str, clip: str, engine: str, now: datetime) -> None:
        """Ask for clips of the draft, which begins with this if need be; `engine` "" is the best that needs no network."""
        self._releases.draft()
        self._rows.add(language, clip, engine, now)
        self._wake()

    def last(self) -> list[Job]:
        return self._rows.last()

    def of(self, language: str, clip: str) -> Job | None:
        """The last one for a sentence."""
        return self._rows.of(language, clip)

    def open(self) -> int:
        """How many are still to be made. Where the builder was killed, another one goes on."""
        if found := self._rows.open():
            self._wake()
        return found

    def _wake(self) -> None:
        """Unless a builder is at work, which looks for more before it ends."""
        with (self._releases.folder / LOCK).open("a") as lock:
            if beside.take(lock):
                beside.start((*beside.program(PROGRAM, self._releases), "--lock", str(lock.fileno())), lock)
