"""Work that takes longer than a page may: what was asked for, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row
from sqlalchemy import delete
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from ivr.clips.releases.building import PublishingStep
from ivr.clips.rules.objection import Objection
from ivr.studio.store.schema import tasks
from ivr.studio.store.store import Store


class Work(StrEnum):
    PUBLISH = "publish"
    BACK = "back"  # to an earlier release
    BRING = "bring"  # the draft up to date
    DISCARD = "discard"
    LOOK = "look"  # at what the draft would change
    READY = "ready"  # make a draft ready to be begun


class TaskState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Result:
    """`said` of what is done: a release, or how many conflicts; of what failed: why. `found`: what a look saw, as JSON."""

    said: str = ""
    against: tuple[Objection, ...] = ()
    found: str = ""


_RESULT = TypeAdapter(Result)


@dataclass(frozen=True)
class Task:
    """`about`: which release to go back to."""

    id: int
    what: Work
    who: str
    about: str
    why: str
    state: TaskState
    step: PublishingStep | None
    result: Result


class TaskRows:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, what: Work, who: str, about: str, why: str, now: datetime) -> int:
        row = {"what": what, "who": who, "about": about, "why": why, "state": TaskState.RUNNING, "step": "", "result": "{}"}
        with self._store.write() as connection:
            if what is Work.LOOK:  # nobody needs what an earlier one saw
                connection.execute(delete(tasks).where(tasks.c.what == Work.LOOK, tasks.c.state != TaskState.RUNNING))
            inserted = connection.execute(insert(tasks), row | {"at": int(now.timestamp())})
        return int(inserted.inserted_primary_key[0]) if inserted.inserted_primary_key else 0

    def find(self, id: int) -> Task | None:
        with self._store.read() as connection:
            row = connection.execute(select(tasks).where(tasks.c.id == id)).first()
        return _task(row) if row else None

    def last(self, kinds: Collection[Work]) -> Task | None:
        wanted = select(tasks).where(tasks.c.what.in_(kinds)).order_by(tasks.c.id.desc())
        with self._store.read() as connection:
            row = connection.execute(wanted.limit(1)).first()
        return _task(row) if row else None

    def is_at(self, id: int, step: PublishingStep) -> None:
        self._set(id, step=step)

    def end(self, id: int, state: TaskState, result: Result) -> None:
        """Of what has not ended yet."""
        self._set(id, state=state, result=_RESULT.dump_json(result).decode())

    def _set(self, id: int, **values: str) -> None:
        still_running = (tasks.c.id == id) & (tasks.c.state == TaskState.RUNNING)
        with self._store.write() as connection:
            connection.execute(update(tasks).where(still_running).values(**values))


def _task(row: Row[Any]) -> Task:
    step = PublishingStep(row.step) if row.step else None
    result = _RESULT.validate_json(row.result)
    return Task(row.id, Work(row.what), row.who, row.about, row.why, TaskState(row.state), step, result)
