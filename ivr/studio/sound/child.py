"""The process that meets what came from outside: `python -m ivr.studio.sound.child`, a request on its standard input.

It may use little memory and time, and write into the one folder it is given. Whatever a file does to it, no call notices.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from ivr.clips.recordings.lines import KitLine

MEMORY, CPU_SECONDS, FILE_SIZE, FILES = 3 << 30, 20, 32 << 20, 64


def main() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    json.dump(answer(json.load(sys.stdin)), sys.stdout)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """What became of each line: faults, or a finished clip `<number>.mp3` in the folder."""
    from ivr.clips.voices.sound import decode  # noqa: PLC0415 - after the limits are set
    from ivr.studio.sound.cut import PiecesError  # noqa: PLC0415
    from ivr.studio.sound.cut import pieces  # noqa: PLC0415

    folder, rate = Path(request["folder"]), request["lowest_rate"]
    lines = [KitLine(**line | {"languages": tuple(line["languages"])}) for line in request["lines"]]
    try:
        sound = decode((folder / "sound").read_bytes())
        parts = [sound] if len(lines) == 1 else pieces(sound, len(lines))
    except PiecesError as fault:
        return {"trouble": "pieces", "found": fault.found}
    except ValueError:
        return {"trouble": "not_a_sound"}
    paired = zip(parts, lines, request["tails"], strict=True)
    return {"takes": [_take(part, line, tail, rate, folder / f"{n}.mp3") for n, (part, line, tail) in enumerate(paired)]}


def _take(sound: Any, line: KitLine, tail: float, lowest_rate: int, target: Path) -> dict[str, Any]:
    from ivr.clips.recordings.intake import take_of  # noqa: PLC0415
    from ivr.clips.recordings.verdict import Flaw  # noqa: PLC0415

    take = take_of(sound, line, tail, target.name, lowest_rate)
    if take.accepted:
        target.write_bytes(take.mp3)
    return {"troubles": [fault.kind for fault in take.faults if isinstance(fault, Flaw)], "seconds": take.seconds}


if __name__ == "__main__":
    main()
