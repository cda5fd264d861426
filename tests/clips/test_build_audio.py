"""Making the clips: only what changed, levelled for the telephone, whole or not at all."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import av
import numpy as np
import pytest

from ivr import Fault
from ivr.clips.manifest import Clips
from ivr.clips.manifest import Manifest
from ivr.clips.manifest import ManifestEntry
from ivr.clips.manifest import read_manifest
from ivr.clips.manifest import write_manifest
from ivr.clips.voices import command
from ivr.clips.voices.build import Builder
from ivr.clips.voices.build import make_clip
from ivr.clips.voices.command import build_clips
from ivr.clips.voices.command import check_clips
from ivr.clips.voices.command import ready
from ivr.clips.voices.engine import EngineError
from ivr.clips.voices.espeak import Espeak
from ivr.clips.voices.levels import LOUDNESS
from ivr.clips.voices.levels import SilentError
from ivr.clips.voices.levels import finish
from ivr.clips.voices.levels import loudness
from ivr.clips.voices.levels import trim
from ivr.clips.voices.plan import Selection
from ivr.clips.voices.plan import make_plan
from ivr.clips.voices.recipes import JOINED_TAIL
from ivr.clips.voices.recipes import RESTING_TAIL
from ivr.clips.voices.recipes import Recipe
from ivr.clips.voices.recipes import tail_of
from ivr.clips.voices.recipes import voice_for
from ivr.clips.voices.retired import read_retired
from ivr.clips.voices.retired import tidy
from ivr.clips.voices.sound import Sound
from ivr.clips.voices.sound import decode
from ivr.clips.voices.sound import to_mp3
from ivr.clips.voices.sounds import Respelling
from ivr.clips.voices.sounds import SoundRule
from ivr.clips.voices.sounds import load_spellings
from ivr.clips.voices.sounds import respell
from ivr.clips.writing import only_builder
from ivr.content.content import Content
from ivr.content.languages import Language
from ivr.content.languages import Languages
from ivr.content.languages import Voice
from ivr.content.words import Phrase
from ivr.content.words import Words
from ivr.paths import PROMPTS
from tests.support.commands import LINE
from tests.support.commands import line_env
from tests.support.simulate.process import children
from tests.support.waiting import eventually

EVERYTHING = Selection()
FRENCH = Voice(engine="espeak", voice="fr-be")
ENGLISH = Voice(engine="espeak", voice="en-gb")
ONLINE = Voice(engine="edge", voice="fr-BE-CharlineNeural")


# --- a line of a few words -------------------------------------------------------------------------------


def language(code: str, *voices: Voice) -> Language:
    return Language(code=code, key=None, name=code, french=code, direction="ltr", voices=voices)


def words(content: Content, code: str, clips: dict[str, str | Phrase]) -> Words:
    """Some words of a language, and no others."""
    phrases = {clip: phrase if isinstance(phrase, Phrase) else Phrase(text=phrase) for clip, phrase in clips.items()}
    nothing: dict[str, dict[str, Phrase]] = {
        table: {} for table in ("days", "months", "years", "weekdays", "hours", "minutes", "digits", "digit_ends")
    }
    return content.words[code].model_copy(update={"clips": phrases, **nothing})


def small(content: Content, fr: dict[str, str | Phrase], en: dict[str, str | Phrase], *french_voices: Voice) -> Content:
    """A line that says no more than this, in two languages, and knows the commune of Arlon."""
    arlon = {code: commune for code, commune in content.postcodes.communes.items() if commune.name == "Arlon"}
    return replace(
        content,
        languages=Languages(languages=(language("fr", *(french_voices or (FRENCH,))), language("en", ENGLISH))),
        words={"fr": words(content, "fr", fr), "en": words(content, "en", en)},
        centres=content.centres.model_copy(update={"centres": ()}),
        postcodes=replace(content.postcodes, communes=arlon),
    )


@pytest.fixture
def line(content: Content) -> Content:
    return small(content, {"praise": "Très bien.", "goodbye": "Au revoir."}, {"praise": "Very good.", "goodbye": "Goodbye."})


def build(content: Content, folder: Path, selection: Selection = EVERYTHING) -> Manifest:
    build_clips(content, {}, selection, folder)
    return manifest_of(folder)


def manifest_of(folder: Path) -> Manifest:
    return read_manifest(folder)


def file_of(manifest: Manifest, name: str) -> str:
    """The one file of "<language>/<clip>"."""
    (file,) = (file for file, entry in manifest.items() if f"{entry['language']}/{entry['clip']}" == name)
    return file


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.glob("*/*") if path.is_file()}


def put(folder: Path, name: str, text: str, by: tuple[str, str], file: str) -> None:
    """A clip that came from elsewhere: listed, and on disk."""
    code, _, clip = name.partition("/")
    manifest = {
        known: entry for known, entry in manifest_of(folder).items() if (entry["language"], entry["clip"]) != (code, clip)
    }
    path = folder / code / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"from elsewhere")
    manifest[f"{code}/{file}"] = ManifestEntry(
        language=code, clip=clip, text=text, engine=by[0], voice=by[1], seconds=1.0, draft=False, licence="CC BY 4.0", version=""
    )
    write_manifest(folder, manifest)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """New processes take a second to start; the tests of interruptions use them."""
    monkeypatch.setattr("ivr.clips.voices.build.FEW", 1000)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that engines are given from now on."""
    spoken: list[str] = []

    def listening(recipe: Recipe) -> object:
        spoken.append(recipe.words)
        return make_clip(recipe)

    monkeypatch.setattr("ivr.clips.voices.build.make_clip", listening)
    return spoken


