"""The table at the end of an import."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence

from ivr.clips.recordings.sheet import SheetRow
from ivr.clips.recordings.take import Take


def table(takes: Sequence[Take], rows: Mapping[int, SheetRow]) -> str:
    """One line a file, then what did not come back, then the sum."""
    width = max((len(take.file) for take in takes), default=0)
    lines = [f"{take.file:<{width}}  {_verdict(take)}" for take in takes]
    absent = sorted(rows.keys() - {take.line.number for take in takes if take.line})
    if absent:
        lines.append(f"not in the folder: {', '.join(_ranges(absent))}")
    accepted = sum(take.accepted for take in takes)
    lines.append(f"{accepted} accepted, {len(takes) - accepted} to record again, {len(absent)} of the kit still to come")
    return "\n".join(lines)


def _verdict(take: Take) -> str:
    return f"accepted, {take.seconds:.1f} s" if take.accepted else f"record again: {'; '.join(take.faults)}"


def _ranges(numbers: Iterable[int]) -> list[str]:
    """[1, 2, 3, 7] -> ["001-003", "007"]."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [f"{run[0]:03}" if len(run) == 1 else f"{run[0]:03}-{run[-1]:03}" for run in runs]
