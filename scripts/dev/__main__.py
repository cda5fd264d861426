"""`scripts/dev/run`: what only developers need. Nothing of this folder is in the image."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from scripts.commands import Command
from scripts.commands.runner import main

DEV = "requirements-dev.txt"

COMMANDS: Mapping[str, Command] = {
    "architecture": Command(
        "scripts.dev.architecture", DEV, "Draw which folder of ivr/ imports which into docs/architecture.md."
    ),
    "bench": Command("scripts.dev.bench", DEV, "Measure the line beside a bare route that checks the same signature."),
    "call-map": Command("scripts.dev.call_map", DEV, "Draw every place of the call into docs/call-map.svg."),
    "soak": Command("scripts.dev.soak", DEV, "Ask the line 200,000 requests and print what a worker needs meanwhile."),
    "times": Command("scripts.dev.times", DEV, "Play the call and write how long it takes into docs/times.md."),
}

if __name__ == "__main__":
    sys.exit(main("scripts/dev/run", COMMANDS, sys.argv[1:], os.environ))
