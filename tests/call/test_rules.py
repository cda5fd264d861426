"""docs/rules.md: sixty rules, each kept or not, with a test that is there or a reason."""

from __future__ import annotations

import re

from ivr.paths import ROOT

ROWS = [line for line in (ROOT / "docs" / "rules.md").read_text(encoding="utf-8").splitlines() if line.startswith("| R")]
NEED_NOT_BE_KEPT = {"R3", "R7", "R10", "R43", "R48", "R52", "R54"}


def test_all_sixty_rules_have_a_line() -> None:
    assert [row.split()[1] for row in ROWS] == [f"R{number}" for number in range(1, 61)]


def test_what_a_rule_refers_to_is_there() -> None:
    files = {file for row in ROWS for file in re.findall(r"(?:tests|docs|prompts)/[\w./-]+\.\w+", row)}
    assert {file for file in files if not (ROOT / file).exists()} <= {"docs/times.md"}, "times.md waits for the clips"


def test_only_seven_rules_are_not_kept() -> None:
    assert {row.split()[1] for row in ROWS if row.split("|")[2].strip() == "no"} <= NEED_NOT_BE_KEPT
