"""What became of a recording. Needs none of the packages that measure sound: every worker of the line may load it."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.clips.recordings.lines import KitLine


@dataclass(frozen=True)
class Take:
    """One returned file and what became of it: a finished clip, or the reasons why not."""

    file: str
    line: KitLine | None
    faults: tuple[str, ...] = ()
    mp3: bytes = b""
    seconds: float = 0.0

    @property
    def accepted(self) -> bool:
        return not self.faults
