"""Folders that are written whole or not at all, and that share the clips they have in common."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path

SUMS = "SHA256SUMS"  # as `sha256sum --check` reads it
READ_ONLY = 0o444
MANY = 200


def sums(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder, by its path in there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    return {path.relative_to(folder).as_posix(): sum_of(path) for path in files}


def sum_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def as_text(digests: Mapping[str, str]) -> str:
    return "".join(f"{digest}  {file}\n" for file, digest in digests.items())


def read_sums(folder: Path) -> dict[str, str]:
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {file: digest for digest, _, file in (line.partition("  ") for line in lines)}


def share(source: Path, target: Path) -> None:
    """One file under two names where the disk allows it, otherwise a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(source, target)


def can_share(source: Path, folder: Path) -> bool:
    """Whether files of there can get a second name here."""
    probe = folder / f".shared.{os.getpid()}"
    try:
        os.link(source, probe)
    except OSError:
        return False
    probe.unlink()
    return True


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever reads half of it, also after the power failed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)
    settle(path.parent)


def settle_all(folder: Path) -> None:
    """Wait until what was written below a folder is on the disk; what is shared with another one is there already."""
    new = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_nlink == 1]
    if len(new) > MANY:
        os.sync()  # quicker than asking for each
        return
    for path in (*new, *(path for path in folder.rglob("*") if path.is_dir())):
        settle(path)


def settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a lock that ends with the process. Raises BlockingIOError when somebody else has it and nobody waits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
