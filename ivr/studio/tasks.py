"""Work that takes longer than a page may, in a process of its own: one at a time, whoever asks and in whichever worker."""

from __future__ import annotations

import time
from datetime import datetime
from typing import IO

from werkzeug.exceptions import ServiceUnavailable

from ivr.clips.releases.release import DRAFT
from ivr.clips.releases.release import Place
from ivr.clips.releases.store import Releases
from ivr.studio import beside
from ivr.studio.looking import Seen
from ivr.studio.looking import key_of
from ivr.studio.store.store import Store
from ivr.studio.store.tasks import Result
from ivr.studio.store.tasks import Task
from ivr.studio.store.tasks import TaskRows
from ivr.studio.store.tasks import TaskState
from ivr.studio.store.tasks import Work

PROGRAM = "ivr.studio.work"
SECONDS = 900.0  # for one task
PATIENCE_SECONDS = 3.0  # for one that is about to end
# What keeps out what: nobody's look at a draft is in the way of somebody who publishes.
LOCKS = {"looking": (Work.LOOK,), "preparing": (Work.READY,), "working": (Work.PUBLISH, Work.BACK, Work.BRING, Work.DISCARD)}


class Tasks:
    """A task holds its lock as long as its process lives: what was killed is known by its lock, which nobody holds."""

    def __init__(self, store: Store, releases: Releases) -> None:
        self._rows = TaskRows(store)
        self._releases = releases

    def begin(self, what: Work, who: str, now: datetime, *, about: str = "", why: str = "") -> int:
        """The number of the task; of the one that is at work already, if there is one."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            with self._lock(what) as lock:
                if beside.take(lock):
                    id = self._rows.add(what, who, about, why, now)
                    start(self._releases, id, lock)
                    return id
                if (last := self._rows.last(_together(what))) and last.state is TaskState.RUNNING:
                    return last.id
            time.sleep(0.05)  # it has just begun, or is about to end
        raise ServiceUnavailable("Another task is about to end", retry_after=1)

    def find(self, id: int) -> Task | None:
        """What was killed in the middle has failed."""
        task = self._rows.find(id)
        if task is None or task.state is not TaskState.RUNNING or self._is_at_work(task.what):
            return task
        self._rows.end(id, TaskState.FAILED, Result())
        return self._rows.find(id)

    def seen(self) -> Seen | None:
        """Of the draft as it now is; None while nobody has looked at it."""
        last, draft = self._rows.last([Work.LOOK]), Place(DRAFT, self._releases.folder / DRAFT)
        if last is None or last.state is not TaskState.DONE:
            return None
        seen = Seen.from_json(last.result.found)
        return seen if seen.key == key_of(draft, self._releases.place(self._releases.current_id())) else None

    def _is_at_work(self, what: Work) -> bool:
        with self._lock(what) as lock:
            return not beside.take(lock)

    def _lock(self, what: Work) -> IO[str]:
        name = next(name for name, kinds in LOCKS.items() if what in kinds)
        return (self._releases.folder / f"{name}.lock").open("a")


def start(releases: Releases, id: int, lock: IO[str]) -> None:
    beside.start((*beside.program(PROGRAM, releases), "--task", str(id)), lock, SECONDS)


def _together(what: Work) -> tuple[Work, ...]:
    return next(kinds for kinds in LOCKS.values() if what in kinds)
