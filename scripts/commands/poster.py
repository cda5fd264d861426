"""Make posters (A4, A3) and a card with the line's number and the key of each language, as PDF: as callers hear them now."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from ivr.clips.releases.settings import ContentSettings
from ivr.content.content import Content
from ivr.golive.poster.draw import BLACK
from ivr.golive.poster.draw import COLOUR
from ivr.golive.poster.draw import poster
from ivr.golive.poster.layout import LAYOUTS
from ivr.paths import output
from ivr.settings import ConfigError
from ivr.settings import checked_number
from ivr.settings import number_in


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=__doc__)
    made.add_argument("--number", help="E.164, for example +3280012345; default: LINE_NUMBER")
    made.add_argument("folder", nargs="?", type=Path, help="default: export/poster, in the project or in the image's /data")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    number = checked_number(options.number, "--number") if options.number else number_in(env, "LINE_NUMBER")
    if number is None:
        raise ConfigError("Which number? Set LINE_NUMBER, or name one with --number +3280012345.")
    folder = options.folder or output(env) / "export" / "poster"
    content = Content.load(ContentSettings.from_env(env).heard().prompts)
    folder.mkdir(parents=True, exist_ok=True)
    for name, layout in LAYOUTS.items():
        for ink, suffix in ((COLOUR, ""), (BLACK, "-black")):
            file = folder / f"{name}{suffix}.pdf"
            file.write_bytes(poster(content, number, layout, ink))
            print(file)
    return 0
