"""An eleventh language by files alone: no Python changes, and a caller is served in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from ivr.clips.manifest import Clips
from ivr.clips.manifest import read_manifest
from ivr.content.content import Content
from ivr.paths import PROMPTS
from tests.support.caller import Caller
from tests.support.commands import run_line

NUMBER = "+3242220011"
LINE = (
    f'  - {{code: uk, key: null, name: Українська, french: ukrainien, direction: ltr, numbers: ["{NUMBER}"], '
    "voices: [{engine: espeak, voice: uk}]}\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The prompts as somebody leaves them who followed prompts/README.md."""
    prompts = Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))
    words = (prompts / "ru.yaml").read_text(encoding="utf-8").replace("language: ru", "language: uk")
    (prompts / "uk.yaml").write_text(words, encoding="utf-8")
    with (prompts / "languages.yaml").open("a", encoding="utf-8") as languages:
        languages.write(LINE)
    return prompts


def test_a_caller_is_served_in_it(folder: Path, build: Callable[..., Flask]) -> None:
    content = Content.load(folder)
    names = content.clip_names
    clips = Clips(Path("audio"), {name: f"{name}-0.mp3" for name in names}, {})
    caller = Caller(build(own=content, recorded=clips).test_client(), {file: name for name, file in clips.files.items()})
    caller.dials(NUMBER).hears("uk/welcome").waits().presses("2").listens_to_the_end().presses("1")
    caller.presses("15").presses("03").presses("2025").hears_among_others("uk/day_15", "uk/month_3", "uk/year_2025")
    caller.presses("1").hears_among_others("uk/date_end", "uk/year_2028", "uk/deadline_3_years")
    assert caller.languages == {"uk"}


def test_its_clips_are_made_by_the_one_command(folder: Path, tmp_path: Path) -> None:
    audio = tmp_path / "audio"
    chosen = ["--language", "uk", "--clip", "welcome", "day_1", "month_3", "commune_62063"]
    done = run_line("build", "--prompts", folder, "--audio", audio, *chosen)
    assert done.returncode == 0, done.stderr
    made = {entry["clip"]: (entry["voice"], (audio / file).stat().st_size) for file, entry in read_manifest(audio).items()}
    assert {clip: voice for clip, (voice, _) in made.items()} == {
        "welcome": "uk",
        "day_1": "uk",
        "month_3": "uk",
        "commune_62063": "fr-FR",  # towns sound as they do in Belgium
    }
    assert all(size > 500 for _, size in made.values())
