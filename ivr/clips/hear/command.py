"""`hear`: measure how well each language is understood over the telephone.

A sample of the clips of 3 to 16 seconds, or all of them, is heard by a recogniser that never saw their words; the figure is the
share of characters it heard wrong. It is weaker than a person: compare figures with each other. --compare makes the same
sentences with another engine and hears both. --write keeps the figures in audio/heard.json and docs/voices.md.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import get_args

from ivr import Fault
from ivr.clips.hear.ear import understand
from ivr.clips.hear.errors import HeardClip
from ivr.clips.hear.errors import compare
from ivr.clips.hear.errors import rate
from ivr.clips.hear.ledger import Measured
from ivr.clips.hear.ledger import digests
from ivr.clips.hear.ledger import own_clips
from ivr.clips.hear.ledger import read_ledger
from ivr.clips.hear.ledger import write_ledger
from ivr.clips.hear.ledger import write_table
from ivr.clips.manifest import Manifest
from ivr.clips.manifest import ManifestEntry
from ivr.clips.manifest import read_manifest
from ivr.clips.voices.another import say_with
from ivr.clips.voices.engine import EngineError
from ivr.clips.voices.faults import UnsayableError
from ivr.content.clipnames import ClipKind
from ivr.content.clipnames import kind_of
from ivr.content.languages import EngineName
from ivr.paths import AUDIO
from ivr.paths import ROOT

UNHEARD = ("ps", "so")  # languages that the recogniser hardly knows
SHORTEST, LONGEST = 3, 16  # seconds
WORST = 5  # sentences that are shown


class UnknownLanguageError(Fault):
    """There are no clips of a language that is asked for."""


def parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(program, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", nargs="+", metavar="CODE", help="only these languages")
    parser.add_argument("--sample", type=int, default=12, metavar="N", help="sentences of each language; 0: all (default 12)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number takes another sample")
    parser.add_argument("--clip", nargs="+", metavar="ID", help="these clips instead of a sample")
    parser.add_argument("--compare", choices=get_args(EngineName), metavar="ENGINE", help="hear this engine say the same, too")
    parser.add_argument("--most", type=float, metavar="PERCENT", help="end with 1 when a language is heard worse than this")
    parser.add_argument("--write", action="store_true", help="keep the figures")
    parser.add_argument("--audio", type=Path, default=AUDIO, metavar="FOLDER", help="where the clips are")
    return parser


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit status."""
    manifest = read_manifest(options.audio)
    languages = sorted({entry["language"] for entry in manifest.values()})
    unknown = {*(options.language or ())} - {*languages}
    if unknown:
        raise UnknownLanguageError(f"there are no clips of {', '.join(sorted(unknown))}")
    rates = []
    for language in options.language or languages:
        clips = _chosen(manifest, language, options)
        heard = [] if language in UNHEARD else list(_hear(options.audio, clips, language))
        rates.append(rate(heard))
        _print(language, heard)
        if options.compare and heard:
            _compare(options.compare, language, clips)
        if options.write:
            _keep(options.audio, manifest, language, heard)
    return int(options.most is not None and max(rates, default=0) > options.most)


def _chosen(manifest: Manifest, language: str, options: argparse.Namespace) -> dict[str, ManifestEntry]:
    own = own_clips(manifest, language)
    if options.clip:
        return {file: entry for file, entry in own.items() if entry["clip"] in options.clip}
    sentences = {
        file: entry for file, entry in own.items() if SHORTEST < entry["seconds"] < LONGEST and _is_sentence(entry["clip"])
    }
    ordered = sorted(sentences, key=lambda file: sentences[file]["clip"])
    count = min(options.sample or len(ordered), len(ordered))
    return {file: sentences[file] for file in random.Random(options.seed).sample(ordered, count)}


def _is_sentence(clip: str) -> bool:
    """One that callers hear, not a part of one."""
    return kind_of(clip) is ClipKind.SENTENCE and not clip.startswith("whisper")


def _hear(folder: Path, clips: Mapping[str, ManifestEntry], language: str) -> Iterator[HeardClip]:
    for file, entry in clips.items():
        yield compare(entry["clip"], entry["text"], understand((folder / file).read_bytes(), language), language)


def _compare(engine: EngineName, language: str, clips: Mapping[str, ManifestEntry]) -> None:
    try:
        said = say_with(engine, language, [entry["clip"] for entry in clips.values()])
        heard = [compare(clip, text, understand(mp3, language), language) for clip, text, mp3 in said]
    except (EngineError, UnsayableError) as fault:
        print(f"    {engine}: {fault}")
        return
    _print(f"    {engine}", heard)


def _print(name: str, heard: list[HeardClip]) -> None:
    if not heard:
        print(f"{name}: the recogniser hardly knows this language; nothing is measured", flush=True)
        return
    print(f"{name}: {rate(heard):.1f} % of the characters of {len(heard)} sentences heard wrong", flush=True)
    for sentence in sorted(heard, key=lambda sentence: sentence.share, reverse=True)[:WORST]:
        print(f"    {sentence.share:4.0%} {sentence.clip} | {sentence.said} | {sentence.understood}")


def _keep(folder: Path, manifest: Manifest, language: str, heard: list[HeardClip]) -> None:
    own = own_clips(manifest, language).values()
    ledger = read_ledger(folder)
    ledger[language] = Measured(
        percent=round(rate(heard), 1),
        sentences=len(heard),
        date=date.today().isoformat(),
        voices=", ".join(sorted({f"{entry['engine']} {entry['voice']}" for entry in own})),
        licences=", ".join(sorted({entry["licence"] for entry in own})),
        clips=digests(manifest, language),
    )
    write_ledger(folder, ledger)
    write_table(ROOT / "docs" / "voices.md", ledger)
