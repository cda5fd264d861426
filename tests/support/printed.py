"""The commands that stand in the documents, as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ivr.paths import ROOT

DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "prompts" / "README.md")
_FENCE = re.compile(r"\s*```(\w*)\s*$")


@dataclass(frozen=True)
class Printed:
    """One line of a block of commands, without its comment."""

    place: str
    command: str

    def __str__(self) -> str:
        return f"{self.place}: {self.command}"


def commands() -> list[Printed]:
    """Every command of every block marked as sh."""
    return [Printed(f"{_name(path)}:{number}", line) for path in DOCUMENTS for number, line in _joined(path)]


def blocks_without_kind() -> list[str]:
    """Blocks that do not say what they are: their commands would be overlooked."""
    found = []
    for path in DOCUMENTS:
        fences = [(n, match[1]) for n, line in enumerate(_lines(path), 1) if (match := _FENCE.match(line))]
        found += [f"{_name(path)}:{number}" for number, kind in fences[::2] if not kind]
    return found


def inline() -> Iterator[Printed]:
    """`scripts/line ...` within a sentence."""
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(r"`(scripts/line(?: [^`]*)?)`", text):
            yield Printed(f"{_name(path)}:{text[: match.start()].count(chr(10)) + 1}", " ".join(match[1].split()))


def _joined(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of the blocks; one that ends with a backslash goes on in the next."""
    inside, begun, start = False, "", 0
    for number, line in enumerate(_lines(path), 1):
        if match := _FENCE.match(line):
            inside = match[1] == "sh"
        elif inside and line.strip():
            start = start if begun else number
            begun += re.sub(r"(^|\s+)#.*$", "", line).strip().removesuffix("\\")
            if not line.rstrip().endswith("\\"):
                yield start, begun.strip()
                begun = ""


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
