"""Write all clips into a folder for a bucket or a CDN; AUDIO_URL then points there."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from ivr.golive.clipexport import export_clips
from ivr.golive.statichost import CONTENT_TYPES
from ivr.golive.statichost import FOR_EVER
from ivr.paths import output


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=__doc__)
    made.add_argument("folder", nargs="?", type=Path, help="default: export/clips, in the project or in the image's /data")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    folder = options.folder or output(env) / "export" / "clips"
    done = export_clips(folder)
    print(f"{done.clips} clips, {done.size / 1e6:.1f} MB, in {folder}. Serve that folder and set AUDIO_URL to its address.")
    print(f"Content types: .mp3 {CONTENT_TYPES['.mp3']}, .json {CONTENT_TYPES['.json']}. Clips: Cache-Control {FOR_EVER}")
    if done.left_over:
        print(f"{len(done.left_over)} clips of an earlier export stay: calls under way may ask for them. Delete them tomorrow.")
    return 0
