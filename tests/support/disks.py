"""Small file systems made for a test, to fill up or to lock."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Disk:
    folder: Path

    def fill(self) -> Path:
        """Leave no byte free, again when some were given back; the file that takes them up."""
        filler = self.folder / "filler"
        with filler.open("ab", buffering=0) as file:
            for size in (65536, 512, 1):
                try:
                    while True:
                        file.write(b"\0" * size)
                except OSError:
                    continue
        return filler

    @contextmanager
    def full(self) -> Iterator[None]:
        filler = self.fill()
        try:
            yield
        finally:
            filler.unlink()

    @contextmanager
    def read_only(self) -> Iterator[None]:
        _run("mount", "-o", "remount,ro", self.folder)
        try:
            yield
        finally:
            _run("mount", "-o", "remount,rw", self.folder)


@contextmanager
def small_disk(folder: Path, size: str = "1m") -> Iterator[Disk]:
    """A file system in memory; only root may mount one."""
    folder.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={size}", "small-disk", folder)
    try:
        yield Disk(folder)
    finally:
        _run("umount", "--lazy", folder)


@contextmanager
def small_ext4(image: Path, folder: Path, megabytes: int = 8) -> Iterator[Disk]:
    """A real file system in a file, for what a file system in memory does not do."""
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(megabytes * 1024 * 1024)
    _run("mkfs.ext4", "-q", "-m", "0", image)
    _run("mount", "-o", "loop", image, folder)
    try:
        yield Disk(folder)
    finally:
        _run("umount", "--lazy", folder)


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, timeout=30)
