"""What scripts/build_audio.py does with its arguments."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import cast

from tqdm import tqdm

from ivr.audio import AUDIO
from ivr.audio import read_manifest
from ivr.content import PROMPTS
from ivr.content import Content
from ivr.voices.build import Builder
from ivr.voices.engines import EngineError
from ivr.voices.manifest import Manifest
from ivr.voices.manifest import only_builder
from ivr.voices.plan import Selection
from ivr.voices.plan import make_plan
from ivr.voices.report import summary
from ivr.voices.sounds import Spellings
from ivr.voices.sounds import load_spellings
from ivr.voices.tidy import files_on_disk
from ivr.voices.tidy import forget_old_words
from ivr.voices.tidy import remove_old_files
from ivr.yamlfile import ContentError

INTERRUPTED = 130  # what shells expect after Ctrl-C


def parser(description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", nargs="+", default=[], metavar="CODE", help="only these languages")
    parser.add_argument("--clip", nargs="+", default=[], metavar="ID", help="only these clips")
    parser.add_argument("--engine", choices=["espeak", "gtts", "edge"], help="make the clips with this engine")
    parser.add_argument("--check", action="store_true", help="make nothing; exit 1 when a clip is missing or stale")
    parser.add_argument("--keep", action="store_true", help="do not remove the files of old words")
    parser.add_argument("--prompts", type=Path, default=PROMPTS, metavar="FOLDER", help="where the words are")
    parser.add_argument("--audio", type=Path, default=AUDIO, metavar="FOLDER", help="where the clips go")
    return parser


def build(options: argparse.Namespace) -> int:
    """Run the command; the exit status."""
    selection = Selection(options.language, options.clip, options.engine)
    try:
        content = Content.load(options.prompts)
        _check_names(content, selection)
        spellings = load_spellings(options.prompts / "sounds")
        if options.check:
            return check_clips(content, spellings, selection, options.audio)
        build_clips(content, spellings, selection, options.audio, keep=options.keep)
    except (ContentError, EngineError, UnknownNameError) as fault:
        return _complain(str(fault))
    except BlockingIOError:
        return _complain(f"another build is at work in {options.audio}")
    except KeyboardInterrupt:
        _complain("interrupted; what was made is kept, run the same command again to go on")
        return INTERRUPTED
    return 0


class UnknownNameError(Exception):
    """An argument names a language or a clip that does not exist."""


def _check_names(content: Content, selection: Selection) -> None:
    clips = {clip for clip, _ in content.phrases(content.languages.first)}
    unknown = {*selection.languages} - {*content.languages.codes} | {*selection.clips} - clips
    if unknown:
        raise UnknownNameError(f"no language or clip is called {', '.join(sorted(unknown))}")


def check_clips(content: Content, spellings: Spellings, selection: Selection, folder: Path) -> int:
    """Print what is there; 1 when a clip is missing or stale."""
    manifest = cast(Manifest, read_manifest(folder))
    plan = make_plan(content, spellings, manifest, files_on_disk(folder), selection)
    print(summary(plan, manifest, (), folder))
    return 1 if plan.jobs else 0


def build_clips(content: Content, spellings: Spellings, selection: Selection, folder: Path, *, keep: bool = False) -> None:
    """Make what is missing or stale, then remove the files of old words unless they are to be kept.

    Raises EngineError, and BlockingIOError when another build is at work in the folder.
    """
    with only_builder(folder):
        manifest = cast(Manifest, read_manifest(folder))
        plan = make_plan(content, spellings, manifest, files_on_disk(folder), selection)
        before = dict(manifest)
        builder = Builder(folder, manifest)
        with tqdm(total=sum(1 for _ in plan.targets), unit="clip", disable=None) as bar:
            for made in builder.make(plan):
                bar.update(made)
        forget_old_words(manifest, plan, selection)
        if manifest != before:
            builder.save()
        removed = [] if keep else remove_old_files(folder, manifest, before, selection)
        print(summary(plan, manifest, removed, folder))


def _complain(message: str) -> int:
    print(f"build_audio: {message}", file=sys.stderr)
    return 1
