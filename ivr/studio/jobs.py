"""Clips made anew in the background: one at a time, in a process of its own that gives way to calls."""

from __future__ import annotations

import logging
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from ivr.clips.releases.release import Place
from ivr.studio.beside import command
from ivr.studio.beside import surroundings
from ivr.studio.store.schema import jobs
from ivr.studio.store.store import Store

log = logging.getLogger("ivr.studio")

SECONDS = 900.0  # for one build
SHOWN = 12
EVERY = ""  # language: a name of a place sounds the same in all


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


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


class Jobs:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="studio-build")

    def rebuild(self, place: Place, language: str, clip: str, engine: str, now: datetime) -> int:
        """Ask for clips of the draft; `engine` "" is the best that needs no network."""
        row = {"language": language, "clip": clip, "engine": engine, "state": JobState.WAITING, "problem": ""}
        with self._store.write() as connection:
            inserted = connection.execute(insert(jobs), row | {"at": int(now.timestamp())})
            id = int(inserted.inserted_primary_key[0]) if inserted.inserted_primary_key else 0
        self._worker.submit(self._run, id, place, language, clip, engine)
        return id

    def last(self) -> list[Job]:
        with self._store.read() as connection:
            rows = connection.execute(select(jobs).order_by(jobs.c.id.desc()).limit(SHOWN)).all()
        return [Job(**{**row._mapping, "state": JobState(row.state)}) for row in rows]

    def of(self, language: str, clip: str) -> Job | None:
        """The last one for a sentence."""
        return next((job for job in self.last() if job.language in (language, EVERY) and job.clip == clip), None)

    def _run(self, id: int, place: Place, language: str, clip: str, engine: str) -> None:
        self._set(id, JobState.RUNNING)
        problem = build(place, language, clip, engine)
        self._set(id, JobState.FAILED if problem else JobState.DONE, problem)

    def _set(self, id: int, state: JobState, problem: str = "") -> None:
        with self._store.write() as connection:
            connection.execute(update(jobs).where(jobs.c.id == id).values(state=state, problem=problem))


def build(place: Place, language: str, clip: str, engine: str) -> str:
    """What went wrong, in the builder's own words; "" when the clips are there."""
    asked = ["--language", language] if language else []
    asked += ["--prompts", str(place.prompts), "--audio", str(place.audio)]
    asked += ["--clip", clip] if clip else []
    asked += ["--engine", engine] if engine else []
    program = command("ivr.studio.builder", *asked)
    try:
        ended = subprocess.run(program, check=False, capture_output=True, text=True, timeout=SECONDS, **surroundings())
    except subprocess.TimeoutExpired:
        return f"no end after {SECONDS:.0f} seconds"
    if ended.returncode == 0:
        return ""
    lines = ended.stderr.strip().splitlines()
    problem = lines[-1] if lines else f"exit {ended.returncode}"
    log.error("a clip could not be made: %s", problem)
    return problem[:300]
