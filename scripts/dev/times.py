"""How long a call takes: play it with the lengths of the clips, for every language, and write docs/times.md."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ivr.call.steps import MESSAGE_SECONDS
from ivr.clips.manifest import Clips
from ivr.clips.player import A_KEY
from ivr.clips.player import BETWEEN_CLIPS
from ivr.clips.player import OUR_ANSWER
from ivr.clips.player import THINKING
from ivr.clips.times import ROWS
from ivr.clips.times import ClipMissing
from ivr.clips.times import goal
from ivr.clips.times import measure
from ivr.content.content import Content
from ivr.paths import ROOT

TIMES = ROOT / "docs" / "times.md"


def table(content: Content, clips: Clips) -> str:
    """docs/times.md. Raises ClipMissing with all that are missing on any way."""
    demonstration, codes = content.for_demonstration(), content.languages.codes
    missing: list[str] = []
    lines = [_HEAD, f"| until | goal fr, en | goal elsewhere | {' | '.join(codes)} |", "|---" * (3 + len(codes)) + "|"]
    for row in ROWS:
        own = demonstration if row.desk is None else content
        cells = []
        for code in codes:
            try:
                cells.append(_cell(measure(own, clips, row, code), goal(row, code)))
            except ClipMissing as fault:
                missing += fault.clips
        lines.append(f"| {row.until} | {row.goal} | {row.goal_elsewhere} | {' | '.join(cells)} |")
    if missing:
        raise ClipMissing(missing)
    return "\n".join(lines) + "\n"


def _cell(seconds: float, most: int) -> str:
    return f"{seconds:.0f}" if seconds <= most else f"**{seconds:.0f}**"


_HEAD = f"""# How long a call takes

Seconds from the key of the language, for a caller who hears every prompt to its end: the clips as they are built today,
{BETWEEN_CLIPS} s between them, {THINKING:.0f} s to think and {A_KEY} s a key, {OUR_ANSWER} s for our answer
where anything is said, {MESSAGE_SECONDS} s of rest after a message. A figure in bold is over its goal.
Made by `scripts/dev/run times`; a test holds every figure to its goal, and this page to the clips.
"""


def parser(program: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(program, description=__doc__)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    try:
        TIMES.write_text(table(Content.load(), Clips.load()), encoding="utf-8")
    except ClipMissing as fault:
        print(f"{fault}. Build the clips first, then run this again.")
        return 1
    print(f"{TIMES.relative_to(ROOT)} written")
    return 0
