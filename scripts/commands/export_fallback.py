"""Write the folder that answers callers when the line itself cannot; host it somewhere else than the line."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from ivr.clips.manifest import Clips
from ivr.clips.releases.settings import ContentSettings
from ivr.content.content import Content
from ivr.golive.fallback import desk_of
from ivr.golive.fallback import elsewhere
from ivr.golive.fallback import export_fallback
from ivr.paths import output
from ivr.settings import Settings


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=__doc__)
    made.add_argument("address", help="where the folder will be served, for example https://sorry.example.org")
    made.add_argument("folder", nargs="?", type=Path, help="default: export/fallback, in the project or in the image's /data")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    settings, heard = Settings.from_env(env), ContentSettings.from_env(env).heard()
    content = Content.load(heard.prompts)
    folder = options.folder or output(env) / "export" / "fallback"
    desk = desk_of(settings, content.centres)
    address, languages = elsewhere(options.address, settings), content.languages.codes
    done = export_fallback(folder, address, languages, Clips.load(heard.audio), desk)
    end = f"then {desk.number} rings" if desk else "then the call ends (set DESK_NUMBER, or list a desk, to let a person answer)"
    print(f"{done.clips} clips in {folder}: {len(languages)} languages in {done.seconds:.0f} s, {end}.")
    print(f"Serve that folder, then: scripts/line connect --fallback-url {done.document}")
    return 0
