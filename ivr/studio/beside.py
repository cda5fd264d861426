"""Programs of the studio's own, beside the line: they give way to calls, and know no secret."""

from __future__ import annotations

import os
import sys
from typing import Any

from ivr.paths import ROOT

GIVES_WAY = 15  # niceness
AWAITED = 5  # of what somebody waits for, before a proxy gives up


def command(module: str, *arguments: str, niceness: int = GIVES_WAY) -> list[str]:
    return ["nice", "-n", str(niceness), sys.executable, "-m", module, *arguments]


def surroundings() -> dict[str, Any]:
    """Where such a program runs, and what it knows: no program that speaks or publishes needs a secret."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV", "ESPEAK_DATA_PATH")
    return {"cwd": ROOT, "env": {name: os.environ[name] for name in kept if name in os.environ}}
