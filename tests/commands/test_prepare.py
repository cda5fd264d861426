"""Installing: once, in the right place, with its progress shown, and a reason when it fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ivr.paths import ROOT
from scripts.commands import COMMANDS
from scripts.dev.__main__ import COMMANDS as DEV_COMMANDS
from scripts.lib.prepare import LARGER
from tests.support.commands import clone

LOCKS = {path.name: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("requirements*.txt"))}


def prepare(project: Path, lock: str = "requirements.txt") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(project / "scripts" / "lib" / "prepare.py"), lock]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installer alone, with lock files that name nothing."""
    project = clone(tmp_path_factory.mktemp("prepare") / "line", ("scripts",))
    for name in LOCKS:
        (project / name).write_text("", encoding="utf-8")
    return project


def test_it_is_installed_once_and_again_when_the_lock_file_changed(project: Path) -> None:
    first, second = prepare(project), prepare(project)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "packages are installed into .venv" in first.stderr
    assert first.stdout == ""  # what a command prints stays its own
    assert second.stderr == ""
    assert (project / ".venv" / "bin" / "python").exists()
    (project / "requirements.txt").write_text("# changed\n", encoding="utf-8")
    assert "packages are installed" in prepare(project).stderr


def test_a_larger_set_of_packages_is_enough_for_a_smaller_one(project: Path) -> None:
    prepare(project, "requirements-audio.txt")
    assert prepare(project, "requirements.txt").stderr == ""


def test_what_cannot_be_installed_is_told_with_the_reason_and_tried_again_the_next_time(project: Path) -> None:
    lock = project / "requirements-hear.txt"
    lock.write_text(f"no-such-package @ file://{project}/nothing.whl --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    done = prepare(project, lock.name)
    assert done.returncode == 1
    assert "ERROR" in done.stderr
    assert f"The whole story: {project}/.venv/install.log" in done.stderr
    assert "Traceback" not in done.stderr
    assert "packages are installed" in prepare(project, lock.name).stderr


# --- The lock files -------------------------------------------------------------------------------------


def pinned(name: str) -> dict[str, str]:
    """Package -> version."""
    lines = [line for line in LOCKS[name].splitlines() if "==" in line and not line.startswith((" ", "#"))]
    return {line.split("==")[0]: line.split("==")[1].split()[0] for line in lines}


def test_no_two_lock_files_disagree_on_a_version() -> None:
    versions: dict[str, set[str]] = {}
    for name in LOCKS:
        for package, version in pinned(name).items():
            versions.setdefault(package, set()).add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize(("smaller", "larger"), [(small, large) for small, larger in LARGER.items() for large in larger])
def test_a_larger_lock_file_holds_the_smaller_one(smaller: str, larger: str) -> None:
    assert pinned(smaller).items() <= pinned(larger).items()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_hashes_and_no_host(name: str) -> None:
    assert "--hash=sha256:" in LOCKS[name]
    assert "//" not in LOCKS[name]
    assert "--index" not in LOCKS[name]


def test_every_command_needs_a_lock_file_that_there_is() -> None:
    assert {command.packages for command in (*COMMANDS.values(), *DEV_COMMANDS.values())} <= set(LOCKS)
