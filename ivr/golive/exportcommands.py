"""scripts/export_clips.py and scripts/export_fallback.py."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path

from ivr.audio import AUDIO
from ivr.audio import Clips
from ivr.centres import check_number
from ivr.config import ConfigError
from ivr.config import Settings
from ivr.content import Content
from ivr.golive import fallback as fallback_folder
from ivr.golive.clipexport import export_clips
from ivr.golive.statichost import CONTENT_TYPES
from ivr.golive.statichost import FOR_EVER
from ivr.golive.statichost import ExportError

EXPORT = AUDIO.parent / "export"


def clips(arguments: Sequence[str]) -> int:
    """0 when every clip of the manifest was copied, 1 with what is missing."""
    parser = argparse.ArgumentParser(description="Write all clips into a folder for a bucket or a CDN.")
    parser.add_argument("folder", nargs="?", type=Path, default=EXPORT / "clips", help="default: export/clips")
    folder: Path = parser.parse_args(arguments).folder
    try:
        done = export_clips(folder)
    except ExportError as fault:
        print(fault)
        return 1
    print(f"{done.clips} clips, {done.size / 1e6:.1f} MB, in {folder}. Serve that folder and set AUDIO_URL to its address.")
    print(f"Content types: .mp3 {CONTENT_TYPES['.mp3']}, .json {CONTENT_TYPES['.json']}. Clips: Cache-Control {FOR_EVER}")
    if done.left_over:
        print(f"{len(done.left_over)} clips of an earlier export stay: calls under way may ask for them. Delete them tomorrow.")
    return 0


def fallback(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """0 when every language has its words in the folder, 1 with what is missing or wrong."""
    parser = argparse.ArgumentParser(description="Write the folder that answers callers when the line itself cannot.")
    parser.add_argument("address", help="where the folder will be served, for example https://sorry.example.org")
    parser.add_argument("folder", nargs="?", type=Path, default=EXPORT / "fallback", help="default: export/fallback")
    chosen = parser.parse_args(arguments)
    try:
        settings, content = Settings.from_env(env), Content.load()
        address = _elsewhere(chosen.address.rstrip("/"), settings)
        desk = desk_of(settings, content)
        done = fallback_folder.export_fallback(chosen.folder, address, content.languages.codes, Clips.load(), desk)
    except (ConfigError, ExportError) as fault:
        print(fault)
        return 1
    end = f"then {settings.desk_number} rings" if desk else "then the call ends (set DESK_NUMBER to let a person answer)"
    print(f"{done.clips} clips in {chosen.folder}: {len(content.languages.codes)} languages in {done.seconds:.0f} s, {end}.")
    print(f"Serve that folder, then: scripts/connect_number.py --fallback-url {done.document}")
    return 0


def _elsewhere(address: str, settings: Settings) -> str:
    if not address.startswith("https://"):
        raise ConfigError(f"The fallback needs an https:// address, not {address!r}")
    if settings.public_url and (address == settings.public_url or address.startswith(f"{settings.public_url}/")):
        raise ConfigError("The fallback must not be served by the line itself: it answers when the line cannot.")
    return address


def desk_of(settings: Settings, content: Content) -> fallback_folder.Desk | None:
    if settings.desk_number is None:
        return None
    limits = content.centres.transfer
    try:
        check_number(settings.desk_number, limits.foreign_numbers, "DESK_NUMBER")
    except ValueError as fault:
        raise ConfigError(str(fault)) from None
    return fallback_folder.Desk(settings.desk_number, limits.ring_seconds, limits.limit_seconds, settings.line_number)
