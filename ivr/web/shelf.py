"""Which clips can be heard now."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable

from ivr.clips.manifest import Clips
from ivr.clips.manifest import on_disk

log = logging.getLogger("ivr")

LOOK_SECONDS = 10.0  # between two looks at the disk
FRESH_SECONDS = 1.0  # however often somebody asks


class Shelf:
    """The clips that are on the disk. The calls never wait for a look at it."""

    def __init__(self, clips: Clips, wanted: Iterable[str], *, elsewhere: bool = False) -> None:
        """`elsewhere`: the clips are served by another machine, so the disk tells nothing."""
        self.clips = clips
        self._elsewhere = elsewhere
        self._wanted = tuple(wanted)
        self._gone: frozenset[str] = frozenset()
        self._looked = time.monotonic()
        if missing := self.missing():
            log.warning("%d clips are missing, see /healthz: %s ...", len(missing), ", ".join(missing[:3]))

    def heard(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the clips that can be heard."""
        return tuple(name for name in names if name in self.clips.files and name not in self._gone)

    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in self._wanted if name not in self.clips.files or name in self._gone)

    def look(self) -> None:
        """See what is there now."""
        self._looked = time.monotonic()
        if self._elsewhere:
            return
        there = on_disk(self.clips.folder)
        gone = frozenset(name for name, file in self.clips.files.items() if file not in there)
        if gone - self._gone:
            log.error("%d clips have gone from %s", len(gone), self.clips.folder)
        self._gone = gone

    def look_again(self) -> None:
        """See what is there, unless that was just done."""
        if time.monotonic() > self._looked + FRESH_SECONDS:
            self.look()

    def look_now_and_then(self) -> None:
        """Called with every call; a disk that hangs holds up a thread of its own."""
        if time.monotonic() > self._looked + LOOK_SECONDS:
            self._looked = time.monotonic()
            threading.Thread(target=self.look, name="shelf", daemon=True).start()
