"""What a voice can say, read from its own file."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from ivr.clips.voices.diphones import Diphones
from ivr.clips.voices.diphones import database
from ivr.clips.voices.diphones import read_diphones


def voice(folder: Path, *pairs: tuple[str, str]) -> Path:
    """A database as MBROLA writes it: magic, version, how many pairs; each with where it is in the recording."""
    head = b"MBROLA" + b"2.060" + struct.pack("<h", len(pairs))
    entries = b"".join(f"{left}\0{right}\0".encode("latin-1") + b"\1\2\3\4" for left, right in pairs)
    path = folder / "xx1"
    path.write_bytes(head.ljust(27, b"\0") + entries + b"what was recorded")
    return path


def test_every_pair_of_the_file_is_known_and_nothing_behind_them(tmp_path: Path) -> None:
    pairs = {("_", "a"), ("a", "_"), ("a:", "é"), ("é", "a")}
    assert read_diphones(voice(tmp_path, *pairs)).pairs == pairs


def test_sounds_with_the_longest_name_come_first_and_silence_is_none() -> None:
    found = Diphones(frozenset({("_", "a"), ("a", "a:"), ("ts", "b"), ("b", "_"), ("a", "tsh")}))
    assert found.sounds == ("tsh", "a:", "ts", "a", "b")


def test_another_file_is_no_voice(tmp_path: Path) -> None:
    other = tmp_path / "xx2"
    other.write_bytes(b"RIFF....")
    with pytest.raises(ValueError, match="is no MBROLA voice"):
        read_diphones(other)


def test_a_voice_lies_in_a_folder_of_its_name() -> None:
    assert database("fr1", Path("/voices")) == Path("/voices/fr1/fr1")
