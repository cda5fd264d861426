"""What scripts/line record does with its arguments."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ivr import Fault
from ivr.clips.manifest import read_manifest
from ivr.clips.recordings.install import Terms
from ivr.clips.recordings.install import install
from ivr.clips.recordings.intake import look_through
from ivr.clips.recordings.kit import write_kit
from ivr.clips.recordings.lines import lines_for
from ivr.clips.recordings.lines import only_draft
from ivr.clips.recordings.lines import only_unrecorded
from ivr.clips.recordings.report import table
from ivr.clips.recordings.sheet import SheetRow
from ivr.clips.recordings.sheet import read_sheet
from ivr.clips.voices.recipes import tail_of
from ivr.content.content import Content
from ivr.paths import AUDIO
from ivr.paths import PROMPTS


class RequestError(Fault):
    """The arguments ask for something that cannot be done."""


def parser(program: str, description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(program, description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="write what a speaker needs: a page to print and a list")
    _add_common(make)
    make.add_argument("--only-draft", action="store_true", help="only clips that are missing or of a makeshift voice")
    make.add_argument("--only-unrecorded", action="store_true", help="only clips that no person has recorded yet")
    make.add_argument("--output", type=Path, metavar="DIR", help="where the kit goes; otherwise build/recording-kit-LANGUAGE")
    take = commands.add_parser("import", help="check the recordings and put the good ones on the line")
    _add_common(take)
    take.add_argument("folder", type=Path, help="the folder the speaker sent back")
    take.add_argument("--speaker", required=True, type=_words, metavar="NAME", help="as it is to be published")
    take.add_argument("--licence", required=True, type=_words, help='for example "CC BY 4.0"')
    take.add_argument("--date", required=True, type=_day, metavar="YYYY-MM-DD", help="day of the recording")
    take.add_argument("--consent-file", type=Path, metavar="FILE", help="the signed agreement: only its SHA-256 digest is noted")
    take.add_argument("--kit", type=Path, metavar="CSV", help="the list of the kit; otherwise the one in the folder")
    take.add_argument("--check", action="store_true", help="report only; put nothing on the line")
    return parser


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument("language", help="code, for example so")
    command.add_argument("--prompts", type=Path, default=PROMPTS, metavar="FOLDER", help="where the words are")
    command.add_argument("--audio", type=Path, default=AUDIO, metavar="FOLDER", help="where the clips are")


def _words(value: str) -> str:
    if not value.strip():
        raise argparse.ArgumentTypeError("must not be empty")
    return value.strip()


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a day such as 2026-12-01, not {value!r}") from None


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit status."""
    content = Content.load(options.prompts)
    if options.language not in content.languages.codes:
        raise RequestError(f"no language is called {options.language}; there are {', '.join(content.languages.codes)}")
    return make(content, options) if options.command == "make" else take_in(content, options)


def make(content: Content, options: argparse.Namespace) -> int:
    manifest = read_manifest(options.audio)
    lines = list(lines_for(content, options.language))
    if options.only_draft:
        lines = list(only_draft(lines, manifest))
    if options.only_unrecorded:
        lines = list(only_unrecorded(lines, manifest))
    if not lines:
        print("there is nothing to record")
        return 0
    folder = options.output or Path("build") / f"recording-kit-{options.language}"
    page, sheet = write_kit(folder, content.languages.by_code[options.language], lines)
    print(f"{len(lines)} lines to record: {page} to print, {sheet} to send back with the recordings")
    return 0


def take_in(content: Content, options: argparse.Namespace) -> int:
    """Check and install; 1 when something must be recorded again."""
    if not options.folder.is_dir():
        raise RequestError(f"there is no folder {options.folder}")
    terms = Terms(options.speaker, options.licence, options.date, _digest_of(options.consent_file))
    rows = read_sheet(options.kit or _sheet_in(options.folder))
    _check_language(rows.values(), options.language)
    order = content.words[options.language].date_order
    lines = lines_for(content, options.language)
    takes = look_through(options.folder, rows, lines, {line.clip: tail_of(line.clip, order) for line in lines})
    if not takes:
        raise RequestError(f"there are no recordings in {options.folder}")
    print(table(takes, rows))
    if not options.check:
        options.audio.mkdir(parents=True, exist_ok=True)
        print(f"{install(options.audio, takes, terms)} clips put on the line")
    return 0 if all(take.accepted for take in takes) else 1


def _digest_of(consent: Path | None) -> str | None:
    if consent is None:
        return None
    try:
        return hashlib.sha256(consent.read_bytes()).hexdigest()
    except OSError as fault:
        raise RequestError(f"the agreement {consent} cannot be read: {fault.strerror}") from fault


def _sheet_in(folder: Path) -> Path:
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".csv" and not path.name.startswith("."))
    if len(found) != 1:
        how_many = "are several CSV files" if found else "is no CSV file"
        raise RequestError(f"there {how_many} in {folder}; name the list of the kit with --kit")
    return found[0]


def _check_language(rows: Iterable[SheetRow], language: str) -> None:
    other = {row.language for row in rows} - {language}
    if other:
        raise RequestError(f"this kit is for {', '.join(sorted(other))}, not for {language}")
