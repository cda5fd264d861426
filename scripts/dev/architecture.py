"""Draw which folder of ivr/ imports which, as Mermaid text in docs/architecture.md, from the imports themselves."""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path

from ivr.paths import ROOT

PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- drawn by scripts/dev/run architecture -->", "<!-- end of the drawing -->"


def parser(program: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(program, description=__doc__)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), drawing(ROOT / "ivr")), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} drawn")
    return 0


def renewed(page: str, picture: str) -> str:
    """The page with another picture between its two marks."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{picture}\n\n{END}{after}"


def drawing(package: Path) -> str:
    """An arrow for each folder that imports another one."""
    folders = sorted(path.name for path in package.iterdir() if (path / "__init__.py").is_file())
    arrows = sorted({(folder, other) for folder in folders for other in _imported(package / folder) if other in folders})
    lines = [f"    {folder}[{folder}/] --> {other}[{other}/]" for folder, other in arrows if folder != other]
    return "\n".join(["```mermaid", "flowchart TD", *lines, "```"])


def _imported(folder: Path) -> Iterator[str]:
    """What stands behind "ivr." in its imports."""
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            if module.startswith(f"{folder.parent.name}."):
                yield module.split(".")[1]