# --- the sound -------------------------------------------------------------------------------------------


def tone(seconds: float, volume: float = 0.3, rate: int = 22050) -> Sound:
    time_axis = np.arange(round(seconds * rate)) / rate
    return Sound((volume * np.sin(2 * np.pi * 500 * time_axis)).astype(np.float32), rate)


def between_silences(sound: Sound, seconds: float) -> Sound:
    silence = np.zeros(round(seconds * sound.rate), np.float32)
    return Sound(np.concatenate([silence, sound.samples, silence]), sound.rate)


def ends(sound: Sound) -> tuple[float, float]:
    """Seconds of silence before and after."""
    heard = np.flatnonzero(np.abs(sound.samples) > 0.01)
    return heard[0] / sound.rate, (len(sound.samples) - heard[-1]) / sound.rate


SPOKEN = [
    ("fr-be", "un"),
    ("fr-be", "Bienvenue. Vous entendez une voix enregistrée."),
    ("en-gb", "Six."),
    ("ar", "مَرْحَبًا."),
    ("ru", "первое октября"),
    ("es-419", "Para hablar con una persona, marque cero."),
    ("tr", "Hoş geldiniz."),
    ("cmn-latn-pinyin", "中文请按零。"),
]


@pytest.mark.parametrize(("voice", "said"), SPOKEN)
def test_a_clip_is_a_telephone_mp3_at_the_common_loudness(voice: str, said: str) -> None:
    mp3 = make_clip(Recipe(Voice(engine="espeak", voice=voice), said, RESTING_TAIL)).mp3
    with av.open(io.BytesIO(mp3), "r") as container:
        stream = container.streams.audio[0]
        assert (container.format.name, stream.rate, stream.channels) == ("mp3", 8000, 1)
    sound = decode(mp3)
    assert loudness(trim(sound)) == pytest.approx(LOUDNESS, abs=1)
    before, after = ends(sound)
    assert before <= 0.3
    assert 0.1 <= after <= 0.3
    assert np.abs(four_times_finer(sound)).max() < 10 ** (-1 / 20), "the true peak is above -1 dBFS"


