"""Writing into audio/: each file whole or not at all, and one writer at a time."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ivr import Fault

UNFINISHED = ".part"  # the ending of a file that is being written
AGAIN_SECONDS = 0.1  # between looks at a folder that somebody else holds


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        unfinished.write_bytes(data)
        os.replace(unfinished, path)
    except OSError:  # a full disk: leave no half behind
        unfinished.unlink(missing_ok=True)
        raise


class AtWorkError(Fault, BlockingIOError):
    """Somebody else changes the clips of this folder now."""


@contextmanager
def only_builder(folder: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold a folder of clips for whoever writes in it.

    Raises AtWorkError when somebody else still holds it after so many seconds, and FileNotFoundError when it is not there.
    """
    end = time.monotonic() + patience
    while (handle := _held(folder)) is None:
        if time.monotonic() >= end:
            raise AtWorkError(f"a build is at work in {folder}; try again when it has ended")
        time.sleep(AGAIN_SECONDS)
    try:
        yield
    finally:
        os.close(handle)


def _held(folder: Path) -> int | None:
    """None while somebody else holds it, or when another folder has taken its place meanwhile."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(handle), folder.stat()):
            return handle
    except BlockingIOError:
        pass
    except OSError:
        os.close(handle)
        raise
    os.close(handle)
    return None
