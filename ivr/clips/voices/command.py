"""`build`: make the clips of the line.

The words of prompts/ become audio/<language>/<clip>-<digest>.mp3, listed in audio/manifest.json. Only what changed is made.
For each clip, the first that there is wins:

1. A person's recording of exactly these words. If the words changed, it is named, and a voice takes over.
2. With --engine: a clip by that engine, made if need be. Languages without that engine follow the next rules.
3. An existing clip of these words by a voice that prompts/languages.yaml lists before the one that would be used now.
4. A clip by the first voice of prompts/languages.yaml that can speak on this machine without a network.

A build may be interrupted at any time: run it again and it goes on. It never deletes a clip, because a running line may name it:
clips of old words are listed in audio/retired.json, and --tidy removes those that were retired more than a day ago.

The table at the end counts clips: made now, kept as they were, still to make, retired now; then how long all of them last and how
large they are.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import get_args

from tqdm import tqdm

from ivr import Fault
from ivr.clips.integrity import faults
from ivr.clips.manifest import ManifestEntry
from ivr.clips.manifest import read_manifest
from ivr.clips.voices.build import Builder
from ivr.clips.voices.catalogue import load_catalogue
from ivr.clips.voices.engines import engine_named
from ivr.clips.voices.faults import check_words
from ivr.clips.voices.licences import FILE
from ivr.clips.voices.licences import licences
from ivr.clips.voices.plan import Plan
from ivr.clips.voices.plan import Selection
from ivr.clips.voices.plan import make_plan
from ivr.clips.voices.report import summary
from ivr.clips.voices.retired import files_on_disk
from ivr.clips.voices.retired import retire
from ivr.clips.voices.retired import tidy
from ivr.clips.voices.sounds import Spellings
from ivr.clips.voices.sounds import load_spellings
from ivr.clips.writing import only_builder
from ivr.clips.writing import write_whole
from ivr.content.content import Content
from ivr.content.languages import EngineName
from ivr.content.languages import Voice
from ivr.paths import AUDIO
from ivr.paths import PROMPTS

INTERRUPTED = 130  # what shells expect after Ctrl-C


def parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(program, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", nargs="+", default=[], metavar="CODE", help="only these languages")
    parser.add_argument("--clip", nargs="+", default=[], metavar="ID", help="only these clips")
    parser.add_argument("--engine", choices=get_args(EngineName), help="make the clips with this engine")
    parser.add_argument("--only-free", action="store_true", help="only voices whose clips anybody may use for anything")
    parser.add_argument("--check", action="store_true", help="make nothing; exit 1 when a clip is missing or says older words")
    parser.add_argument("--tidy", action="store_true", help="then remove clips that were retired more than a day ago")
    parser.add_argument("--prompts", type=Path, default=PROMPTS, metavar="FOLDER", help="where the words are")
    parser.add_argument("--audio", type=Path, default=AUDIO, metavar="FOLDER", help="where the clips go")
    return parser


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit status."""
    selection = Selection(options.language, options.clip, options.engine, options.only_free)
    content = Content.load(options.prompts)
    check_names(content, selection)
    spellings = load_spellings(options.prompts / "sounds")
    if options.check:
        return check_clips(content, spellings, selection, options.audio)
    try:
        build_clips(content, spellings, selection, options.audio)
    except KeyboardInterrupt:
        print("interrupted; what was made is kept, run the same command again to go on", file=sys.stderr)
        return INTERRUPTED
    if options.tidy:
        print(f"{len(tidy(options.audio, datetime.now(UTC)))} clips removed that were retired more than a day ago")
    return 0


class UnknownNameError(Fault):
    """An argument names a language or a clip that does not exist."""


def check_names(content: Content, selection: Selection) -> None:
    """Raises UnknownNameError."""
    clips = {clip for clip, _ in content.phrases(content.languages.first)}
    if unknown := {*selection.languages} - {*content.languages.codes}:
        there = ", ".join(content.languages.codes)
        raise UnknownNameError(f"no language is called {', '.join(sorted(unknown))}; there are {there}")
    if unknown := {*selection.clips} - clips:
        raise UnknownNameError(
            f"no clip is called {', '.join(sorted(unknown))}; prompts/{content.languages.first}.yaml names them"
        )


def ready(voice: Voice) -> bool:
    """Whether the voice can speak on this machine."""
    return engine_named(voice.engine).lacks(voice) is None


def check_clips(content: Content, spellings: Spellings, selection: Selection, folder: Path) -> int:
    """Print what is there; 1 when a clip is missing, says older words or is damaged."""
    manifest = read_manifest(folder)
    plan = make_plan(content, spellings, manifest, files_on_disk(folder), selection=selection, ready=cache(ready))
    print(summary(plan, manifest, (), folder, selection.languages))
    damaged = list(faults(folder, manifest))
    if damaged:
        print(*damaged, "Delete the damaged files and run scripts/line build.", sep="\n")
    return 1 if plan.jobs or damaged else 0


def build_clips(content: Content, spellings: Spellings, selection: Selection, folder: Path) -> None:
    """Make what is missing or says older words; nothing is deleted.

    Raises EngineError, UnsayableError, and AtWorkError when another build is at work in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with only_builder(folder):
        make_clips(content, spellings, selection, folder)


def make_clips(content: Content, spellings: Spellings, selection: Selection, folder: Path) -> None:
    """The same, for whoever holds the folder already."""
    before = read_manifest(folder)
    manifest = dict(before)
    plan = make_plan(content, spellings, manifest, files_on_disk(folder), selection=selection, ready=cache(ready))
    check_words(plan)
    builder = Builder(folder, manifest)
    with tqdm(total=sum(1 for _ in plan.targets), unit="clip", disable=None) as bar:
        for made in builder.make(plan):
            bar.update(made)
    _forget_old_words(manifest, plan, selection)
    if manifest != before:
        builder.save()
        write_whole(folder / FILE, licences(manifest, load_catalogue()).encode())
    retired = retire(folder, manifest, datetime.now(UTC))
    print(summary(plan, manifest, retired, folder, selection.languages))


def _forget_old_words(manifest: dict[str, ManifestEntry], plan: Plan, selection: Selection) -> None:
    """Take out of the manifest what the selected part of the line no longer says."""
    wanted = {*plan.kept, *(target.file for target in plan.targets)}
    for file, entry in list(manifest.items()):
        if file not in wanted and selection.covers(entry["language"], entry["clip"]):
            del manifest[file]
    manifest.update(plan.kept)
