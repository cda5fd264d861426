"""A release as one file for other machines, and the index that says which one is to be said from when."""

from __future__ import annotations

import hashlib
import re
import shutil
import tarfile
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime
from pydantic import Field

from ivr.clips.releases import files
from ivr.clips.releases.release import ABOUT
from ivr.clips.releases.release import Place
from ivr.clips.releases.release import ReleaseError
from ivr.content.yamlfile import Model

INDEX = "index.json"
LARGEST = 2 * 1024**3  # bytes of an archive
_INSIDE = re.compile(
    r"(base/)?(prompts|audio)(/\w[\w.-]{0,199}){1,2}", re.ASCII
)  # the files of a release, and nothing that leads out of it
_TOP = (ABOUT, files.SUMS)


class Index(Model):
    """`files` tells the release from another one of this number. The checkout needs no archive: every machine has it."""

    release: str = Field(pattern=r"^\d{1,9}$")
    start: AwareDatetime  # when all machines begin to say it; until then they fetch it
    archive: str = Field(default="", pattern=r"^([\w-]+\.tar)?$")
    files: str = ""
    sha256: str = ""
    size: int = Field(default=0, ge=0, le=LARGEST)


def export(place: Place, target: Path, start: datetime) -> Index:
    """Write the archive, then the index that names it; upload them in that order."""
    target.mkdir(parents=True, exist_ok=True)
    index = Index(release=place.id, start=start)
    if about := place.about:
        unfinished = target / ".unfinished.tar"
        pack(place, unfinished)
        digest, size = _sum_of_large(unfinished), unfinished.stat().st_size
        name = f"{place.id}-{digest[:12]}.tar"
        unfinished.replace(target / name)
        index = Index(release=place.id, start=start, files=about.files, archive=name, sha256=digest, size=size)
    files.write_whole(target / INDEX, index.model_dump_json(indent=1) + "\n")
    return index


def pack(place: Place, archive: Path) -> None:
    """The same release makes the same bytes."""
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
        for name in (*_TOP, *files.read_sums(place.folder)):
            info = tarfile.TarInfo(name)
            info.size, info.mode = (place.folder / name).stat().st_size, files.READ_ONLY
            with (place.folder / name).open("rb") as file:
                tar.addfile(info, file)


def unpack(archive: Path, folder: Path) -> None:
    """Raises ReleaseError for anything but the files of a release; what says it is larger than its bytes is none."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with tarfile.open(archive, "r:") as tar:
            for info in tar:
                file = tar.extractfile(info) if info.isfile() and not info.issparse() else None
                if file is None or not (info.name in _TOP or _INSIDE.fullmatch(info.name)):
                    raise ReleaseError(f"{archive.name}: {info.name!r} does not belong into a release")
                (folder / info.name).parent.mkdir(parents=True, exist_ok=True)
                with (folder / info.name).open("wb") as out:
                    shutil.copyfileobj(file, out)
    except (tarfile.TarError, FileExistsError, IsADirectoryError, NotADirectoryError, ValueError) as fault:
        raise ReleaseError(f"{archive.name}: this archive is damaged: {fault}") from None


def check(archive: Path, index: Index) -> None:
    """Raise ReleaseError unless the archive is the one that the index speaks of."""
    if archive.stat().st_size != index.size or _sum_of_large(archive) != index.sha256:
        raise ReleaseError(
            f"{index.archive}: what was fetched is not what {INDEX} speaks of; it is fetched again when that changes"
        )


def _sum_of_large(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
