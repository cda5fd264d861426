"""What all workers of this machine know together: small files in its memory, named by keyed hashes."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from ivr.paths import own_folder

SHARED_MEMORY = Path("/dev/shm")


class Memory:
    def __init__(self, folder: str, key: bytes) -> None:
        """`folder` "": one of this worker's own, made when it is first needed and gone with the worker."""
        self._given = folder
        self._key = key[:64]

    def name(self, *what: str) -> str:
        """A hash that leads nowhere without the key."""
        return hashlib.blake2b(" ".join(what).encode(), key=self._key, digest_size=12).hexdigest()

    @property
    def folder(self) -> Path:
        """Made anew where somebody has tidied it up. Raises OSError where it cannot be."""
        if not self._given:
            return self._own
        return own_folder(Path(self._given))

    @cached_property
    def _own(self) -> Path:
        place = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
        own = tempfile.mkdtemp(prefix="line-outbound-", dir=place)
        weakref.finalize(self, shutil.rmtree, own, True)
        return Path(own)

    def forget(self, prefix: str, seconds: float) -> None:
        """Files that were not touched for so long."""
        before = time.time() - seconds
        for entry in os.scandir(self.folder):
            with suppress(FileNotFoundError):
                if entry.name.startswith(prefix) and entry.stat().st_mtime < before:
                    os.unlink(entry.path)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One worker at a time."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
