"""What the line says, as releases: look at them, publish, take back, hand over to other machines.

  scripts/line releases list
  scripts/line releases compare 0003 0004
  scripts/line releases draft                                  a folder to change prompts/ and audio/ in
  scripts/line releases check FOLDER                           what it would change, and what keeps callers from hearing it
  scripts/line releases publish FOLDER --by "Awa" --why "..."
  scripts/line releases back 0003 --by "Awa" --why "..."       say an earlier release again; 0 is what came with the program
  scripts/line releases export 0004 FOLDER                     write what other machines fetch at CONTENT_URL
  scripts/line releases update                                 bring an update of the program in (a start does that too)

They are kept in CONTENT_DIR. A running line says what is published within five seconds; nothing is started again.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path

from ivr.clips.releases.archive import INDEX
from ivr.clips.releases.compare import Changes
from ivr.clips.releases.settings import ContentSettings
from ivr.clips.releases.store import Releases
from ivr.clips.rules.objection import Rule
from ivr.content.hours import BRUSSELS

MINUTES = 5  # for every machine to fetch


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = made.add_subparsers(dest="command", required=True)
    for name in ("list", "draft", "update"):
        commands.add_parser(name)
    compare = commands.add_parser("compare")
    compare.add_argument("before")
    compare.add_argument("after")
    check, publish = commands.add_parser("check"), commands.add_parser("publish")
    for command in (check, publish):
        command.add_argument("folder", type=Path, help="with prompts/ and audio/")
    back = commands.add_parser("back")
    back.add_argument("id")
    for command in (publish, back):
        command.add_argument("--by", required=True, help="who does this")
        command.add_argument("--why", required=True, help="why, in a few words")
    export = commands.add_parser("export")
    export.add_argument("id")
    export.add_argument("folder", type=Path)
    export.add_argument("--in", dest="minutes", type=int, default=MINUTES, help="minutes until all machines say it (%(default)s)")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    releases = ContentSettings.from_env(env).releases()
    match options.command:
        case "list":
            print("\n".join(_listed(releases)))
        case "compare":
            print("\n".join(_told(releases.compare(options.before, options.after))))
        case "check":
            return _check(releases, options.folder)
        case "draft":
            print(releases.draft().folder)
        case "publish":
            id = releases.publish(options.folder, options.by, options.why)
            then = "export it, and upload it to CONTENT_URL" if releases.follows else "callers hear it now"
            print(f"Release {id}: {then}.")
        case "back":
            releases.take_back(options.id, options.by, options.why)
            print(f"Callers hear release {options.id} again.")
        case "update":
            updated = releases.update()
            print(f"Release {updated}." if updated else "Nothing to bring in.")
        case "export":
            index = releases.export(options.id, options.folder, datetime.now(UTC) + timedelta(minutes=options.minutes))
            upload = f"{index.archive}, then {INDEX}" if index.archive else INDEX
            print(f"Upload {upload}. Said from {index.start.astimezone(BRUSSELS):%d.%m.%Y %H:%M} on.")
    return 0


def _listed(releases: Releases) -> Iterator[str]:
    current = releases.current_id()
    for place in releases.list():
        mark, about = "*" if place.id == current else " ", place.about
        if about is None:
            yield f"{mark} {place.id:4}  what came with the program"
            continue
        yield f"{mark} {place.id:4}  {about.at.astimezone(BRUSSELS):%d.%m.%Y %H:%M}  {about.by}: {about.why}"
        yield from (f"        changed by both, kept as it was here: {conflict}" for conflict in about.conflicts)


def _check(releases: Releases, folder: Path) -> int:
    """0 when it may be published."""
    verdict = releases.judge(folder)
    if not any(objection.rule is Rule.CONTENT for objection in verdict.against):
        print("\n".join(_told(releases.changes_of(folder))))
    for title, objections in (("against it", verdict.against), ("no better today, and no obstacle", verdict.known)):
        print("\n".join([f"{title}: {len(objections)}", *(f"  {objection}" for objection in objections)]))
    return int(bool(verdict.against))


def _told(changes: Changes) -> Iterator[str]:
    for field in fields(changes):
        found = getattr(changes, field.name)
        yield f"{field.name}: {len(found)}"
        yield from (f"  {change}" for change in found)
