#!/usr/bin/env python3
"""Turn a list of keys into one MP3 of the whole call.

  scripts/render_call.py 6 _ 2 _ 15 03 2025 1 --output call.mp3

Each entry answers one turn: a key, a whole number, "_" for silence, or after a transfer busy, answered, no-answer, failed.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ivr.audio import Clips
from ivr.branches import build_line
from ivr.content import Content
from ivr.hours import BRUSSELS
from ivr.voices.render import play
from ivr.voices.render import render
from ivr.voices.sound import to_mp3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keys", nargs="*", help="what the caller presses, turn by turn")
    parser.add_argument("--at", type=datetime.fromisoformat, help="when the call takes place, for example 2026-12-25T10:00")
    parser.add_argument("--output", type=Path, default=Path("call.mp3"))
    options = parser.parse_args()
    now = (options.at or datetime.now()).replace(tzinfo=BRUSSELS)
    content = Content.load()
    words = {f"{code}/{clip}": phrase.text for code in content.languages.codes for clip, phrase in content.phrases(code)}
    scenes = list(play(build_line(content.for_demonstration()), options.keys, now))
    for scene in scenes:
        print(f"[{scene.turn.state.step}] {' '.join(words[clip] for clip in scene.turn.clips)}")
        if scene.key:
            print(f"    > {scene.key}")
    sound = render(scenes, Clips.load())
    options.output.write_bytes(to_mp3(sound))
    print(f"{options.output}: {sound.seconds:.0f} seconds")


if __name__ == "__main__":
    main()
