"""Carrying out a plan: engines asked, clips written, the manifest kept true at every moment."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Mapping
from concurrent.futures import Executor
from concurrent.futures import Future
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from ivr.clips.manifest import ManifestEntry
from ivr.clips.manifest import write_manifest
from ivr.clips.voices.engine import EngineError
from ivr.clips.voices.engines import engine_named
from ivr.clips.voices.plan import Plan
from ivr.clips.voices.plan import Target
from ivr.clips.voices.recipes import Recipe
from ivr.clips.writing import write_whole

FEW = 4  # clips that are made sooner here than in processes that must first start
SAVE_EVERY = 3.0  # seconds of work that a power cut may cost


@dataclass(frozen=True)
class Made:
    """A finished clip."""

    mp3: bytes
    seconds: float
    version: str  # of what spoke


@dataclass
class Builder:
    """One build in one folder. `manifest` always tells what is there."""

    folder: Path
    manifest: dict[str, ManifestEntry]
    _saved: float = field(default_factory=time.monotonic)

    def make(self, plan: Plan) -> Iterator[int]:
        """Make every clip of the plan, and yield the number of clips after each job.

        Raises EngineError when an engine cannot go on. However it ends, what was made is kept and listed.
        """
        try:
            for engine, jobs in _by_engine(plan).items():
                with _workers(engine, len(jobs)) as workers:
                    yield from self._collect(workers, jobs)
        finally:
            if plan.jobs:
                self.save()

    def _collect(self, workers: Executor, jobs: Mapping[Recipe, list[Target]]) -> Iterator[int]:
        futures: dict[Future[Made], list[Target]] = {}
        try:
            with _interrupts_later():
                for recipe, targets in jobs.items():
                    futures[workers.submit(make_clip, recipe)] = targets
            for future in as_completed(futures):
                self._keep(future.result(), futures[future])
                yield len(futures[future])
        finally:
            for future in futures:
                future.cancel()

    def _keep(self, made: Made, targets: list[Target]) -> None:
        for target in targets:
            write_whole(self.folder / target.file, made.mp3)
            for file in target.replaces:
                self.manifest.pop(file, None)  # the file itself stays: a running line may name it
            self.manifest[target.file] = target.entry(made.seconds, made.version)
        if time.monotonic() - self._saved > SAVE_EVERY:
            self.save()

    def save(self) -> None:
        write_manifest(self.folder, self.manifest)
        self._saved = time.monotonic()


def make_clip(recipe: Recipe) -> Made:
    """Say the words and finish the sound. Raises EngineError."""
    from ivr.clips.voices.levels import SilentError  # noqa: PLC0415 - a second of imports that an idle build can do without
    from ivr.clips.voices.levels import finish  # noqa: PLC0415
    from ivr.clips.voices.sound import to_mp3  # noqa: PLC0415

    engine = engine_named(recipe.voice.engine)
    spoken = engine.speak(recipe.words, recipe.voice)
    try:
        sound = finish(spoken, recipe.tail)
    except SilentError as fault:
        raise EngineError(f"{recipe.voice.engine}, voice {recipe.voice.voice}: {fault} of: {recipe.words}") from fault
    return Made(to_mp3(sound), sound.seconds, engine.version(recipe.voice))


def _by_engine(plan: Plan) -> dict[str, dict[Recipe, list[Target]]]:
    engines: dict[str, dict[Recipe, list[Target]]] = defaultdict(dict)
    for recipe, targets in plan.jobs.items():
        engines[recipe.voice.engine][recipe] = targets
    return engines


def _workers(engine: str, jobs: int) -> Executor:
    """All processors for an engine of this machine, a few polite threads for an online one."""
    at_once = engine_named(engine).at_once
    if at_once or jobs <= FEW:
        return ThreadPoolExecutor(at_once or 1)
    return ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn"), initializer=_depend_on_the_parent)


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Ctrl-C waits, and never meets a process that starts here: it could only end in the middle of its first imports."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _depend_on_the_parent() -> None:
    """Leave interrupts to it, and do not outlive it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
