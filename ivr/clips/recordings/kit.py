"""The kit a speaker gets: a page to print and a list, in one folder, into which the recordings go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment
from jinja2 import FileSystemLoader
from jinja2 import StrictUndefined

from ivr.clips.recordings.lines import KitLine
from ivr.clips.recordings.sheet import write_sheet
from ivr.content.languages import Language

_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)


def write_kit(folder: Path, language: Language, lines: Sequence[KitLine]) -> tuple[Path, Path]:
    """Write the page and the list; where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    page, sheet = folder / f"kit-{language.code}.html", folder / f"kit-{language.code}.csv"
    page.write_text(
        _TEMPLATES.get_template("kit.html").render(language=language, lines=lines, sheet=sheet.name), encoding="utf-8"
    )
    write_sheet(sheet, lines)
    return page, sheet
