"""Who accepted a transfer: without DialBridged, some carriers report one that every worker refused as a talk that has ended."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from ivr.web.outbound.memory import Memory

KEPT_SECONDS = 5 * 3600  # longer than the longest transfer that prompts/centres.yaml allows
TIDY_EVERY = 200
_MARK = re.compile(r"[0-9a-f]{24}")


class Whispers:
    """A mark stands for one transfer of one call. What cannot be written is not known: the carrier's word counts."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._heard = 0

    def mark(self, call: str, transfers: int) -> str:
        return self._memory.name("whisper", call, str(transfers))

    def heard(self, mark: str) -> None:
        """A worker is being asked."""
        self._write(mark, "asked")
        self._heard += 1
        if self._heard % TIDY_EVERY == 1:
            with suppress(OSError):
                self._memory.forget("w-", KEPT_SECONDS)

    def accepted(self, mark: str) -> None:
        self._write(mark, "accepted")

    def was_refused(self, mark: str) -> bool:
        """Whether somebody was asked here and nobody accepted."""
        with suppress(OSError):
            return self._file(mark, "asked").exists() and not self._file(mark, "accepted").exists()
        return False

    def _write(self, mark: str, state: str) -> None:
        if _MARK.fullmatch(mark):
            with suppress(OSError):
                self._file(mark, state).touch()

    def _file(self, mark: str, state: str) -> Path:
        return self._memory.folder / f"w-{mark}.{state}"
