"""Checkouts with every clip, and releases made from them once, of which each test has a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.clips.releases.store import Releases
from tests.support.checkouts import checkout
from tests.support.checkouts import copy_of


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read only."""
    return checkout(tmp_path_factory.mktemp("program"), "fr", "so")


@pytest.fixture(scope="session")
def first_release(tmp_path_factory: pytest.TempPathFactory, program: Path) -> Path:
    content = tmp_path_factory.mktemp("first")
    Releases(content, program).publish(program, "Awa", "the beginning")
    return content


@pytest.fixture
def releases(tmp_path: Path, program: Path, first_release: Path) -> Releases:
    """Release 0001 says what the program says."""
    return Releases(copy_of(first_release, tmp_path / "content"), program)


@pytest.fixture(scope="session")
def voices(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same words in two voices: not one clip is in both."""
    first, second = (checkout(tmp_path_factory.mktemp(voice), "fr", "so", voice=voice) for voice in "ab")
    return first, second


@pytest.fixture(scope="session")
def both_voices(tmp_path_factory: pytest.TempPathFactory, voices: tuple[Path, Path]) -> Path:
    content = tmp_path_factory.mktemp("both")
    for voice in voices:
        Releases(content).publish(voice, "Awa", "a voice")
    Releases(content).take_back("0001", "Awa", "the first voice")
    return content


@pytest.fixture
def two_releases(tmp_path: Path, both_voices: Path) -> Releases:
    """Of the same words in two voices: 0002, and 0001, which is current."""
    return Releases(copy_of(both_voices, tmp_path / "releases"))