def four_times_finer(sound: Sound) -> np.ndarray:
    """The wave between the samples, by filling the spectrum with zeros."""
    spectrum = np.fft.rfft(sound.samples)
    return np.fft.irfft(np.pad(spectrum, (0, 3 * len(sound.samples) // 2)), 4 * len(sound.samples)) * 4


@pytest.mark.parametrize("volume", [0.002, 0.05, 0.99])
def test_quiet_and_loud_voices_come_out_alike(volume: float) -> None:
    assert loudness(trim(finish(tone(1, volume), 0.2))) == pytest.approx(LOUDNESS, abs=1)


@pytest.mark.parametrize("rate", [8000, 16000, 24000, 44100])
def test_any_sample_rate_becomes_that_of_the_telephone(rate: int) -> None:
    finished = finish(tone(0.5, rate=rate), 0.2)
    assert finished.rate == 8000
    assert finished.seconds == pytest.approx(0.5 + 0.03 + 0.2, abs=0.03)


def test_silence_is_cut_at_the_ends_and_kept_inside() -> None:
    pair = between_silences(tone(0.4), 0.5)
    twice = Sound(np.concatenate([pair.samples, pair.samples]), pair.rate)
    assert trim(twice).seconds == pytest.approx(0.4 + 1.0 + 0.4, abs=0.03)


def test_a_sound_of_nothing_is_refused() -> None:
    with pytest.raises(SilentError):
        finish(Sound(np.zeros(8000, np.float32), 8000), 0.2)


def test_something_that_is_no_sound_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not a sound file"):
        decode(b"<html>busy</html>")


ELSEWHERE = {
    "a list of files": b"ffconcat version 1.0\nfile 'own.mp3'\n",
    "a playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nown.mp3\n#EXT-X-ENDLIST\n",
    "a session over the network": b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0\n",
    "a reference": b"[Reference]\nRef1=http://127.0.0.1:9/own.mp3\n",
}


@pytest.mark.parametrize("what", ELSEWHERE)
def test_what_says_that_its_sound_lies_elsewhere_is_no_sound(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends it would otherwise choose what this machine reads and whom it asks."""
    (tmp_path / "own.mp3").write_bytes(to_mp3(tone(0.5)))
    monkeypatch.chdir(tmp_path)
    began = time.monotonic()
    with pytest.raises(ValueError, match="not a sound file"):
        decode(ELSEWHERE[what])
    assert time.monotonic() - began < 2, "nobody was waited for"


def test_a_small_file_of_hours_is_refused_before_it_takes_the_memory_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = to_mp3(tone(3.0))
    monkeypatch.setattr("ivr.clips.voices.sound.MOST_SAMPLES", 2 * decode(sound).rate)
    with pytest.raises(ValueError, match="more sound than anybody would speak"):
        decode(sound)


def test_the_same_sound_gives_the_same_file() -> None:
    assert to_mp3(tone(0.5, rate=8000)) == to_mp3(tone(0.5, rate=8000))


@pytest.mark.parametrize(
    ("clip", "order", "tail"),
    [
        ("digit_4", "day month year", JOINED_TAIL),
        ("digit_end_4", "day month year", RESTING_TAIL),
        ("day_1", "day month year", JOINED_TAIL),
        ("month_10", "day month year", JOINED_TAIL),
        ("year_2026", "day month year", RESTING_TAIL),
        ("year_2026", "year month day", JOINED_TAIL),
        ("day_1", "year month day", RESTING_TAIL),
        ("welcome", "day month year", RESTING_TAIL),
        ("weekday_monday", "day month year", RESTING_TAIL),
    ],
)
def test_only_what_is_said_in_one_breath_has_a_short_tail(clip: str, order: str, tail: float) -> None:
    assert tail_of(clip, order.split()) == tail


@pytest.mark.parametrize(("clip", "speed"), [("digit_4", 85), ("digit_end_4", 85), ("day_4", 100), ("welcome", 100)])
def test_digits_are_said_slowly(clip: str, speed: int) -> None:
    assert voice_for(clip, FRENCH).speed == speed
    assert voice_for(clip, ONLINE) == ONLINE


# --- names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        Recipe(FRENCH, "Très bien !", RESTING_TAIL),
        Recipe(FRENCH, "Très bien.", JOINED_TAIL),
        Recipe(ENGLISH, "Très bien.", RESTING_TAIL),
        Recipe(ONLINE, "Très bien.", RESTING_TAIL),
        Recipe(FRENCH.model_copy(update={"speed": 140}), "Très bien.", RESTING_TAIL),
        Recipe(FRENCH.model_copy(update={"phonemes": "mb-fr1"}), "Très bien.", RESTING_TAIL),
    ],
)
def test_a_name_changes_with_whatever_changes_the_sound(other: Recipe) -> None:
    assert other.file_name("praise") != Recipe(FRENCH, "Très bien.", RESTING_TAIL).file_name("praise")


def test_a_name_does_not_change_with_what_changes_nothing() -> None:
    draft = FRENCH.model_copy(update={"draft": True})
    assert Recipe(draft, "Oui.", 0.2).digest == Recipe(FRENCH, "Oui.", 0.2).digest
    faster = ONLINE.model_copy(update={"speed": 150})  # a setting of the offline voices alone
    assert Recipe(faster, "Oui.", 0.2).digest == Recipe(ONLINE, "Oui.", 0.2).digest


# --- what is built ---------------------------------------------------------------------------------------


def test_a_build_makes_every_clip_and_lists_it(line: Content, tmp_path: Path) -> None:
    manifest = build(line, tmp_path)
    assert {f"{entry['language']}/{entry['clip']}" for entry in manifest.values()} == {
        "fr/praise", "fr/goodbye", "fr/commune_81001", "en/praise", "en/goodbye", "en/commune_81001",
    }  # fmt: skip
    assert files_in(tmp_path) == set(manifest)
    file = file_of(manifest, "en/praise")
    seconds = decode((tmp_path / file).read_bytes()).seconds
    assert manifest[file] == {
        "language": "en",
        "clip": "praise",
        "text": "Very good.",
        "engine": "espeak",
        "voice": "en-gb",
        "seconds": pytest.approx(seconds, abs=0.01),
        "draft": False,
        "licence": "GPL-3.0-or-later",
        "version": Espeak().version(ENGLISH),
    }
    assert Clips.load(tmp_path).missing(["fr/praise", "en/goodbye"]) == ()


def test_the_manifest_is_sorted_one_clip_a_line(line: Content, tmp_path: Path) -> None:
    manifest = build(line, tmp_path)
    first, *lines, last = (tmp_path / "manifest.json").read_text(encoding="utf-8").splitlines()
    assert (first, last) == ("{", "}")
    assert [json.loads("{" + entry.rstrip(",") + "}") for entry in lines] == [{file: manifest[file]} for file in sorted(manifest)]


def test_the_name_of_a_place_is_said_once_and_copied(line: Content, tmp_path: Path, made: list[str]) -> None:
    manifest = build(line, tmp_path)
    assert made.count("Arlon") == 1
    french, english = (tmp_path / file_of(manifest, f"{code}/commune_81001") for code in ("fr", "en"))
    assert french.read_bytes() == english.read_bytes()
    assert manifest[file_of(manifest, "en/commune_81001")]["voice"] == "fr-be"


def test_a_second_build_has_nothing_to_do(line: Content, tmp_path: Path, made: list[str]) -> None:
    build(line, tmp_path)
    made.clear()
    before = (tmp_path / "manifest.json").stat().st_mtime_ns
    build(line, tmp_path)
    assert made == []
    assert (tmp_path / "manifest.json").stat().st_mtime_ns == before


def test_only_changed_words_are_said_again(line: Content, content: Content, tmp_path: Path, made: list[str]) -> None:
    old = build(line, tmp_path)
    made.clear()
    edited = small(content, {"praise": "Bravo.", "goodbye": "Au revoir."}, {"praise": "Very good.", "goodbye": "Goodbye."})
    new = build(edited, tmp_path)
    assert made == ["Bravo."]
    assert new[file_of(new, "fr/praise")]["text"] == "Bravo."
    assert {file for file in old if file in new} == set(old) - {file_of(old, "fr/praise")}


def test_words_for_the_engine_alone_are_said_and_the_text_is_listed(content: Content, tmp_path: Path, made: list[str]) -> None:
    line = small(content, {"site": Phrase(text="cre-sm.be", say={"every": "C R E S M point B E"})}, {"site": "cre-sm.be"})
    manifest = build(line, tmp_path)
    assert "C R E S M point B E" in made
    assert manifest[file_of(manifest, "fr/site")]["text"] == "cre-sm.be"


def test_a_corrected_text_is_listed_though_the_sound_stays(content: Content, tmp_path: Path, made: list[str]) -> None:
    build(small(content, {"site": Phrase(text="cresm.be", say={"every": "C R E S M"})}, {"site": "x"}), tmp_path)
    made.clear()
    manifest = build(small(content, {"site": Phrase(text="cre-sm.be", say={"every": "C R E S M"})}, {"site": "x"}), tmp_path)
    assert made == []
    assert manifest[file_of(manifest, "fr/site")]["text"] == "cre-sm.be"


def test_a_clip_whose_file_is_lost_is_made_again(line: Content, tmp_path: Path, made: list[str]) -> None:
    manifest = build(line, tmp_path)
    (tmp_path / file_of(manifest, "en/goodbye")).unlink()
    made.clear()
    assert build(line, tmp_path) == manifest
    assert made == ["Goodbye."]


def test_no_build_deletes_a_clip_that_a_running_line_may_name(line: Content, content: Content, tmp_path: Path) -> None:
    old = build(line, tmp_path)
    shorter = small(content, {"praise": "Très bien."}, {"praise": "Very good."})
    new = build(shorter, tmp_path)
    assert files_in(tmp_path) == set(old)
    assert set(read_retired(tmp_path)) == set(old) - set(new)


def test_words_that_return_are_no_longer_retired(line: Content, content: Content, tmp_path: Path) -> None:
    build(line, tmp_path)
    build(small(content, {"praise": "Très bien."}, {"praise": "Very good."}), tmp_path)
    build(line, tmp_path)
    assert read_retired(tmp_path) == {}


def test_tidying_removes_what_was_retired_more_than_a_day_ago(line: Content, content: Content, tmp_path: Path) -> None:
    old = build(line, tmp_path)
    new = build(small(content, {"praise": "Très bien."}, {"praise": "Very good."}), tmp_path)
    now = datetime.now(UTC)
    assert tidy(tmp_path, now + timedelta(hours=23)) == []
    assert files_in(tmp_path) == set(old)
    assert set(tidy(tmp_path, now + timedelta(hours=25))) == set(old) - set(new)
    assert files_in(tmp_path) == set(new)
    assert read_retired(tmp_path) == {}


def test_a_build_of_one_clip_touches_no_other(line: Content, content: Content, tmp_path: Path) -> None:
    old = build(line, tmp_path)
    (tmp_path / "fr" / "mine.mp3").write_bytes(b"put there by hand")
    edited = small(content, {"praise": "Bravo.", "goodbye": "Salut."}, {"praise": "Well done.", "goodbye": "Bye."})
    new = build(edited, tmp_path, Selection(languages=["fr"], clips=["praise"]))
    assert set(old) - set(new) == {file_of(old, "fr/praise")}
    assert new[file_of(new, "fr/praise")]["text"] == "Bravo."
    assert (tmp_path / "fr" / "mine.mp3").exists()


def test_a_draft_voice_makes_drafts_but_a_borrowed_voice_does_not(content: Content, tmp_path: Path) -> None:
    drafting = FRENCH.model_copy(update={"draft": True})
    whisper = Phrase(text="Press one.", voice="en")
    manifest = build(small(content, {"praise": "Bravo.", "whisper": whisper}, {"praise": "Fine."}, drafting), tmp_path)
    drafts = {entry["clip"]: entry["draft"] for entry in manifest.values() if entry["language"] == "fr"}
    assert drafts == {"praise": True, "whisper": False, "commune_81001": True}
    assert manifest[file_of(manifest, "fr/whisper")]["voice"] == "en-gb"


# --- which voice wins ------------------------------------------------------------------------------------


def engines(manifest: Manifest, clip: str = "praise") -> dict[str, str]:
    return {entry["language"]: entry["engine"] for entry in manifest.values() if entry["clip"] == clip}


def test_a_persons_recording_is_kept_whatever_engine_is_asked_for(line: Content, tmp_path: Path, made: list[str]) -> None:
    put(tmp_path, "fr/praise", "Très bien.", ("human", "Amina"), "praise-0123456789ab.mp3")
    for engine in (None, "espeak"):
        assert engines(build(line, tmp_path, Selection(engine=engine)))["fr"] == "human"
    assert "Très bien." not in made
    assert (tmp_path / "fr/praise-0123456789ab.mp3").read_bytes() == b"from elsewhere"


def test_a_recording_of_other_words_is_stale_and_replaced(
    line: Content, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, "fr/praise", "C'est bien.", ("human", "Amina"), "praise-0123456789ab.mp3")
    manifest = build(line, tmp_path)
    assert engines(manifest)["fr"] == "espeak"
    said = table(capsys)
    assert said["fr"][:4] == ["3", "0", "0", "1"], "made, kept, to make, retired"
    assert " ".join(said["fr/praise:"]).startswith("Amina's recording says older words; record it again")
    assert files_in(tmp_path) == {*manifest, "fr/praise-0123456789ab.mp3"}


def test_a_plain_build_keeps_what_an_online_engine_made(content: Content, tmp_path: Path) -> None:
    line = small(content, {"praise": "Bravo."}, {"praise": "Fine."}, ONLINE, FRENCH)
    online = Recipe(ONLINE, "Bravo.", RESTING_TAIL).file_name("praise")
    put(tmp_path, "fr/praise", "Bravo.", ("edge", ONLINE.voice), online)
    assert engines(build(line, tmp_path)) == {"fr": "edge", "en": "espeak"}
    changed = small(content, {"praise": "Très bien."}, {"praise": "Fine."}, ONLINE, FRENCH)
    assert engines(build(changed, tmp_path)) == {"fr": "espeak", "en": "espeak"}


def test_an_engine_that_is_asked_for_replaces_the_others(content: Content, tmp_path: Path) -> None:
    line = small(content, {"praise": "Bravo."}, {"praise": "Fine."}, ONLINE, FRENCH)
    put(tmp_path, "fr/praise", "Bravo.", ("edge", ONLINE.voice), Recipe(ONLINE, "Bravo.", RESTING_TAIL).file_name("praise"))
    assert engines(build(line, tmp_path, Selection(engine="espeak"))) == {"fr": "espeak", "en": "espeak"}


def test_a_language_without_the_engine_that_is_asked_for_keeps_to_espeak(content: Content) -> None:
    line = small(content, {"praise": "Bravo."}, {"praise": "Fine."}, ONLINE, FRENCH)
    plan = make_plan(line, {}, {}, (), selection=Selection(engine="edge"), ready=ready)
    assert {target.language: target.recipe.voice.engine for target in plan.targets if target.clip == "praise"} == {
        "fr": "edge",
        "en": "espeak",
    }


# --- the command -----------------------------------------------------------------------------------------


def table(capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    """The summary: language -> made, kept, to make, retired, seconds, MB."""
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    return {row[0]: row[1:] for row in rows}


def run(*options: object) -> int:
    return command.run(command.parser("build").parse_args([str(option) for option in options]))


def test_the_summary_counts_what_was_done(
    line: Content, content: Content, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(line, tmp_path)
    assert table(capsys)["all"][:4] == ["6", "0", "0", "0"]
    build(small(content, {"praise": "Bravo."}, {"praise": "Very good."}), tmp_path)
    counted = table(capsys)
    assert counted["fr"][:4] == ["1", "1", "0", "2"]
    assert counted["en"][:4] == ["0", "2", "0", "1"]
    assert float(counted["all"][4]) == pytest.approx(sum(e["seconds"] for e in manifest_of(tmp_path).values()), abs=0.1)


def test_the_summary_ends_with_what_it_means_for_callers(
    line: Content, content: Content, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_clips(line, {}, EVERYTHING, tmp_path)
    assert capsys.readouterr().out.splitlines()[-1] == "6 clips are missing or say older words: scripts/line build makes them."
    build(line, tmp_path)
    assert capsys.readouterr().out.splitlines()[-1].startswith("6 clips were spoken anew.")
    edited = small(content, {"praise": "Bravo.", "goodbye": "Au revoir."}, {"praise": "Very good.", "goodbye": "Goodbye."})
    build(edited, tmp_path, Selection(languages=["fr"]))
    told = capsys.readouterr().out
    assert told.splitlines()[-1].startswith("1 clip was spoken anew.")
    assert "\n       en" not in told
    check_clips(edited, {}, Selection(languages=["fr"]), tmp_path)
    assert capsys.readouterr().out.splitlines()[-1] == "Every sentence is spoken in its words of today."


def test_a_check_builds_nothing_and_tells_by_its_status(line: Content, content: Content, tmp_path: Path) -> None:
    assert check_clips(line, {}, EVERYTHING, tmp_path) == 1
    assert files_in(tmp_path) == set()
    build(line, tmp_path)
    assert check_clips(line, {}, EVERYTHING, tmp_path) == 0
    edited = small(content, {"praise": "Bravo.", "goodbye": "Au revoir."}, {"praise": "Very good.", "goodbye": "Goodbye."})
    assert check_clips(edited, {}, EVERYTHING, tmp_path) == 1
    assert check_clips(edited, {}, Selection(languages=["en"]), tmp_path) == 0


def test_the_command_builds_what_it_is_asked_for(tmp_path: Path) -> None:
    assert run("--audio", tmp_path, "--language", "so", "--clip", "digit_1", "praise") == 0
    manifest = manifest_of(tmp_path)
    assert {(entry["language"], entry["clip"], entry["draft"]) for entry in manifest.values()} == {
        ("so", "digit_1", True),
        ("so", "praise", True),
    }
    assert run("--audio", tmp_path, "--language", "so", "--clip", "digit_1", "--check") == 0
    assert run("--audio", tmp_path, "--language", "so", "--clip", "digit_2", "--check") == 1


@pytest.mark.parametrize("option", ["--language", "--clip"])
def test_a_name_that_does_not_exist_is_refused(option: str, tmp_path: Path) -> None:
    with pytest.raises(Fault, match=f"no {option.removeprefix('--')} is called klingon; "):
        run("--audio", tmp_path, option, "klingon")


def test_a_fault_in_the_words_is_named(tmp_path: Path) -> None:
    prompts = Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))
    (prompts / "tr.yaml").write_text("language: [", encoding="utf-8")
    with pytest.raises(Fault, match=r"tr\.yaml"):
        run("--prompts", prompts, "--audio", tmp_path / "audio")


def test_two_builds_at_once_do_not_meet(tmp_path: Path) -> None:
    with only_builder(tmp_path), pytest.raises(Fault, match=f"a build is at work in {tmp_path}"):
        run("--audio", tmp_path, "--clip", "praise")


def test_a_machine_without_any_voice_is_told_where_to_find_one(
    line: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match=r"no voice can speak here \(espeak\); see scripts/line voices"):
        build(line, tmp_path / "audio")


def test_a_voice_that_espeak_does_not_know_is_named() -> None:
    with pytest.raises(EngineError, match="tlh"):
        make_clip(Recipe(Voice(engine="espeak", voice="tlh"), "nuqneH", RESTING_TAIL))


def test_words_without_any_sound_are_named() -> None:
    with pytest.raises(EngineError, match=r"nothing can be heard of: \.\.\."):
        make_clip(Recipe(FRENCH, "...", RESTING_TAIL))


# --- interruptions ---------------------------------------------------------------------------------------


def test_what_was_made_before_a_fault_is_kept_and_listed(line: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def failing(recipe: Recipe) -> object:
        calls.append(recipe.words)
        if len(calls) == 3:
            raise EngineError("the voice is gone")
        return make_clip(recipe)

    monkeypatch.setattr("ivr.clips.voices.build.make_clip", failing)
    builder = Builder(tmp_path, {})
    with pytest.raises(EngineError, match="the voice is gone"):
        list(builder.make(make_plan(line, {}, {}, (), selection=EVERYTHING, ready=ready)))
    assert manifest_of(tmp_path)
    assert files_in(tmp_path) == set(manifest_of(tmp_path))


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_build_leaves_nothing_half_written_and_goes_on(blow: signal.Signals, tmp_path: Path) -> None:
    """With the real command in a process of its own: Ctrl-C, and the end of all power."""
    clips = [f"day_{day}" for day in range(1, 32)] + [f"digit{end}_{digit}" for digit in range(10) for end in ("", "_end")]
    arguments = [
        LINE,
        "build",
        "--engine",
        "espeak",
        "--audio",
        str(tmp_path),
        "--language",
        "en",
        "fr",
        "--clip",
    ]
    process = subprocess.Popen(
        [*arguments, *clips], env=line_env(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    eventually(lambda: len(list(tmp_path.glob("*/*.mp3"))) >= 3)
    os.killpg(process.pid, blow)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == (130 if blow == signal.SIGINT else -signal.SIGKILL)
    early = files_in(tmp_path)
    if blow == signal.SIGINT:
        assert b"Traceback" not in errors
        assert b"run the same command again to go on" in errors
        assert early == set(manifest_of(tmp_path))
    assert 3 <= len(early) < 102
    assert all(decode((tmp_path / file).read_bytes()).seconds > 0.2 for file in early if not file.endswith(".part"))
    subprocess.run([*arguments, *clips], env=line_env(), check=True, capture_output=True)
    assert len(manifest_of(tmp_path)) == 102
    assert set(manifest_of(tmp_path)) >= {file for file in early if not file.endswith(".part")}


def test_ctrl_c_while_the_helpers_of_a_build_start_is_one_sentence(tmp_path: Path) -> None:
    arguments = [LINE, "build", "--engine", "espeak", "--audio", str(tmp_path), "--language", "en"]
    process = subprocess.Popen(
        arguments, env=line_env(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    eventually(lambda: len(children(process.pid)) >= 2)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    assert b"run the same command again to go on" in errors


def test_no_helper_of_a_build_outlives_it_when_it_alone_is_killed(tmp_path: Path) -> None:
    arguments = [LINE, "build", "--engine", "espeak", "--audio", str(tmp_path), "--language", "en"]
    process = subprocess.Popen(arguments, env=line_env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    eventually(lambda: len(list(tmp_path.glob("*/*.mp3"))) >= 3)
    helpers = children(process.pid)
    assert helpers
    process.kill()
    process.wait(30)
    eventually(lambda: not any(Path(f"/proc/{helper}").exists() for helper in helpers), seconds=20)


# --- respelling ------------------------------------------------------------------------------------------


def test_words_are_looked_up_and_others_exchanged_letter_by_letter() -> None:
    spelling = Respelling(words={"oo": "%o:"}, letters={"x": "H", "aa": "a:", "a": "a", "l": "l", "sh": "S"})
    assert respell("Xaal oo shal, la!", spelling, "espeak") == "[[Ha:l]] [[%o:]] [[Sal]], [[la]]!"


def test_an_ending_is_added_to_the_sound_of_its_word() -> None:
    spelling = Respelling(words={"مرحله": "marhal'a"}, endings={"\u200cهای": "h'Aje", "\u200cتان": "etAn"})
    assert respell("مرحله\u200cهای\u200cتان", spelling, "espeak") == "[[marhal'ah'AjeetAn]]"


def test_a_phrase_gets_the_vowels_that_are_not_written() -> None:
    spelling = Respelling(phrases=("پروگرامِ ادغام",), words={"پروگرام": "program", "ادغام": "edQAm"}, endings={"ِ": "e"})
    assert respell("پروگرام ادغام، پروگرام", spelling, "espeak") == "[[programe]] [[edQAm]]، [[program]]"


def test_in_ordinary_letters_only_the_listed_words_change() -> None:
    spelling = Respelling(notation="letters", words={"wavre": "ouavre"})
    assert respell("Le centre de Wavre, à Nivelles.", spelling, "espeak") == "Le centre de ouavre, à Nivelles."


def test_rules_work_before_and_after_the_letters() -> None:
    spelling = Respelling(
        rules=(SoundRule(find="b(?=d)", put="ba"),),
        letters={"b": "b", "a": "a", "d": "d"},
        after=(SoundRule(find="^([^']*)a", put="\\1'a"),),
    )
    assert respell("bd", spelling, "espeak") == "[[b'ad]]"


def draft_words() -> Iterable[tuple[str, str]]:
    """The voice of each draft, and every word of its language in phonemes."""
    content = Content.load()
    spellings = load_spellings(PROMPTS / "sounds")
    for entry in content.languages.languages:
        for voice in entry.voices:
            if voice.engine == "espeak" and voice.sounds and voice.draft:
                texts = " ".join(phrase.text for _, phrase in content.words[entry.code].phrases() if not phrase.voice)
                yield voice.voice, respell(texts, spellings[voice.sounds], "espeak")


def test_espeak_knows_every_sound_of_the_drafts() -> None:
    """espeak-ng drops the rest of a sentence at a phoneme it does not know; it writes out those it does."""
    drafts = list(draft_words())
    assert len(drafts) == 3
    for voice, text in drafts:
        phonemes = sorted({word.split("]]")[0] for word in text.split("[[")[1:]})
        said = subprocess.run(
            ["espeak-ng", "-v", voice, "-q", "-x", "-b", "1", "--stdin"],
            input="\n\n".join(f"[[{word}]]." for word in phonemes),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        assert [plain(word) for word in said] == [plain(word) for word in phonemes]


def plain(phonemes: str) -> str:
    """Without stress and separators; espeak-ng writes a tapped r as *."""
    return phonemes.translate(str.maketrans("*", "r", "'%,|"))
