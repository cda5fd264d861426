"""Programs of the studio's own, beside the line: they give way to calls, and know no secret."""

from __future__ import annotations

import fcntl
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import IO
from typing import Any

from ivr.clips.releases.release import CHECKOUT
from ivr.clips.releases.store import Releases
from ivr.paths import ROOT

log = logging.getLogger("ivr.studio")

GIVES_WAY = 15  # niceness
AWAITED = 5  # of what somebody waits for, before a proxy gives up


def command(module: str, *arguments: str, niceness: int = GIVES_WAY) -> list[str]:
    return ["nice", "-n", str(niceness), sys.executable, "-m", module, *arguments]


def program(module: str, releases: Releases) -> list[str]:
    """One that works with the releases."""
    places = ("--content", str(releases.folder), "--checkout", str(releases.place(CHECKOUT).folder))
    return command(module, *places, *(("--follows",) if releases.follows else ()))


def surroundings() -> dict[str, Any]:
    """Where such a program runs, and what it knows: no program that speaks or publishes needs a secret."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV", "ESPEAK_DATA_PATH")
    return {"cwd": ROOT, "env": {name: os.environ[name] for name in kept if name in os.environ}}


def take(lock: IO[str]) -> bool:
    """Hold a lock, unless somebody else does."""
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def start(program: Sequence[str], lock: IO[str], seconds: float | None = None) -> None:
    """The process takes the lock over, and keeps it until its end, or for so many seconds."""
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(program, pass_fds=[lock.fileno()], stdin=nothing, stdout=nothing, **surroundings())
    threading.Thread(target=_wait, args=(process, seconds), name="studio-beside", daemon=True).start()


def _wait(process: subprocess.Popen[bytes], seconds: float | None) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        log.error("a task of the studio had no end after %d seconds", seconds)
        process.kill()
        process.wait()
