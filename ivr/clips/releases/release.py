"""One release: a folder with prompts/, audio/ and release.yaml, checked as it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import Field

from ivr import Fault
from ivr.call.build import build_line
from ivr.clips.manifest import Clips
from ivr.clips.manifest import read_manifest
from ivr.clips.releases import files
from ivr.clips.rules.every import broken
from ivr.clips.rules.every import too_late
from ivr.clips.rules.objection import Objection
from ivr.clips.times import every_measure
from ivr.content.content import Content
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml

ABOUT, PROMPTS, AUDIO = "release.yaml", "prompts", "audio"
BASE = "base"  # the words and the manifest of the program that a release was made for
CHECKOUT = "0"  # the id of what came with the program
DRAFT = "draft"  # stands for the id of what may become a release


class ReleaseError(Fault):
    """A release that is not there, or cannot be taken; the text says why."""


class About(Model):
    """What is written down of a release: release.yaml."""

    id: str = Field(pattern=r"^[0-9]{1,9}$")
    by: str
    at: datetime
    why: str
    parent: str  # the release it was made from
    base: str  # SHA-256 of base/
    files: str  # SHA-256 of SHA256SUMS, the list of all files
    conflicts: tuple[str, ...] = ()  # what an update of the program had changed too; the studio's stands


@dataclass(frozen=True)
class Place:
    """Where words and clips lie together: a release, the checkout or a draft."""

    id: str
    folder: Path

    @property
    def prompts(self) -> Path:
        return self.folder / PROMPTS

    @property
    def audio(self) -> Path:
        return self.folder / AUDIO

    @cached_property
    def about(self) -> About | None:
        """None for the checkout and for a draft, even a copied release. Raises ContentError when it cannot be read."""
        if self.id == DRAFT or not (self.folder / ABOUT).exists():
            return None
        return read_yaml(self.folder / ABOUT, About)


@dataclass(frozen=True)
class Release:
    """A place whose words are checked and whose clips are known."""

    place: Place
    content: Content
    clips: Clips

    @property
    def id(self) -> str:
        return self.place.id

    @cached_property
    def times(self) -> Mapping[tuple[str, str], float]:
        """How long it takes to get somewhere, in seconds: by where (`TimedWay.name`) and language."""
        return {(row.name, language): seconds for row, language, seconds in every_measure(self.content, self.clips)}

    @cached_property
    def broken(self) -> tuple[Objection, ...]:
        """What callers are promised, and do not get."""
        rules = broken(self.content, self.clips, read_manifest(self.place.audio))
        return (*rules, *too_late(self.times))


def load(place: Place) -> Release:
    """Read and check. Raises ContentError for words the line cannot use, and ReleaseError for a file that was changed or lost."""
    if about := place.about:
        check_files(place, about)
    return read(place)


def read(place: Place) -> Release:
    """Without a look at whether its files are still those that were published."""
    content = Content.load(place.prompts)
    build_line(content)
    return Release(place, content, Clips.load(place.audio))


def opened(place: Place) -> Release:
    """The same, read and measured once as long as nobody writes in it. Raises ContentError."""
    return _opened(place, age(place))


@lru_cache(maxsize=3)
def _opened(place: Place, written: tuple[int, ...]) -> Release:
    return read(place)


def age(place: Place) -> tuple[int, ...]:
    """Changes with every file of words that is written, with the manifest, and with every clip that comes or goes."""
    found = (*sorted(place.prompts.iterdir()), *sorted(place.audio.iterdir()))
    return tuple(value for stat in map(Path.stat, found) for value in (stat.st_mtime_ns, stat.st_ino))


def check_files(place: Place, about: About) -> None:
    """Raise ReleaseError unless every file is what it was when it was published."""
    if not (place.folder / files.SUMS).is_file() or files.sum_of(place.folder / files.SUMS) != about.files:
        raise ReleaseError(f"release {place.id}: its list of files, {files.SUMS}, is not the one that was published")
    found, published = files.sums(place.folder), files.read_sums(place.folder)
    for file in sorted(published.keys() | found.keys() - {ABOUT}):
        if found.get(file) != published.get(file):
            what = "was lost" if file not in found else "was changed" if file in published else "was added"
            raise ReleaseError(f"release {place.id}: {file} {what} after it was published")


def write_about(folder: Path, about: About) -> None:
    text = yaml.safe_dump(about.model_dump(mode="json"), allow_unicode=True, sort_keys=False)
    files.write_whole(folder / ABOUT, text)
