"""Draw the call map, docs/call-map.svg. Needs Graphviz (Debian: apt-get install graphviz)."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ivr.content.content import Content
from ivr.paths import ROOT
from scripts.dev.callmap import digest
from scripts.dev.callmap import draw


def parser(program: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(program, description=__doc__)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    picture = draw(Content.load())
    svg = picture.pipe(encoding="utf-8")
    target = ROOT / "docs" / "call-map.svg"
    target.write_text(f"{svg.rstrip()}\n<!-- drawn from {digest(picture)} -->\n", encoding="utf-8")
    print(f"{target.relative_to(ROOT)} drawn")
    return 0
