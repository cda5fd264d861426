"""The picture of the architecture is drawn from the imports, and up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.paths import ROOT
from scripts.dev.architecture import PAGE
from scripts.dev.architecture import drawing
from scripts.dev.architecture import renewed


def test_the_picture_shows_the_imports_of_today() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert renewed(page, drawing(ROOT / "ivr")) == page, "run scripts/dev/run architecture"


def test_an_arrow_stands_for_an_import_and_only_between_folders(tmp_path: Path) -> None:
    package = tmp_path / "ivr"
    for name in ("call", "content"):
        (package / name).mkdir(parents=True)
        (package / name / "__init__.py").touch()
    (package / "settings.py").touch()
    (package / "call" / "line.py").write_text(
        "import re\nfrom ivr.settings import x\nfrom ivr.content.hours import y\nfrom ivr.call.state import z\n", encoding="utf-8"
    )
    assert drawing(package).splitlines() == ["```mermaid", "flowchart TD", "    call[call/] --> content[content/]", "```"]


@pytest.mark.parametrize("folder", ["call", "content"])
def test_the_conversation_and_its_content_know_no_web_and_no_carrier(folder: str) -> None:
    for file in (ROOT / "ivr" / folder).rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert "import flask" not in text
        assert "from flask" not in text
        assert "twilio" not in text.replace("TwiML", "")
