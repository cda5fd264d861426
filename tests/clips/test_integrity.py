"""Clips that were damaged on the disk, and a manifest that was: found, and told with what to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ivr.clips.integrity import faults
from ivr.clips.manifest import Clips
from ivr.clips.manifest import read_manifest
from ivr.content.yamlfile import ContentError
from ivr.paths import AUDIO
from tests.support.commands import clone
from tests.support.commands import run_line

MANIFEST = read_manifest()


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    """Four real clips and their manifest."""
    files = sorted(file for file, entry in MANIFEST.items() if entry["language"] == "fr" and entry["seconds"] > 1)[:4]
    for file in files:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copyfile(AUDIO / file, tmp_path / file)
    (tmp_path / "manifest.json").write_text(json.dumps({file: MANIFEST[file] for file in files}), encoding="utf-8")
    return tmp_path


def test_clips_as_they_were_made_have_no_fault(audio: Path) -> None:
    assert list(faults(audio, read_manifest(audio))) == []


def test_an_emptied_a_cut_and_an_overwritten_clip_are_each_named(audio: Path) -> None:
    manifest = read_manifest(audio)
    emptied, cut, overwritten, good = (audio / file for file in manifest)
    emptied.write_bytes(b"")
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    overwritten.write_bytes(b"<html>not found</html>" * 40)
    found = {line.split()[0]: line for line in faults(audio, manifest)}
    assert set(found) == {f"fr/{path.name}" for path in (emptied, cut, overwritten)}
    assert found[f"fr/{emptied.name}"].endswith("is empty")
    assert " is cut off after " in found[f"fr/{cut.name}"]
    assert found[f"fr/{overwritten.name}"].endswith("is damaged at byte 0")
    assert f"fr/{good.name}" not in found


def test_the_check_of_the_build_names_a_damaged_clip_and_fails(audio: Path) -> None:
    name = next(iter(read_manifest(audio)))
    (audio / name).write_bytes(b"")
    done = run_line("build", "--check", "--audio", audio)
    assert done.returncode == 1
    assert f"{name} is empty" in done.stdout
    assert "Delete the damaged files and run scripts/line build." in done.stdout


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "line 1: this file is damaged"),
        ('{"fr/a-1.mp3": {"language": "fr",\n "clip', "line 2: this file is damaged"),
        ("[]", "this file is no list of clips"),
        ('{"fr/a-1.mp3": 1}', "fr/a-1.mp3 lacks its language, its clip or its seconds"),
        ('{"fr/a-1.mp3": {}}', "fr/a-1.mp3 lacks its language"),
        ('{"fr/a-1.mp3": {"language": "fr", "clip": "a", "seconds": "long"}}', "its seconds"),
        ("[" * 100_000, "this file is damaged"),
        ('{"a": ' + "9" * 5000 + "}", "this file is damaged"),
        ('{"fr/../../escaped.mp3": {}}', "is not the name of a clip"),
        ('{"/etc/passwd": {}}', "is not the name of a clip"),
        ('{"fr/..": {}}', "is not the name of a clip"),
    ],
)
def test_a_damaged_manifest_is_told_with_how_to_get_it_back(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as fault:
        Clips.load(tmp_path)
    assert str(fault.value).startswith("manifest.json: ")
    assert sentence in str(fault.value)
    assert "`git checkout audio/manifest.json` brings it back" in str(fault.value)


def test_a_manifest_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes('{"fr/a-1.mp3": {"text": "é"}}'.encode("latin-1"))
    with pytest.raises(ContentError, match="saved in another encoding than UTF-8"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("command", ["preflight", "export-clips", "render", "build"])
def test_each_command_tells_a_damaged_manifest_in_a_sentence(command: str, tmp_path: Path) -> None:
    """In a copy of the program whose manifest is cut in half."""
    clone(tmp_path, ("ivr", "scripts", "prompts"))
    (tmp_path / "audio").mkdir()
    (tmp_path / "audio" / "manifest.json").write_text('{"fr/a', encoding="utf-8")
    arguments = [tmp_path / "out"] if command == "export-clips" else []
    done = run_line(command, *arguments, project=tmp_path, env={"IVR_DEMO": "1"})
    assert done.returncode == 1, done.stdout
    assert "manifest.json: line 1: this file is damaged" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
