#!/usr/bin/env python3
"""Draw the call map, docs/call-map.svg. Needs Graphviz (Debian: apt-get install graphviz)."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ivr.callmap import digest  # noqa: E402
from ivr.callmap import draw  # noqa: E402
from ivr.content import Content  # noqa: E402

if __name__ == "__main__":
    picture = draw(Content.load())
    svg = picture.pipe(encoding="utf-8")
    target = ROOT / "docs" / "call-map.svg"
    target.write_text(f"{svg.rstrip()}\n<!-- drawn from {digest(picture)} -->\n", encoding="utf-8")
    print(f"{target.relative_to(ROOT)} drawn")
