"""How much of each folder of ivr/ the tests run, lines and branches, from the report of SlipCover."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path
from typing import Any

GOALS = {"call": 98.0, "content": 98.0}  # per cent
OTHERS = 90.0


def main(report: Path) -> int:
    """Show the figures; 1 when one of them is below its goal."""
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    faults = list(_below(files))
    for folder, per_cent in _by_folder(files).items():
        print(f"  {folder:<12}{per_cent:6.1f} %   goal {GOALS.get(folder, OTHERS):g} %")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def _by_folder(files: Mapping[str, Any]) -> dict[str, float]:
    there, run = Counter[str](), Counter[str]()
    for name, told in files.items():
        folder, figures = _folder(name), told["summary"]
        covered = figures["covered_lines"] + figures["covered_branches"]
        there[folder] += covered + figures["missing_lines"] + figures["missing_branches"]
        run[folder] += covered
    return {folder: 100 * run[folder] / there[folder] for folder in sorted(there) if there[folder]}


def _below(files: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each folder below its goal, and what of it no test runs."""
    for folder, per_cent in _by_folder(files).items():
        goal = GOALS.get(folder, OTHERS)
        if per_cent < goal:
            yield f"{folder}: {per_cent:.1f} % is below {goal:g} %. No test runs:"
            missed = {name: told["missing_lines"] for name, told in files.items() if _folder(name) == folder}
            yield from (f"  {name}: {', '.join(map(str, lines))}" for name, lines in missed.items() if lines)


def _folder(name: str) -> str:
    """ "call" for ivr/call/line.py; a file of ivr/ itself stands under its own name."""
    return Path(name).parts[1]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
