"""Takes that were found good, as finished clips in recordings/, under names of our own."""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ivr.clips.recordings.lines import KitLine
from ivr.clips.voices.recipes import tail_of
from ivr.content.content import Content
from ivr.paths import ROOT
from ivr.studio.beside import AWAITED
from ivr.studio.beside import command

log = logging.getLogger("ivr.studio")

SECONDS = 40.0  # for the process that looks at a file
BROWSER_RATE, TELEPHONE_RATE = 16_000, 8_000  # samples a second that a recording must have


class SoundError(Exception):
    """The file as a whole is no use: `trouble` is the key of the words for the speaker."""

    def __init__(self, trouble: str, found: int = 0) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.found = found


@dataclass(frozen=True)
class Taken:
    """What became of one line of a recording: a file in the folder, or what to do better."""

    clip: str
    troubles: tuple[str, ...]
    file: str | None
    seconds: float


class Recordings:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "recordings"

    def take(self, data: bytes, lines: Sequence[KitLine], content: Content, lowest_rate: int = BROWSER_RATE) -> list[Taken]:
        """Check one recording of one line, or of several spoken with pauses. Raises SoundError."""
        order = content.words[lines[0].language].date_order
        with tempfile.TemporaryDirectory(prefix="take-") as name:
            scratch = Path(name)
            (scratch / "sound").write_bytes(data)
            tails = [tail_of(line.clip, order) for line in lines]
            request = {"folder": name, "lines": [asdict(line) for line in lines], "tails": tails, "lowest_rate": lowest_rate}
            found = _asked(request)
            return [
                self._kept(line, take, scratch / f"{place}.mp3")
                for place, (line, take) in enumerate(zip(lines, found["takes"], strict=True))
            ]

    def path(self, file: str) -> Path:
        return self.folder / file

    def _kept(self, line: KitLine, take: dict[str, Any], made: Path) -> Taken:
        if take["troubles"]:
            return Taken(line.clip, tuple(take["troubles"]), None, take["seconds"])
        self.folder.mkdir(exist_ok=True)
        file = f"{secrets.token_hex(12)}.mp3"
        shutil.move(made, self.folder / file)
        return Taken(line.clip, (), file, take["seconds"])


def _asked(request: dict[str, Any]) -> dict[str, Any]:
    """The answer of a process that may be killed for what it was given."""
    environment = {"PATH": os.environ.get("PATH", ""), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    try:
        ended = subprocess.run(
            command("ivr.studio.sound.child", niceness=AWAITED),
            cwd=ROOT,
            env=environment,
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise SoundError("not_a_sound") from None
    except subprocess.CalledProcessError as fault:
        lines = fault.stderr.decode(errors="replace").strip().splitlines()
        log.error("a recording could not be looked at (exit %s): %s", fault.returncode, lines[-1] if lines else "no reason given")
        raise SoundError("cannot_check") from None
    answer: dict[str, Any] = json.loads(ended.stdout)
    if "trouble" in answer:
        raise SoundError(answer["trouble"], answer.get("found", 0))
    return answer
