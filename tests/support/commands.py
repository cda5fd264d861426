"""`scripts/line` as a person runs it, but with the packages of the tests: nothing is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Collection
from collections.abc import Mapping
from pathlib import Path

from ivr.paths import ROOT

LINE = str(ROOT / "scripts" / "line")
NOT_IN_A_CLONE = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "__pycache__", "*.pyc", ".*_cache", ".hypothesis", "*.sqlite3*", "build", "export", "data"
)


def line_env(**settings: str) -> dict[str, str]:
    """Nothing of this machine's settings but where programs are."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"LINE_PYTHON": sys.executable} | settings


def run_line(
    *arguments: object, env: Mapping[str, str] | None = None, folder: Path = ROOT, project: Path = ROOT, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command of `project` in `folder` to its end; `typed` is what stands on its standard input."""
    command = [str(project / "scripts" / "line"), *map(str, arguments)]
    settings = line_env(**(env or {}))
    return subprocess.run(command, cwd=folder, env=settings, input=typed, capture_output=True, text=True, check=False)


def clone(target: Path, names: Collection[str] = ()) -> Path:
    """The project as somebody gets it, without what a build or a test left behind; with `names`, only these folders and files."""
    target.mkdir(exist_ok=True)
    for path in ROOT.iterdir():
        if path.name in NOT_IN_A_CLONE(str(ROOT), [path.name]) or (names and path.name not in names):
            continue
        if path.is_dir():
            shutil.copytree(path, target / path.name, ignore=NOT_IN_A_CLONE)
        else:
            shutil.copy2(path, target / path.name)
    return target
