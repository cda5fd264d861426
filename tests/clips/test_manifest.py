"""What audio/manifest.json says, read once for each time that somebody wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ivr.clips.manifest import MANIFEST
from ivr.clips.manifest import ManifestEntry
from ivr.clips.manifest import by_clip
from ivr.clips.manifest import read_manifest
from ivr.clips.manifest import write_manifest
from ivr.content.yamlfile import ContentError


def entry(text: str) -> ManifestEntry:
    return ManifestEntry(
        language="en", clip="welcome", text=text, engine="pico", voice="a", seconds=1.0, draft=False, licence="CC0", version="1"
    )


def test_what_was_written_is_read_and_each_time_anew(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}
    for text in ("Hello.", "Hullo."):  # as long as the other
        write_manifest(tmp_path, {"en/welcome-1.mp3": entry(text)})
        assert by_clip(read_manifest(tmp_path))["en", "welcome"] == ("en/welcome-1.mp3", entry(text))
    (tmp_path / MANIFEST).unlink()
    assert read_manifest(tmp_path) == {}


def test_it_is_not_read_again_as_long_as_nobody_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_manifest(tmp_path, {"en/welcome-1.mp3": entry("Hello.")})
    first = read_manifest(tmp_path)
    monkeypatch.setattr(json, "loads", lambda text: pytest.fail("read again"))
    assert read_manifest(tmp_path) is first


def test_nobody_changes_what_others_read(tmp_path: Path) -> None:
    write_manifest(tmp_path, {"en/welcome-1.mp3": entry("Hello.")})
    manifest: Any = read_manifest(tmp_path)
    with pytest.raises(TypeError):
        del manifest["en/welcome-1.mp3"]


def test_a_damaged_one_is_told_every_time_until_it_is_mended(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("{", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(ContentError, match="this file is damaged"):
            read_manifest(tmp_path)
    write_manifest(tmp_path, {"en/welcome-1.mp3": entry("Hello.")})
    assert len(read_manifest(tmp_path)) == 1
