"""Whose sound a sentence has when what two sides made of a third is put together."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from ivr.clips.manifest import ManifestEntry
from ivr.clips.manifest import read_manifest
from ivr.clips.manifest import write_manifest
from ivr.clips.releases.release import DRAFT
from ivr.clips.releases.release import Place
from ivr.clips.releases.together import put_together
from ivr.content.content import Content
from ivr.paths import PROMPTS

TODAY = dict(Content.load().phrases("fr"))


class Sound(NamedTuple):
    """Of one side: which file, whether it says the words of today, and whether it is there."""

    file: str
    says_today: bool = True
    there: bool = True


SAME, THEIRS, OURS = Sound("base"), Sound("theirs"), Sound("ours")
# What base, the program and the studio have; whose sound is heard.
CHOICES: dict[str, tuple[Sound | None, Sound | None, Sound | None, str]] = {
    "nobody changed it": (SAME, SAME, SAME, "base"),
    "the program changed it": (SAME, THEIRS, SAME, "theirs"),
    "the studio changed it": (SAME, SAME, OURS, "ours"),
    "both changed it": (SAME, THEIRS, OURS, "ours"),
    "it is new in the program": (None, THEIRS, None, "theirs"),
    "it is new in the studio": (None, None, OURS, "ours"),
    "it is new in both": (None, THEIRS, OURS, "ours"),
    "the studio took it away": (SAME, THEIRS, None, "theirs"),
    "the program's is of older words": (SAME, Sound("theirs", says_today=False), SAME, "base"),
    "the studio's is of older words": (SAME, THEIRS, Sound("ours", says_today=False), "theirs"),
    "both are of older words": (SAME, Sound("theirs", says_today=False), Sound("ours", says_today=False), "ours"),
    "the studio's file is lost": (SAME, THEIRS, Sound("ours", there=False), "theirs"),
    "the program's file is lost": (SAME, Sound("theirs", there=False), SAME, "base"),
    "no file is there": (SAME, Sound("theirs", there=False), Sound("ours", there=False), ""),
    "nobody has it": (None, None, None, ""),
}
CLIPS = dict(zip(CHOICES, TODAY, strict=False))


def side(folder: Path, which: int) -> Place:
    """The words of today, and the sounds that this side has in the table."""
    shutil.copytree(PROMPTS, folder / "prompts")
    manifest: dict[str, ManifestEntry] = {}
    for case, clip in CLIPS.items():
        sound = CHOICES[case][which]
        if isinstance(sound, Sound):
            file, text = f"fr/{clip}-{sound.file}.mp3", TODAY[clip].text if sound.says_today else "older words"
            manifest[file] = ManifestEntry(
                language="fr", clip=clip, text=text, engine="a", voice="b", seconds=1.0, draft=False, licence="", version=""
            )
            (folder / "audio" / "fr").mkdir(parents=True, exist_ok=True)
            if sound.there:
                (folder / "audio" / file).write_text(sound.file)
    (folder / "audio").mkdir(exist_ok=True)
    write_manifest(folder / "audio", manifest)
    return Place(DRAFT, folder)


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """By sentence, whose sound the folder has that was put together."""
    folder = tmp_path_factory.mktemp("sides")
    sides = [side(folder / name, which) for which, name in enumerate(("base", "theirs", "ours"))]
    target = folder / "target"
    assert put_together(sides[0].folder, sides[1], sides[2], target) == ()
    manifest = read_manifest(target / "audio")
    assert {path.relative_to(target / "audio").as_posix() for path in target.rglob("*.mp3")} == manifest.keys()
    return {entry["clip"]: (target / "audio" / file).read_text() for file, entry in manifest.items()}


@pytest.mark.parametrize("case", CHOICES)
def test_a_sentence_has_the_sound_of_whoever_changed_it_that_says_its_words(heard: dict[str, str], case: str) -> None:
    assert heard.get(CLIPS[case], "") == CHOICES[case][3]


def test_every_case_has_a_sentence_of_its_own() -> None:
    assert len(CLIPS) == len(CHOICES)
