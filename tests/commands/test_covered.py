"""What the tests run of each folder is shown, and too little of it is a failure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.dev.covered import main


def told(lines: int, run: int, branches: int, taken: int, missing: tuple[int, ...] = ()) -> dict[str, object]:
    covered = {"covered_lines": run, "covered_branches": taken}
    return {
        "summary": covered | {"missing_lines": lines - run, "missing_branches": branches - taken},
        "missing_lines": list(missing),
    }


def shown(folder: Path, files: dict[str, object], capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    report = folder / "coverage.json"
    report.write_text(json.dumps({"files": files}), encoding="utf-8")
    return main(report), capsys.readouterr().out.splitlines()


def test_each_folder_is_shown_with_its_goal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files: dict[str, object] = {
        "ivr/call/line.py": told(80, 79, 20, 19),
        "ivr/web/app.py": told(9, 8, 1, 1),
        "ivr/__init__.py": told(0, 0, 0, 0),
    }
    assert shown(tmp_path, files, capsys) == (0, ["  call          98.0 %   goal 98 %", "  web           90.0 %   goal 90 %"])


@pytest.mark.parametrize(
    ("name", "figures", "sentence"),
    [
        ("ivr/call/branches/talk.py", (100, 97, 0, 0), "call: 97.0 % is below 98 %. No test runs:"),
        ("ivr/content/words.py", (50, 50, 50, 47), "content: 97.0 % is below 98 %. No test runs:"),
        ("ivr/paths.py", (10, 8, 0, 0), "paths.py: 80.0 % is below 90 %. No test runs:"),
    ],
)
def test_too_little_is_a_failure_that_names_the_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, figures: tuple[int, int, int, int], sentence: str
) -> None:
    status, lines = shown(tmp_path, {name: told(*figures, missing=(3, 14))}, capsys)
    assert (status, lines[-2:]) == (1, [sentence, f"  {name}: 3, 14"])
