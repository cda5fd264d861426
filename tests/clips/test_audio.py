"""The committed clips: complete, unchanged, as long and as loud as promised. Reads audio/manifest.json and the files."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import av
import numpy as np
import pytest

from ivr.clips.hear.ledger import changed
from ivr.clips.hear.ledger import read_ledger
from ivr.clips.hear.ledger import table
from ivr.clips.manifest import read_manifest
from ivr.clips.voices.catalogue import load_catalogue
from ivr.clips.voices.installcommand import OFFLINE
from ivr.clips.voices.licences import licences
from ivr.clips.voices.retired import read_retired
from ivr.content.content import Content
from ivr.paths import AUDIO
from ivr.paths import ROOT

CONTENT = Content.load()
MANIFEST = read_manifest()
LANGUAGES = CONTENT.languages.codes


def test_no_file_is_left_over() -> None:
    files = {str(path.relative_to(AUDIO)) for path in AUDIO.glob("*/*")}
    assert files == {*MANIFEST, *read_retired(AUDIO)}


def test_the_manifest_keeps_its_contract() -> None:
    by_language = defaultdict(set)
    for file, entry in MANIFEST.items():
        assert set(entry) >= {"language", "clip", "text", "engine", "voice", "seconds", "draft", "licence"}
        assert file.startswith(f"{entry['language']}/")
        by_language[entry["language"]].add(entry["clip"])
    assert len({frozenset(clips) for clips in by_language.values()}) == 1, "the same ids in every language"
    assert {f"{code}/{clip}" for code, clips in by_language.items() for clip in clips} == set(CONTENT.clip_names)


def test_drafts_are_called_drafts() -> None:
    """No offline voice was made for Pashto, Somali or Dari."""
    drafts = {entry["language"] for entry in MANIFEST.values() if entry["draft"]}
    offline = {entry["language"] for entry in MANIFEST.values() if entry["engine"] in OFFLINE and entry["clip"] == "welcome"}
    assert drafts == {"ps", "prs", "so"} & offline


def test_the_conditions_of_every_clip_stand_beside_them() -> None:
    assert (AUDIO / "LICENCES.md").read_text(encoding="utf-8") == licences(MANIFEST, load_catalogue())


def test_every_language_was_heard_since_its_clips_changed() -> None:
    """How well a language is understood is measured anew when more than a tenth of its clips changed: `scripts/line hear`."""
    ledger = read_ledger(AUDIO)
    assert set(ledger) == set(LANGUAGES)
    too_old = {code for code in LANGUAGES if changed(ledger[code], MANIFEST, code) > 0.1}
    assert too_old == set()
    page = (ROOT / "docs/voices.md").read_text(encoding="utf-8")
    assert "\n".join(table(ledger)) in page


# --- the sound itself: a sample of every language, chosen the same way each time ------------------------


def sample(language: str) -> list[Path]:
    files = sorted(AUDIO.glob(f"{language}/*.mp3"))
    return random.Random(language).sample(files, min(12, len(files)))


def sound(path: Path) -> tuple[np.ndarray, int, int]:
    """The samples (-1 to 1), the rate and the number of channels."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        frames = [frame.to_ndarray() for frame in container.decode(stream)]
    samples = np.concatenate(frames, axis=1)[0].astype(float)
    return samples / (32768 if np.abs(samples).max() > 2 else 1), stream.rate, stream.channels


@pytest.mark.parametrize("code", LANGUAGES)
def test_clips_are_telephone_mp3_levelled_and_trimmed(code: str) -> None:
    for path in sample(code):
        samples, rate, channels = sound(path)
        assert (rate, channels) == (8000, 1), path
        entry = MANIFEST[f"{code}/{path.name}"]
        assert len(samples) / rate == pytest.approx(entry["seconds"], abs=0.2), path
        loud = np.flatnonzero(np.abs(samples) > 0.01)
        assert loud[0] / rate <= 0.3, f"{path}: silence at the start"
        assert (len(samples) - loud[-1]) / rate <= 0.42, f"{path}: silence at the end (MP3 adds up to 0.1 s)"
        assert 0.1 < np.abs(samples).max() <= 1.0, f"{path}: {np.abs(samples).max()}"
