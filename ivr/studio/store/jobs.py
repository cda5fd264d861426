"""Sounds that editors asked for: one queue for all workers of the line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row
from sqlalchemy import func
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from ivr.studio.store.schema import jobs
from ivr.studio.store.store import Store

SHOWN = 12
EVERY_LANGUAGE = ""  # a name of a place sounds the same in all


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


OPEN = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True)
class Job:
    """`clip` "": every sentence of the language that has no sound of its words."""

    id: int
    language: str
    clip: str
    engine: str
    state: JobState
    problem: str
    at: int


class JobRows:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, language: str, clip: str, engine: str, now: datetime) -> None:
        row = {"language": language, "clip": clip, "engine": engine, "state": JobState.WAITING, "problem": ""}
        with self._store.write() as connection:
            connection.execute(insert(jobs), row | {"at": int(now.timestamp())})

    def last(self) -> list[Job]:
        with self._store.read() as connection:
            return [_job(row) for row in connection.execute(select(jobs).order_by(jobs.c.id.desc()).limit(SHOWN))]

    def of(self, language: str, clip: str) -> Job | None:
        """The last one for a sentence."""
        wanted = select(jobs).where(jobs.c.language.in_((language, EVERY_LANGUAGE)), jobs.c.clip == clip)
        with self._store.read() as connection:
            row = connection.execute(wanted.order_by(jobs.c.id.desc()).limit(1)).first()
        return _job(row) if row else None

    def open(self) -> int:
        """How many are still to be made."""
        with self._store.read() as connection:
            return connection.scalar(select(func.count()).select_from(jobs).where(jobs.c.state.in_(OPEN))) or 0

    def take(self) -> Job | None:
        """The one that waits longest, which is being made from now on."""
        with self._store.write() as connection:
            row = connection.execute(select(jobs).where(jobs.c.state == JobState.WAITING).order_by(jobs.c.id).limit(1)).first()
            if row is None:
                return None
            connection.execute(update(jobs).where(jobs.c.id == row.id).values(state=JobState.RUNNING))
        return _job(row)

    def end(self, job: Job, problem: str) -> None:
        state = JobState.FAILED if problem else JobState.DONE
        with self._store.write() as connection:
            connection.execute(update(jobs).where(jobs.c.id == job.id).values(state=state, problem=problem))

    def give_up(self, problem: str) -> None:
        """What was being made has failed: nobody makes it any more."""
        running = jobs.c.state == JobState.RUNNING
        with self._store.write() as connection:
            connection.execute(update(jobs).where(running).values(state=JobState.FAILED, problem=problem))


def _job(row: Row[Any]) -> Job:
    return Job(**{**row._mapping, "state": JobState(row.state)})
