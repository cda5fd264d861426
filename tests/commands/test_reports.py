"""What scripts/test says of its runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.dev.reports import main

PASSED = '<testcase classname="tests.test_a" name="test_good" />'
FAILED = '<testcase classname="tests.test_a" name="test_late"><failure message="late" /></testcase>'
BROKEN = '<testcase classname="tests.test_a" name="test_torn"><error message="torn" /></testcase>'


def report(folder: Path, *cases: str, skipped: int = 0) -> Path:
    file = folder / f"{len(list(folder.iterdir()))}.xml"
    file.write_text(f'<testsuites><testsuite skipped="{skipped}">{"".join(cases)}</testsuite></testsuites>')
    return file


def test_a_test_that_passed_at_the_second_try_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([report(tmp_path, PASSED, FAILED, BROKEN), report(tmp_path, PASSED)]) == 0
    said = capsys.readouterr().out
    assert "tests.test_a.test_late" in said
    assert "tests.test_a.test_torn" in said
    assert "test_good" not in said


def test_a_skipped_test_is_a_failure(tmp_path: Path) -> None:
    assert main([report(tmp_path, PASSED), report(tmp_path, skipped=2)]) == "2 tests were skipped: a skipped test is a failure."
