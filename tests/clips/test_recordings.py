"""Recordings by people: the kit, what is refused and why, and that a person's voice stays on the line."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from typing import cast

import av
import numpy as np
import pytest
import yaml

from ivr import Fault
from ivr.clips.manifest import Clips
from ivr.clips.manifest import Manifest
from ivr.clips.manifest import ManifestEntry
from ivr.clips.manifest import read_manifest
from ivr.clips.manifest import write_manifest
from ivr.clips.recordings import install as installing
from ivr.clips.recordings.command import parser
from ivr.clips.recordings.command import run
from ivr.clips.recordings.intake import take_of
from ivr.clips.recordings.lines import KitLine
from ivr.clips.recordings.lines import lines_for
from ivr.clips.recordings.lines import only_draft
from ivr.clips.recordings.lines import only_unrecorded
from ivr.clips.recordings.sheet import read_sheet
from ivr.clips.recordings.usage import Usage
from ivr.clips.recordings.verdict import faults_of
from ivr.clips.voices.command import build_clips
from ivr.clips.voices.command import check_clips
from ivr.clips.voices.levels import LOUDNESS
from ivr.clips.voices.levels import loudness
from ivr.clips.voices.levels import trim
from ivr.clips.voices.plan import Selection
from ivr.clips.voices.retired import read_retired
from ivr.clips.voices.sound import Sound
from ivr.clips.voices.sound import decode
from ivr.clips.voices.sound import to_frame
from ivr.clips.writing import only_builder
from ivr.content.content import Content
from ivr.content.words import Phrase
from ivr.paths import PROMPTS
from ivr.paths import ROOT
from tests.support.commands import run_line

RATE = 44100
TERMS = ("--speaker", "Amina Warsame", "--licence", "CC BY 4.0", "--date", "2026-11-24")
ENDINGS = {"wav": ("wav", "pcm_s16le"), "mp3": ("mp3", "libmp3lame"), "m4a": ("ipod", "aac"), "ogg": ("ogg", "libopus")}


# --- a speaker -------------------------------------------------------------------------------------------


def spoken(words: str, voice: str = "en-gb", rate: int = RATE) -> Sound:
    """A voice in a quiet room, with a second before and after."""
    said = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", "140", "--stdin", "--stdout"], input=words.encode(), capture_output=True, check=True
    )
    return in_room(resampled(decode(said.stdout), rate))


def resampled(sound: Sound, rate: int) -> Sound:
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
    frames = [*resampler.resample(to_frame(sound)), *resampler.resample(None)]
    return Sound(np.concatenate([frame.to_ndarray()[0] for frame in frames]), rate)


def in_room(voice: Sound, noise: float = -70, seconds: float = 1.0) -> Sound:
    """Silence on both sides, and noise of so many dB below full scale everywhere; the voice peaks at a half."""
    silence = np.zeros(round(seconds * voice.rate), np.float32)
    samples = np.concatenate([silence, voice.samples / np.abs(voice.samples).max() / 2, silence])
    return Sound(samples + hiss(len(samples), noise), voice.rate)


def hiss(length: int, decibels: float) -> np.ndarray:
    return (10 ** (decibels / 20) * np.random.default_rng(1).standard_normal(length)).astype(np.float32)


def changed(sound: Sound, samples: np.ndarray) -> Sound:
    return Sound(samples.astype(np.float32), sound.rate)


def save(path: Path, sound: Sound, channels: int = 1) -> None:
    """As a recorder would, in the format the ending names."""
    kind, codec = ENDINGS[path.suffix.lower()[1:]]
    if codec == "libopus":  # which knows no other rate
        sound = resampled(sound, 48000)
    layout = {1: "mono", 2: "stereo"}[channels]
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", format=kind) as container:
        stream = cast(av.AudioStream, container.add_stream(codec, rate=sound.rate, layout=layout))
        frame = to_frame(Sound(np.clip(sound.samples, -1, 1), sound.rate))
        resampler = av.AudioResampler(format=stream.codec_context.format, layout=layout, rate=sound.rate)
        fifo = av.AudioFifo()
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            part.pts = None
            fifo.write(part)
        while (piece := fifo.read(stream.codec_context.frame_size or 1024, partial=True)) is not None:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))


# --- a line, a kit, an import ----------------------------------------------------------------------------


class Bench:
    """A copy of the words, clips by a machine, and a kit for English."""

    def __init__(self, folder: Path) -> None:
        self.prompts, self.audio, self.kit = folder / "prompts", folder / "audio", folder / "kit"
        shutil.copytree(PROMPTS, self.prompts)
        write_manifest(self.audio, {})

    @property
    def content(self) -> Content:
        return Content.load(self.prompts)

    @property
    def manifest(self) -> Manifest:
        return read_manifest(self.audio)

    def run(self, *arguments: str | Path) -> int:
        folders = ("--prompts", self.prompts, "--audio", self.audio)
        return run(parser("record", None).parse_args([str(argument) for argument in (*arguments, *folders)]))

    def make(self, language: str = "en", *how: str) -> int:
        return self.run("make", language, "--output", self.kit, *how)

    def take_in(self, *how: str | Path, language: str = "en") -> int:
        return self.run("import", language, self.kit, *TERMS, *how)

    def line(self, clip: str, language: str = "en") -> KitLine:
        return next(line for line in lines_for(self.content, language) if line.clip == clip)

    def record(self, clip: str, ending: str = "wav", voice: str = "en-gb") -> Path:
        line = self.line(clip)
        path = self.kit / f"{line.name}.{ending}"
        save(path, spoken(line.text, voice))
        return path

    def reword(self, clip: str, text: str, language: str = "en") -> None:
        path = self.prompts / f"{language}.yaml"
        words = yaml.safe_load(path.read_text(encoding="utf-8"))
        words["clips"][clip] = text
        path.write_text(yaml.safe_dump(words, allow_unicode=True), encoding="utf-8")

    def build(self, *clips: str) -> None:
        build_clips(self.content, {}, Selection(["en"], clips), self.audio)

    def entry(self, clip: str, language: str = "en") -> tuple[str, dict[str, Any]]:
        """The one file that says a clip."""
        ((file, entry),) = (
            (file, entry) for file, entry in self.manifest.items() if (entry["language"], entry["clip"]) == (language, clip)
        )
        return file, cast(dict[str, Any], entry)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    assert bench.make() == 0
    return bench


# --- the kit ---------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """The words of a printed kit by number, and how their script runs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.directions: set[str | None] = set()
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = ("class", "words") in attrs
        if self._inside:
            self.directions.add(dict(attrs)["dir"])

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def sheet_rows(folder: Path, language: str) -> list[dict[str, str]]:
    text = (folder / f"kit-{language}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize(("language", "direction"), [("so", "ltr"), ("ar", "rtl"), ("ps", "rtl"), ("prs", "rtl"), ("zh", "ltr")])
def test_a_kit_shows_all_words_of_a_language_in_its_direction(bench: Bench, language: str, direction: str) -> None:
    assert bench.make(language) == 0
    own = [phrase.text for _, phrase in bench.content.phrases(language) if phrase.voice is None]
    page = Page((bench.kit / f"kit-{language}.html").read_text(encoding="utf-8"))
    assert page.words == own
    assert page.directions == {direction}
    assert [row["paroles"] for row in sheet_rows(bench.kit, language)] == own


def test_a_kit_tells_the_meaning_the_use_and_the_longest_time(bench: Bench) -> None:
    bench.make("so")
    row = next(row for row in sheet_rows(bench.kit, "so") if row["clip"] == "main_steps")
    assert row["fichier"] == f"{row['numero']}-main_steps.wav"
    assert row["sens"] == "Pour les étapes du parcours, appuyez sur 1."
    assert row["usage"].startswith("Ligne de menu")
    assert 5 <= int(row["secondes_max"]) <= 15
    page = (bench.kit / "kit-so.html").read_text(encoding="utf-8")
    assert row["sens"].replace("'", "&#39;") in page
    assert f"{row['secondes_max']} s au plus" in page


def test_a_language_offers_itself_and_not_french(content: Content) -> None:
    (line,) = (line for line in lines_for(content, "so") if line.clip == "language_choice")
    assert line.french == "Cette langue (somali) : appuyez sur 6."


def test_the_list_has_the_mark_that_makes_spreadsheets_read_utf_8(bench: Bench) -> None:
    assert (bench.kit / "kit-en.csv").read_bytes().startswith(b"\xef\xbb\xbf")


USES = [
    ("name_work", "Élément d'une liste"),
    ("main_date", "Ligne de menu"),
    ("s04_question", "Question"),
    ("welcome", "Message"),
    ("towns_intro", "Message"),
    ("main_choice", "Ligne de menu"),
    ("again_choice", "Ligne de menu"),
    ("offer_centre", "Ligne de menu"),
    ("date_end", "Annonce"),
    ("day_3", "Morceau d'une date"),
    ("year_2025", "Fin d'une date"),
    ("digit_5", "Chiffre dans un numéro"),
    ("digit_end_5", "Dernier chiffre"),
    ("hour_9", "Morceau d'un horaire"),
    ("press_3", "Fin d'une ligne de menu"),
]


@pytest.mark.parametrize(("clip", "use"), USES)
def test_a_speaker_learns_how_a_clip_is_used(content: Content, clip: str, use: str) -> None:
    (line,) = (line for line in lines_for(content, "en") if line.clip == clip)
    assert line.usage.startswith(use)


def test_whoever_rewrites_the_french_of_a_menu_still_has_a_menu(content: Content) -> None:
    rewritten = content.words["fr"].clips | {"main_date": Phrase(text="La date de fin, c'est le 2.")}
    words = {**content.words, "fr": content.words["fr"].model_copy(update={"clips": rewritten})}
    (line,) = (line for line in lines_for(replace(content, words=words), "fr") if line.clip == "main_date")
    assert line.usage.startswith("Ligne de menu")


def test_a_date_ends_where_the_order_of_the_language_says(content: Content) -> None:
    chinese = {line.clip: line.usage for line in lines_for(content, "zh")}
    assert chinese["year_2025"].startswith("Morceau d'une date")
    assert chinese["day_3"].startswith("Fin d'une date")


def test_what_a_french_voice_says_in_all_languages_is_in_the_french_kit_alone(content: Content) -> None:
    french, somali = lines_for(content, "fr"), lines_for(content, "so")
    town = next(line for line in french if line.clip == "town_namur")
    assert set(town.languages) == set(content.languages.codes)
    assert len([line for line in french if line.clip == "whisper"]) == len(content.languages.codes)
    assert not {"town_namur", "whisper"} & {line.clip for line in somali}


def test_every_clip_of_the_line_is_in_exactly_one_kit(content: Content) -> None:
    in_kits = [
        (language, line.clip)
        for code in content.languages.codes
        for line in lines_for(content, code)
        for language in line.languages
    ]
    all_clips = [(code, clip) for code in content.languages.codes for clip, _ in content.phrases(code)]
    assert sorted(in_kits) == sorted(all_clips)


def test_a_kit_may_hold_drafts_only_or_what_nobody_recorded_under_the_same_numbers(content: Content) -> None:
    lines = lines_for(content, "so")

    def said(line: KitLine, engine: str, draft: bool) -> ManifestEntry:
        return ManifestEntry(
            language="so",
            clip=line.clip,
            text=line.text,
            engine=engine,
            voice="v",
            seconds=1,
            draft=draft,
            licence="",
            version="",
        )

    by_machine, by_makeshift, by_person = lines[0], lines[1], lines[2]
    manifest = {
        "a": said(by_machine, "edge", False),
        "b": said(by_makeshift, "espeak", True),
        "c": said(by_person, "human", False),
    }
    assert set(lines) - set(only_draft(lines, manifest)) == {by_machine, by_person}
    assert set(lines) - set(only_unrecorded(lines, manifest)) == {by_person}


@pytest.mark.parametrize("language", ["fr", "en", "ar", "ps", "prs", "so", "tr", "ru", "es", "zh"])
def test_a_calm_voice_stays_within_the_limits(content: Content, language: str) -> None:
    seconds = {
        (entry["language"], entry["clip"], entry["text"]): entry["seconds"] for entry in read_manifest(ROOT / "audio").values()
    }
    for line in lines_for(content, language):
        said = seconds.get((language, line.clip, line.text))
        if said is not None:
            assert line.min_seconds < said - 0.1, line.clip
            assert said - 0.25 <= line.max_seconds, line.clip


# --- what is refused -------------------------------------------------------------------------------------


LINE_TEXT = "To hear what you can do next, press one. To go back, press the star key."


@pytest.fixture(scope="module")
def line() -> KitLine:
    return KitLine(1, "en", "some_line", LINE_TEXT, "", Usage.MESSAGE, None, ("en",))


@pytest.fixture(scope="module")
def good() -> Sound:
    return spoken(LINE_TEXT)


def test_a_clean_recording_has_no_fault(good: Sound, line: KitLine) -> None:
    assert faults_of(good, line) == []


SPOILED: list[tuple[str, Callable[[Sound], Sound], str]] = [
    ("overdriven", lambda sound: changed(sound, np.clip(sound.samples * 8, -1, 1)), "clipped"),
    ("overdriven, then turned down", lambda sound: changed(sound, np.clip(sound.samples * 8, -1, 1) / 3), "clipped"),
    ("far away", lambda sound: changed(sound, sound.samples / 200), "too quiet"),
    ("nothing", lambda sound: changed(sound, np.zeros(5 * RATE)), "too quiet"),
    ("noise", lambda sound: changed(sound, hiss(5 * RATE, -20)), "no voice"),
    ("a street", lambda sound: changed(sound, sound.samples + hiss(len(sound.samples), -32)), "too much noise"),
    ("a telephone", lambda sound: resampled(sound, 8000), "8000 samples a second"),
    ("begun late", lambda sound: changed(sound, sound.samples[round(1.2 * RATE) :]), "beginning may be cut off"),
    ("stopped early", lambda sound: changed(sound, sound.samples[: -round(1.8 * RATE)]), "end may be cut off"),
    ("one word", lambda sound: changed(sound, sound.samples[: round(1.3 * RATE)]), "too short"),
    (
        "said three times",
        lambda sound: changed(sound, np.tile(sound.samples[round(0.6 * RATE) : -round(0.6 * RATE)], 3)),
        "too long",
    ),
    ("a whistle", lambda sound: in_room(changed(sound, np.sin(np.arange(3 * RATE) / 20))), "steady"),
    ("interrupted", lambda sound: changed(sound, np.insert(sound.samples, 2 * RATE, hiss(3 * RATE, -70))), "a pause of"),
]


@pytest.mark.parametrize(("spoil", "reason"), [entry[1:] for entry in SPOILED], ids=[entry[0] for entry in SPOILED])
def test_a_bad_recording_is_refused_with_its_reason(
    good: Sound, line: KitLine, spoil: Callable[[Sound], Sound], reason: str
) -> None:
    assert reason in "; ".join(faults_of(spoil(good), line))


@pytest.mark.parametrize("ending", ["mp3", "m4a", "ogg"])
def test_a_compressed_file_does_not_hide_clipping(tmp_path: Path, good: Sound, line: KitLine, ending: str) -> None:
    for loudness_of_it, expected in ((1, False), (8, True)):
        path = tmp_path / f"{loudness_of_it}.{ending}"
        save(path, changed(good, np.clip(good.samples * loudness_of_it, -1, 1)))
        assert any("clipped" in fault for fault in faults_of(decode(path.read_bytes()), line)) is expected


@pytest.mark.parametrize("word", ["six", "one", "May", "yes"])
def test_a_single_short_word_is_accepted(word: str) -> None:
    assert faults_of(spoken(word), KitLine(1, "en", "digit_6", word, "", Usage.MESSAGE, None, ("en",))) == []


# --- the import ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ending", "channels"), [("wav", 1), ("wav", 2), ("mp3", 1), ("m4a", 2), ("M4A", 1), ("ogg", 1)])
def test_a_file_of_any_usual_format_goes_on_the_line(bench: Bench, ending: str, channels: int) -> None:
    line = bench.line("main_steps")
    save(bench.kit / f"{line.number:03}.{ending}", spoken(line.text), channels)
    assert bench.take_in() == 0
    file, entry = bench.entry("main_steps")
    assert entry == {
        "language": "en",
        "clip": "main_steps",
        "text": line.text,
        "engine": "human",
        "voice": "Amina Warsame",
        "seconds": entry["seconds"],
        "draft": False,
        "version": "",
        "speaker": "Amina Warsame",
        "licence": "CC BY 4.0",
        "recorded_on": "2026-11-24",
    }
    assert file.startswith("en/main_steps-")
    sound = decode((bench.audio / file).read_bytes())
    assert sound.rate == 8000
    assert sound.seconds == pytest.approx(entry["seconds"], abs=0.2)
    assert loudness(trim(sound)) == pytest.approx(LOUDNESS, abs=1)
    assert Clips.load(bench.audio).files["en/main_steps"] == file


def test_noise_and_silence_before_and_after_the_voice_are_cut(bench: Bench) -> None:
    line = bench.line("praise")
    voice = trim(spoken(line.text))
    room = in_room(voice, noise=-45, seconds=3)
    room.samples[round(0.5 * RATE) : round(0.52 * RATE)] += hiss(round(0.02 * RATE), -12)  # a finger on the button
    save(bench.kit / f"{line.name}.wav", room)
    assert bench.take_in() == 0
    assert bench.entry("praise")[1]["seconds"] == pytest.approx(voice.seconds + 0.3, abs=0.2)


NAMES = [
    ("praise.wav", "must begin with the number"),
    ("999.wav", "the kit has no number 999"),
    ("003-main_date.wav", "number 003 is welcome, but the name says main_date"),
]


@pytest.mark.parametrize(("name", "reason"), NAMES)
def test_a_name_that_does_not_tell_the_line_is_refused(
    bench: Bench, capsys: pytest.CaptureFixture[str], name: str, reason: str
) -> None:
    save(bench.kit / name, spoken("Very good."))
    assert bench.take_in() == 1
    assert reason in capsys.readouterr().out
    assert not bench.manifest


def test_the_number_alone_or_with_a_remark_is_enough(bench: Bench) -> None:
    for clip, name in (("praise", "{}"), ("explain", "{} take 2"), ("goodbye", "{}_Goodbye-final")):
        line = bench.line(clip)
        save(bench.kit / "sent by telephone" / (name.format(line.number) + ".wav"), spoken(line.text))
    assert bench.take_in() == 0
    assert {entry["clip"] for entry in bench.manifest.values()} == {"praise", "explain", "goodbye"}


def test_of_two_files_for_one_number_neither_is_taken(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.record("praise")
    bench.record("praise", "mp3")
    assert bench.take_in() == 1
    assert "several files for number" in capsys.readouterr().out
    assert not bench.manifest


def test_good_files_are_taken_and_each_bad_one_is_named(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.record("praise")
    save(bench.kit / f"{bench.line('explain').name}.wav", Sound(hiss(3 * RATE, -20), RATE))
    (bench.kit / f"{bench.line('goodbye').name}.mp3").write_bytes(b"not a sound")
    (bench.kit / "._001-opening.wav").write_bytes(b"from a Mac")
    assert bench.take_in() == 1
    said = capsys.readouterr().out
    assert [entry["clip"] for entry in bench.manifest.values()] == ["praise"]
    assert f"{bench.line('explain').name}.wav" in said
    assert "record again: no voice stands out" in said
    assert "record again: cannot be played" in said
    assert f"1 accepted, 2 to record again, {len(lines_for(bench.content, 'en')) - 3} of the kit still to come" in said


def test_a_check_installs_nothing(bench: Bench) -> None:
    bench.record("praise")
    assert bench.take_in("--check") == 0
    assert not bench.manifest
    assert not list(bench.audio.rglob("*.mp3"))


def test_words_that_changed_since_the_kit_are_refused(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.record("praise")
    bench.record("goodbye")
    bench.reword("praise", "Very, very good.")
    assert bench.take_in() == 1
    assert "the words of praise have changed since this kit was made" in capsys.readouterr().out
    assert [entry["clip"] for entry in bench.manifest.values()] == ["goodbye"]


def test_numbers_keep_their_meaning_when_sentences_are_added_before_them(bench: Bench) -> None:
    path = bench.record("praise")
    for language in bench.content.languages.codes:
        words = yaml.safe_load((bench.prompts / f"{language}.yaml").read_text(encoding="utf-8"))
        words["clips"] = {"something_new": "New.", **words["clips"]}
        text = yaml.safe_dump(words, allow_unicode=True, sort_keys=False)
        (bench.prompts / f"{language}.yaml").write_text(text, encoding="utf-8")
    assert not path.name.startswith(f"{bench.line('praise').number:03}")
    assert bench.take_in() == 0
    assert bench.entry("praise")[1]["engine"] == "human"


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8"), ("\t", "utf-16"), (";", "cp1252")])
def test_a_list_that_a_spreadsheet_saved_again_is_understood(bench: Bench, separator: str, encoding: str) -> None:
    sheet = bench.kit / "kit-en.csv"
    before = read_sheet(sheet)
    rows = sheet_rows(bench.kit, "en")
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows({**row, "numero": str(int(row["numero"]))} for row in rows)
    sheet.write_bytes(text.getvalue().encode(encoding, errors="replace"))
    assert read_sheet(sheet) == before


def test_a_french_place_is_heard_in_every_language(bench: Bench) -> None:
    bench.make("fr")
    (bench.kit / "kit-en.csv").unlink()
    line = bench.line("town_namur", "fr")
    save(bench.kit / f"{line.name}.wav", spoken(line.text, "fr-be"))
    assert bench.take_in(language="fr") == 0
    assert {entry["language"] for entry in bench.manifest.values()} == set(bench.content.languages.codes)


def test_the_agreement_is_noted_by_its_digest_only(bench: Bench, tmp_path: Path) -> None:
    agreement = tmp_path / "Amina Warsame, signed.pdf"
    agreement.write_bytes(b"signed")
    bench.record("praise")
    assert bench.take_in("--consent-file", agreement) == 0
    assert bench.entry("praise")[1]["consent"] == hashlib.sha256(b"signed").hexdigest()
    assert "pdf" not in (bench.audio / "manifest.json").read_text()


def refusals(bench: Bench) -> list[tuple[tuple[str | Path, ...], str]]:
    return [
        (("import", "xx", bench.kit, *TERMS), "no language is called xx"),
        (("import", "en", bench.kit / "nowhere", *TERMS), "there is no folder"),
        (("import", "en", bench.kit, *TERMS), "there are no recordings"),
        (("import", "so", bench.kit, *TERMS), "this kit is for en, not for so"),
        (("import", "en", bench.kit, *TERMS, "--consent-file", bench.kit / "none.pdf"), "cannot be read"),
        (("import", "en", bench.audio, *TERMS), "there is no CSV file"),
        (("import", "en", bench.kit, *TERMS, "--kit", bench.prompts / "postcodes.csv"), "not the list of a recording kit"),
    ]


@pytest.mark.parametrize("number", range(7))
def test_a_request_that_cannot_be_met_says_why(bench: Bench, number: int) -> None:
    request, reason = refusals(bench)[number]
    with pytest.raises(Fault, match=re.escape(reason)):
        bench.run(*request)


@pytest.mark.parametrize("missing", ["--speaker", "--licence", "--date"])
def test_nothing_is_taken_in_without_speaker_licence_and_date(missing: str) -> None:
    place = TERMS.index(missing)
    terms = TERMS[:place] + TERMS[place + 2 :]
    with pytest.raises(SystemExit):
        parser("record", None).parse_args(["import", "en", "folder", *terms])


def test_an_import_waits_its_turn_while_clips_are_built(bench: Bench) -> None:
    bench.record("praise")
    with only_builder(bench.audio), pytest.raises(Fault, match="a build is at work"):
        bench.take_in()
    assert not bench.manifest


def test_an_interrupted_import_leaves_the_line_as_it_was(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.build("praise", "goodbye")
    before = bench.manifest
    bench.record("praise")
    bench.record("goodbye")

    def power_cut(folder: Path, manifest: Manifest) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(installing, "write_manifest", power_cut)
    with pytest.raises(KeyboardInterrupt):
        bench.take_in()
    assert bench.manifest == before
    assert all((bench.audio / file).is_file() for file in before)


# --- a person's recording stays --------------------------------------------------------------------------


def test_a_recording_takes_the_place_of_the_engine_and_a_later_build_keeps_it(bench: Bench) -> None:
    bench.build("praise")
    engine_file, entry = bench.entry("praise")
    assert entry["engine"] == "pico"
    bench.record("praise")
    assert bench.take_in() == 0
    file, recorded = bench.entry("praise")
    assert (bench.audio / engine_file).exists(), "a running line may name it"
    assert engine_file in read_retired(bench.audio)
    sound = (bench.audio / file).read_bytes()
    bench.build("praise", "goodbye")
    assert bench.entry("goodbye")[1]["engine"] == "pico"
    assert bench.entry("praise") == (file, recorded)
    assert (bench.audio / file).read_bytes() == sound


def test_a_second_recording_replaces_the_first_under_a_new_name(bench: Bench) -> None:
    bench.record("praise")
    bench.take_in()
    first, _ = bench.entry("praise")
    bench.record("praise", voice="en-us")
    bench.take_in()
    second, _ = bench.entry("praise")
    assert second != first
    assert first in read_retired(bench.audio)


def test_the_same_recording_taken_in_twice_changes_nothing(bench: Bench) -> None:
    bench.record("praise")
    bench.take_in()
    before = bench.entry("praise")
    bench.take_in()
    assert bench.entry("praise") == before
    assert (bench.audio / before[0]).is_file()


def test_new_words_make_a_recording_stale_and_an_engine_takes_over(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.record("praise")
    bench.take_in()
    file, _ = bench.entry("praise")
    bench.reword("praise", "Very, very good.")
    capsys.readouterr()
    assert check_clips(bench.content, {}, Selection(["en"], ["praise"]), bench.audio) == 1
    _, english, *_ = capsys.readouterr().out.splitlines()
    assert english.split()[:4] == ["en", "0", "0", "1"], "made, kept, to make"
    bench.build("praise")
    assert bench.entry("praise")[1]["engine"] == "pico"
    assert bench.entry("praise")[1]["text"] == "Very, very good."
    assert file in read_retired(bench.audio)


def test_the_script_itself_makes_a_kit(tmp_path: Path) -> None:
    done = run_line("record", "make", "so", "--output", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "lines to record" in done.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"kit-so.html", "kit-so.csv"}


@pytest.mark.parametrize("samples", [1, 50, 500])
def test_a_recording_that_ended_as_it_began_is_too_quiet_and_no_error(samples: int) -> None:
    """As when somebody presses stop with the same finger, or a card was full."""
    line = next(iter(lines_for(Content.load(), "so")))
    (fault,) = take_of(Sound(np.zeros(samples, np.float32), 16_000), line, 0.1, "1.wav").faults
    assert "far too quiet" in str(fault)
