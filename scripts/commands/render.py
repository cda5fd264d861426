"""Turn a list of keys into one MP3 of the whole call, as callers hear it now: with CONTENT_DIR, of the current release.

  scripts/line render 6 _ 2 _ 1 15 03 2025 1 --output call.mp3

Each entry answers one turn: a key, a whole number, "_" for silence, or how a transfer ends: answered, busy, no-answer, failed.
A message goes on with "_", or is cut short by any key. The numbers of the centres are invented, as in the demonstration.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from ivr.call.build import build_line
from ivr.clips.manifest import Clips
from ivr.clips.releases.settings import ContentSettings
from ivr.clips.render import play
from ivr.clips.render import render
from ivr.clips.voices.sound import to_mp3
from ivr.content.content import Content
from ivr.content.hours import BRUSSELS
from ivr.settings import DEMO_DESK


def moment(text: str) -> datetime:
    """In Brussels, unless it names another zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a moment such as 2026-12-25T10:00, not {text!r}") from None
    return at if at.tzinfo else at.replace(tzinfo=BRUSSELS)


def mp3(text: str) -> Path:
    """A file to write, refused before the call is played."""
    path = Path(text)
    if path.suffix.lower() != ".mp3":
        raise argparse.ArgumentTypeError(f"expected a name that ends with .mp3, not {text!r}")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {path.parent}")
    return path


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("keys", nargs="*", help="what the caller presses, turn by turn")
    made.add_argument("--at", type=moment, help="when the call takes place, for example 2026-12-25T10:00; default: now")
    made.add_argument("--desk", action="store_true", help="with people of the line's own, who can be reached")
    made.add_argument("--output", type=mp3, default=Path("call.mp3"), help="default: call.mp3 in this folder")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    now = options.at or datetime.now(BRUSSELS)
    heard = ContentSettings.from_env(env).heard()
    content = Content.load(heard.prompts)
    words = {f"{code}/{clip}": phrase.text for code in content.languages.codes for clip, phrase in content.phrases(code)}
    clips, desk = Clips.load(heard.audio), (DEMO_DESK,) if options.desk else ()
    moments = list(play(build_line(content.for_demonstration(), desk), options.keys, now, clips.seconds))
    for each in moments:
        print(f"[{each.turn.state.step}] {' '.join(words[clip] for clip in each.turn.clips)}")
        if each.key:
            print(f"    > {each.key}")
    sound = render(moments, clips)
    options.output.write_bytes(to_mp3(sound))
    print(f"{options.output}: {sound.seconds:.0f} seconds")
    return 0
