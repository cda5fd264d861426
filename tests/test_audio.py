"""The committed clips: complete, unchanged, as long and as loud as promised. Reads audio/manifest.json and the files."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import av
import numpy as np
import pytest

from ivr.audio import AUDIO
from ivr.audio import Clips
from ivr.audio import read_manifest
from ivr.branches import build_line
from ivr.callmap import MOMENTS
from ivr.clips import wanted_clips
from ivr.content import Content
from ivr.flow import Choice
from ivr.flow import Message
from ivr.flow import Turn
from ivr.walk import walk

CONTENT = Content.load()
MANIFEST = read_manifest()
CLIPS = Clips.load()
LANGUAGES = CONTENT.languages.codes
WELL_READ = ("fr", "en")  # the languages whose limits were set first; the others may take a little longer


def seconds(language: str, *clips: str) -> float:
    return sum(CLIPS.seconds[f"{language}/{clip}"] for clip in clips)


def test_every_clip_of_every_language_has_its_file() -> None:
    assert CLIPS.missing(wanted_clips(CONTENT)) == ()


def test_no_file_is_left_over() -> None:
    files = {str(path.relative_to(AUDIO)) for path in AUDIO.glob("*/*")}
    assert files == set(MANIFEST)


def test_every_clip_says_the_words_of_today() -> None:
    words = {f"{code}/{clip}": phrase.text for code in LANGUAGES for clip, phrase in CONTENT.phrases(code)}
    spoken = {f"{entry['language']}/{entry['clip']}": entry["text"] for entry in MANIFEST.values()}
    assert spoken == words


def test_the_manifest_keeps_its_contract() -> None:
    by_language = defaultdict(set)
    for file, entry in MANIFEST.items():
        assert set(entry) >= {"language", "clip", "text", "engine", "voice", "seconds", "draft"}
        assert file.startswith(f"{entry['language']}/")
        by_language[entry["language"]].add(entry["clip"])
    assert len({frozenset(clips) for clips in by_language.values()}) == 1, "the same ids in every language"


def test_drafts_are_called_drafts() -> None:
    """espeak-ng has no voice for Pashto and Somali, and reads Dari with an Iranian one."""
    drafts = {entry["language"] for entry in MANIFEST.values() if entry["draft"]}
    synthetic = {entry["language"] for entry in MANIFEST.values() if entry["engine"] == "espeak" and entry["clip"] == "welcome"}
    assert drafts == {"ps", "prs", "so"} & synthetic


def test_no_english_is_left_in_another_language() -> None:
    english = {clip: phrase.text for clip, phrase in CONTENT.words["en"].phrases()}
    for code in set(LANGUAGES) - {"en"}:
        words = dict(CONTENT.words[code].phrases())
        same = {clip for clip in english if words[clip].text == english[clip]} - {
            "whisper",
            "whisper_unknown",
            "digit_6",
            "digit_end_6",
        }  # six
        assert same == set(), f"{code}: {same}"


@pytest.mark.parametrize(
    ("code", "script"),
    [("ar", "ARABIC"), ("ps", "ARABIC"), ("prs", "ARABIC"), ("ru", "CYRILLIC"), ("zh", "CJK")],
)
def test_each_language_keeps_to_its_script(code: str, script: str) -> None:
    import unicodedata

    for clip, phrase in CONTENT.words[code].clips.items():
        if phrase.voice:
            continue
        words = phrase.text
        for name in ("Info-Integration", "Eupen", "FOREM", "commune", "C R I", "C P A S", "A"):  # heard so in Belgium
            words = words.replace(name, "")
        strange = {sign for sign in words if sign.isalpha() and not unicodedata.name(sign).startswith(script)}
        assert strange == set(), f"{clip}: {strange}"


def test_the_opening_list_is_short() -> None:
    assert seconds("fr", "opening") + sum(seconds(code, "language_choice") for code in LANGUAGES) <= 30
    assert seconds("fr", "opening", "language_choice") + seconds("en", "language_choice") < 8


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_main_menu_is_short(code: str) -> None:
    assert seconds(code, "main_steps", "main_date", "main_questions", "main_centre", "main_person") < 25


@pytest.mark.parametrize("code", LANGUAGES)
def test_questions_and_messages_keep_their_length(code: str) -> None:
    """As they are heard without a hint before them, at every place of the call."""
    line = build_line(CONTENT.for_demonstration())
    start = line.advance(line.open("", MOMENTS[0]).state, CONTENT.languages.by_key_of(code), MOMENTS[0])
    heard: dict[str, Turn] = {}
    for edge in walk(line, MOMENTS[0], start):
        heard.setdefault(edge.after.state.step, edge.after)  # the first way there is the plain one
    longest_question, longest_message = (15, 45) if code in WELL_READ else (18, 50)
    for step, turn in heard.items():
        if step in ("languages", "farewell"):
            continue
        length = sum(CLIPS.seconds[clip] for clip in turn.clips)
        kind = line.steps[step]
        if isinstance(kind, Message):
            assert length <= longest_message, f"{step}: {length:.1f} s"
        elif isinstance(kind, Choice) and kind.reminder == ("answer_keys",):
            own = [clip for clip in turn.clips if clip.split("/")[1] not in ("praise", "praise_done")]
            assert sum(CLIPS.seconds[clip] for clip in own) <= longest_question, step


def test_all_clips_together_are_small() -> None:
    assert sum(path.stat().st_size for path in AUDIO.glob("*/*.mp3")) <= 45 * 1024 * 1024


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
