"""What a check before going live says, and what it means for the whole."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass


class CheckVerdict(enum.Enum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Check:
    """One thing looked at, what was found, and what to do about it."""

    name: str
    verdict: CheckVerdict
    found: str
    to_do: str = ""


def ok(name: str, found: str) -> Check:
    return Check(name, CheckVerdict.OK, found)


def warn(name: str, found: str, to_do: str) -> Check:
    return Check(name, CheckVerdict.WARN, found, to_do)


def fail(name: str, found: str, to_do: str) -> Check:
    return Check(name, CheckVerdict.FAIL, found, to_do)


def exit_code(checks: Iterable[Check], strict: bool = False) -> int:
    """1 when anything fails, or when anything is not ok and `strict`."""
    bad = (CheckVerdict.FAIL, CheckVerdict.WARN) if strict else (CheckVerdict.FAIL,)
    return int(any(check.verdict in bad for check in checks))


def as_text(checks: Sequence[Check]) -> str:
    """A line each, with what to do under it, and the count."""
    lines = []
    for check in checks:
        lines.append(f"{check.verdict.value.upper():4}  {check.name}: {check.found}")
        if check.to_do:
            lines.append(f"      -> {check.to_do}")
    counts = ", ".join(f"{sum(check.verdict is verdict for check in checks)} {verdict.value}" for verdict in CheckVerdict)
    return "\n".join([*lines, counts])


def as_data(checks: Sequence[Check]) -> list[dict[str, str]]:
    """The same for a program."""
    return [{"name": c.name, "verdict": c.verdict.value, "found": c.found, "to_do": c.to_do} for c in checks]
