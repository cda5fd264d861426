"""The measuring of voices: what is counted, which clips are heard, and how the figures are kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ivr import Fault
from ivr.clips.hear import command
from ivr.clips.hear.errors import compare
from ivr.clips.hear.errors import rate
from ivr.clips.hear.ledger import END
from ivr.clips.hear.ledger import START
from ivr.clips.hear.ledger import Measured
from ivr.clips.hear.ledger import changed
from ivr.clips.hear.ledger import own_clips
from ivr.clips.hear.ledger import write_table
from ivr.clips.manifest import ManifestEntry
from ivr.clips.manifest import write_manifest
from ivr.clips.voices.build import make_clip
from ivr.clips.voices.faults import UnsayableError
from ivr.clips.voices.recipes import Recipe
from ivr.content.languages import Voice

ENGLISH = Voice(engine="pico", voice="en-GB", speed=90)
SAID = "Your end date is the day when you must have finished the programme."


@pytest.mark.parametrize(
    ("language", "said", "understood", "percent"),
    [
        ("fr", "Très bien !", "tres BIEN", 0),
        ("fr", "Très bien.", "", 100),
        ("fr", "Bien.", "Bien bien bien bien bien.", 100),
        ("en", "press nine", "press mine", 11.1),
        ("prs", "يك", "یک", 0),
        ("zh", "请按零", "请安灵", 0),
    ],
)
def test_letters_alone_count_and_a_sentence_is_wrong_at_most_once(
    language: str, said: str, understood: str, percent: float
) -> None:
    assert rate([compare("clip", said, understood, language)]) == pytest.approx(percent, abs=0.1)


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    """A folder with a sentence, a digit, a town, and a language that nobody can measure."""
    sentence = make_clip(Recipe(ENGLISH, SAID, 0.2))
    manifest: dict[str, ManifestEntry] = {}
    for language, clip, text, seconds in [
        ("en", "date_explained", SAID, sentence.seconds),
        ("en", "digit_4", "Four.", 4.0),
        ("en", "town_mons", "Mons", 4.0),
        ("so", "date_explained", "Taariikhda", 5.0),
    ]:
        file = f"{language}/{clip}-0123456789ab.mp3"
        (tmp_path / language).mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(sentence.mp3)
        manifest[file] = ManifestEntry(
            language=language, clip=clip, text=text, engine="pico", voice="en-GB", seconds=seconds, draft=False,
            licence="Apache-2.0", version="",
        )  # fmt: skip
    write_manifest(tmp_path, manifest)
    return tmp_path


def hear(folder: Path, *options: str) -> int:
    return command.run(command.parser("hear").parse_args(["--audio", str(folder), *options]))


def test_a_clear_voice_is_understood(clips: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the real recogniser and a real voice."""
    assert hear(clips, "--sample", "0", "--most", "20") == 0
    said = capsys.readouterr().out
    assert "of 1 sentences heard wrong" in said
    assert f"date_explained | {SAID}" in said
    assert "so: the recogniser hardly knows this language" in said


def test_a_voice_that_nobody_understands_is_told_by_the_status(
    clips: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.clips.hear.command.understand", lambda clip, language: "")
    assert hear(clips, "--language", "en", "--most", "20") == 1
    with pytest.raises(Fault, match="there are no clips of tlh"):
        hear(clips, "--language", "tlh")


def test_a_voice_that_cannot_say_a_sentence_is_named_and_the_others_are_heard(
    clips: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_: object) -> None:
        raise UnsayableError("en/date_explained: mbrola us1 cannot say it: no sound of the voice is called x")

    monkeypatch.setattr("ivr.clips.voices.another.check_words", cannot)
    monkeypatch.setattr("ivr.clips.hear.command.understand", lambda clip, language: "")
    assert hear(clips, "--language", "en", "--compare", "pico") == 0
    assert "pico: en/date_explained: mbrola us1 cannot say it" in capsys.readouterr().out


def test_what_was_heard_is_kept_until_a_tenth_of_the_clips_changed(clips: Path) -> None:
    manifest: Any = json.loads((clips / "manifest.json").read_text(encoding="utf-8"))
    names = [f"en/clip{number}-{number:012x}.mp3" for number in range(20)]
    many = {name: next(iter(manifest.values())) for name in names}
    heard = Measured(percent=5, sentences=12, date="2026-11-26", voices="v", licences="l", clips=[f"{n:012x}" for n in range(18)])
    assert changed(heard, many, "en") == pytest.approx(0.1)
    assert {entry["clip"] for entry in own_clips(manifest, "en").values()} == {"date_explained", "digit_4"}


def test_the_table_stands_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "voices.md"
    page.write_text(f"before\n{START}\nold\n{END}\nafter\n", encoding="utf-8")
    heard = Measured(percent=5.04, sentences=12, date="2026-11-26", voices="pico fr-FR", licences="Apache-2.0", clips=["a"])
    write_table(page, {"fr": heard, "so": {**heard, "sentences": 0}})
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "| fr | pico fr-FR | Apache-2.0 | 5.0 % | 12 | 2026-11-26 |" in text
    assert "| so | pico fr-FR | Apache-2.0 | not measurable |" in text
    assert "old" not in text
