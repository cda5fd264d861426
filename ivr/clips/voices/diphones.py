"""What an MBROLA voice can say: the pairs of sounds in its database."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from functools import cached_property
from pathlib import Path

FOLDER = Path("/usr/share/mbrola")
SILENCE = "_"
_MAGIC = b"MBROLA"
_COUNT = struct.Struct("<h")  # after the magic and five letters of version
_HEADER = 27  # bytes before the first pair
_PLACE = 4  # bytes after the two names: where the pair is in the recording


@dataclass(frozen=True)
class Diphones:
    """The pairs of one voice."""

    pairs: frozenset[tuple[str, str]]

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """Longest names first, so that "a:" is found before "a"."""
        names = {left for left, _ in self.pairs} | {right for _, right in self.pairs}
        return tuple(sorted(names - {SILENCE}, key=lambda name: (-len(name), name)))


def database(voice: str, folder: Path = FOLDER) -> Path:
    return folder / voice / voice


@cache
def read_diphones(path: Path) -> Diphones:
    """Raises ValueError for a file that is no MBROLA database."""
    data = path.read_bytes()
    if not data.startswith(_MAGIC):
        raise ValueError(f"{path} is no MBROLA voice")
    (count,) = _COUNT.unpack_from(data, len(_MAGIC) + 5)
    pairs, at = set(), _HEADER
    for _ in range(count):
        left, at = _name(data, at)
        right, at = _name(data, at)
        pairs.add((left, right))
        at += _PLACE
    return Diphones(frozenset(pairs))


def _name(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(b"\0", at)
    return data[at:end].decode("latin-1"), end + 1
