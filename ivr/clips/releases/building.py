"""The folder of a new release: built beside the others, and there all at once."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from ivr.clips.manifest import MANIFEST
from ivr.clips.releases import files
from ivr.clips.releases.release import AUDIO
from ivr.clips.releases.release import BASE
from ivr.clips.releases.release import PROMPTS
from ivr.clips.releases.release import About
from ivr.clips.releases.release import Place
from ivr.clips.releases.release import write_about
from ivr.clips.releases.sounds import audio_sums

UNFINISHED = ".unfinished"


class PublishingStep(StrEnum):
    """Of what takes a while, for whoever waits for it."""

    COPYING = "copying"
    CHECKING = "checking"
    SAYING = "saying"


Tell = Callable[[PublishingStep], object]


def nobody(step: PublishingStep) -> None:
    """Waits for it."""


def build(source: Place, parent: Place, base: Place, target: Path, about: About, *, check: Callable[[Place], None]) -> None:
    """Write what `source` says as a release made from `parent`. Killed meanwhile, it leaves nothing of that name.

    `check` looks at what was written, so that whatever is changed in `source` meanwhile is not said unseen; it may raise.
    """
    unfinished = target.with_name(UNFINISHED)
    shutil.rmtree(unfinished, ignore_errors=True)
    copy_words(source, unfinished)
    digests = _take_clips(source, parent, unfinished)
    digests |= {f"{PROMPTS}/{file}": digest for file, digest in files.sums(unfinished / PROMPTS).items()}
    copy_base(base, unfinished / BASE)
    of_base = files.sums(unfinished / BASE)
    digests |= {f"{BASE}/{file}": digest for file, digest in of_base.items()}
    check(Place(source.id, unfinished))
    finish(unfinished, target, about.model_copy(update={"base": digest_of(of_base)}), digests)


def finish(unfinished: Path, target: Path, about: About, digests: dict[str, str]) -> None:
    """Write down what is in a folder that is complete, and put it in its place."""
    text = files.as_text(dict(sorted(digests.items())))
    files.write_whole(unfinished / files.SUMS, text)
    write_about(unfinished, about.model_copy(update={"files": hashlib.sha256(text.encode()).hexdigest()}))
    put(unfinished, target)


def put(unfinished: Path, target: Path) -> None:
    """All at once, and from now on only to be read."""
    for path in unfinished.rglob("*"):
        if path.is_file():
            path.chmod(files.READ_ONLY)
    files.settle_all(unfinished)
    os.rename(unfinished, target)
    files.settle(target.parent)


def copy_words(source: Place, target: Path) -> None:
    shutil.copytree(source.prompts, target / PROMPTS, copy_function=shutil.copyfile)


def copy_base(base: Place, target: Path) -> None:
    """The words and the manifest of a program: the checkout's, or those that an earlier release kept."""
    kept = base.folder / BASE if base.about else base.folder
    shutil.copytree(kept / PROMPTS, target / PROMPTS, copy_function=shutil.copyfile)
    files.copy(kept / AUDIO / MANIFEST, target / AUDIO / MANIFEST)


def base_digest(base: Place) -> str:
    """What tells one version of the program's words and clips from another."""
    if base.about:
        return base.about.base
    words = {f"{PROMPTS}/{file}": digest for file, digest in files.sums(base.prompts).items()}
    return digest_of({f"{AUDIO}/{MANIFEST}": files.sum_of(base.audio / MANIFEST)} | words)


def digest_of(digests: dict[str, str]) -> str:
    return hashlib.sha256(files.as_text(dict(sorted(digests.items()))).encode()).hexdigest()


def _take_clips(source: Place, parent: Place, target: Path) -> dict[str, str]:
    """The clips of the manifest; what the parent has in the same form is shared with it, unless it is the checkout."""
    before = audio_sums(parent) if parent.about else {}
    digests = audio_sums(source, parent)
    for file, digest in digests.items():
        if before.get(file) == digest:
            files.share(parent.audio / file, target / AUDIO / file)
        else:
            files.copy(source.audio / file, target / AUDIO / file)
    return {f"{AUDIO}/{file}": digest for file, digest in digests.items()}
