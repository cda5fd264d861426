"""The folders that are hosted elsewhere: the fallback without a program, and the clips for a CDN."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import requests

from ivr.clips.manifest import Clips
from ivr.content.content import Content
from ivr.golive.carrierchecks import fallback_check
from ivr.golive.checks import CheckVerdict
from ivr.golive.clipexport import export_clips
from ivr.golive.fallback import DOCUMENT
from ivr.golive.fallback import FAREWELL
from ivr.golive.fallback import FAULT
from ivr.golive.fallback import FallbackDesk
from ivr.golive.fallback import desk_of
from ivr.golive.fallback import document
from ivr.golive.fallback import export_fallback
from ivr.golive.statichost import ExportError
from ivr.settings import Settings
from scripts.commands import COMMANDS
from scripts.commands.runner import execute
from tests.support.checkouts import FRAME
from tests.support.checkouts import FRAMES
from tests.support.servers import static_host

LINE = "https://line.example"
SORRY = "https://sorry.example"
DESK = FallbackDesk("+3242223355", 25, 3600, "+3242223344")
PORTABLE = {"Response", "Play", "Dial", "Number", "Hangup"}
MP3 = FRAME * FRAMES
ENV = {"PUBLIC_URL": LINE, "TWILIO_AUTH_TOKEN": "secret"}


@pytest.fixture
def recorded(tmp_path: Path, content: Content) -> Clips:
    """A folder with the clips that the fallback needs, and one more."""
    names = [f"{code}/{clip}" for code in content.languages.codes for clip in (FAULT, FAREWELL, "welcome")]
    files = {name: f"{name}-1a2b.mp3" for name in names}
    for file in files.values():
        path = tmp_path / "audio" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(MP3)
    return Clips(tmp_path / "audio", files, dict.fromkeys(files, 2.0))


@pytest.fixture
def manifest(recorded: Clips) -> dict[str, dict[str, Any]]:
    """The manifest of those clips, written where it belongs."""
    entries: dict[str, dict[str, Any]] = {
        file: {"language": file.split("/", maxsplit=1)[0], "clip": name, "seconds": 2.0} for name, file in recorded.files.items()
    }
    (recorded.folder / "manifest.json").write_text(json.dumps(entries), encoding="utf-8")
    return entries


def fallback_command(arguments: list[str], env: dict[str, str]) -> int:
    return execute("scripts/line export-fallback", COMMANDS["export-fallback"], arguments, env)


def verbs(xml: str) -> list[str]:
    return [element.tag for element in ElementTree.fromstring(xml)]


# --- The fallback ---------------------------------------------------------------------------------------


def test_every_language_hears_that_something_failed_then_the_desk_rings_then_every_language_says_goodbye(
    content: Content, recorded: Clips
) -> None:
    codes = content.languages.codes
    xml = document(SORRY, codes, recorded, DESK)
    assert verbs(xml) == ["Play"] * len(codes) + ["Dial"] + ["Play"] * len(codes) + ["Hangup"]
    root = ElementTree.fromstring(xml)
    played = [play.text for play in root.iter("Play")]
    expected = [f"{SORRY}/{recorded.files[f'{code}/{clip}']}" for clip in (FAULT, FAREWELL) for code in codes]
    assert played == expected
    dial = root.find("Dial")
    assert dial is not None
    assert dial.attrib == {"timeout": "25", "timeLimit": "3600", "callerId": "+3242223344"}
    assert dial.findtext("Number") == "+3242223355"


def test_without_a_desk_each_language_says_both_sentences_and_nobody_is_rung(content: Content, recorded: Clips) -> None:
    xml = document(SORRY, content.languages.codes, recorded, None)
    assert "Dial" not in xml
    played = [play.text for play in ElementTree.fromstring(xml).iter("Play")]
    assert played[:2] == [f"{SORRY}/fr/{FAULT}-1a2b.mp3", f"{SORRY}/fr/{FAREWELL}-1a2b.mp3"]
    assert len(played) == 2 * len(content.languages.codes)


@pytest.mark.parametrize("desk", [None, DESK, replace(DESK, caller_id=None)])
def test_the_document_is_portable_and_needs_no_program(content: Content, recorded: Clips, desk: FallbackDesk | None) -> None:
    root = ElementTree.fromstring(document(SORRY, content.languages.codes, recorded, desk))
    assert {element.tag for element in root.iter()} <= PORTABLE
    assert not [element for element in root.iter() if "action" in element.attrib or "url" in element.attrib]
    assert root[-1].tag == "Hangup"
    assert all((play.text or "").startswith("https://") for play in root.iter("Play"))


def test_a_language_that_would_be_silent_stops_the_export(content: Content, recorded: Clips, tmp_path: Path) -> None:
    files = {name: file for name, file in recorded.files.items() if name != f"so/{FAREWELL}"}
    with pytest.raises(ExportError, match=f"so/{FAREWELL}"):
        export_fallback(tmp_path / "out", SORRY, content.languages.codes, replace(recorded, files=files), DESK)


def test_a_plain_static_host_answers_a_carrier_that_asks_with_get_and_refuses_one_that_posts(
    content: Content, recorded: Clips, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with static_host(out) as address:
        done = export_fallback(out, address, content.languages.codes, recorded, DESK)
        assert done.clips == 2 * len(content.languages.codes)
        assert done.seconds == 2.0 * len(content.languages.codes)
        by_get = fallback_check(done.document, "GET", LINE)
        assert (by_get.verdict, by_get.found) == (CheckVerdict.OK, f"answers with {done.clips} clips")
        by_post = fallback_check(done.document, "POST", LINE)
        assert by_post.verdict is CheckVerdict.FAIL
        assert "GET" in by_post.to_do
        clip = requests.get(f"{address}/zh/{FAREWELL}-1a2b.mp3", timeout=5)
        assert (clip.status_code, clip.headers["Content-Type"]) == (200, "audio/mpeg")
        assert clip.content.startswith(MP3)
        (out / "ru" / f"{FAULT}-1a2b.mp3").unlink()
        assert fallback_check(done.document, "GET", LINE).found == f"1 of its {done.clips} clips cannot be fetched"


def test_only_the_clips_that_are_played_are_copied_with_headers_for_their_types(
    content: Content, recorded: Clips, tmp_path: Path
) -> None:
    export_fallback(tmp_path / "out", SORRY, content.languages.codes, recorded, None)
    assert not list((tmp_path / "out").rglob("welcome*"))
    headers = (tmp_path / "out" / "_headers").read_text(encoding="utf-8")
    assert f"/{DOCUMENT}\n  Content-Type: text/xml; charset=utf-8\n  Cache-Control: no-cache\n" in headers
    assert "/zh/*\n  Content-Type: audio/mpeg\n" in headers


@pytest.mark.parametrize(
    ("address", "words"), [("http://sorry.example", "https://"), (LINE, "the line itself"), (f"{LINE}/x", "the line itself")]
)
def test_the_fallback_is_not_made_for_the_line_itself_nor_in_the_clear(
    address: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fallback_command([address, str(tmp_path)], ENV) == 1
    assert words in capsys.readouterr().err


def test_the_real_clips_make_a_fallback_in_every_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fallback_command([f"{SORRY}/", str(tmp_path)], ENV | {"DESK_NUMBER": DESK.number}) == 0
    told = capsys.readouterr().out
    assert "10 languages" in told
    assert f"--fallback-url {SORRY}/{DOCUMENT}" in told
    root = ElementTree.fromstring((tmp_path / DOCUMENT).read_text(encoding="utf-8"))
    played = [(play.text or "").removeprefix(f"{SORRY}/") for play in root.iter("Play")]
    assert len(played) == 20
    assert all((tmp_path / file).stat().st_size > 1000 for file in played)


# --- The clips for AUDIO_URL ----------------------------------------------------------------------------


def test_every_clip_of_the_manifest_lies_where_the_line_will_ask_for_it(
    recorded: Clips, manifest: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    done = export_clips(tmp_path / "cdn", recorded.folder)
    assert done.clips == len(manifest)
    for file in manifest:
        assert (tmp_path / "cdn" / file).read_bytes() == (recorded.folder / file).read_bytes()
    assert done.size == sum((recorded.folder / file).stat().st_size for file in manifest)
    assert json.loads((tmp_path / "cdn" / "manifest.json").read_text(encoding="utf-8")) == manifest
    headers = (tmp_path / "cdn" / "_headers").read_text(encoding="utf-8")
    assert "/ps/*\n  Content-Type: audio/mpeg\n  Cache-Control: public, max-age=31536000, immutable\n" in headers
    assert "/manifest.json\n  Content-Type: application/json\n  Cache-Control: no-cache\n" in headers


def test_clips_of_an_earlier_export_stay_for_calls_under_way_and_are_named(
    recorded: Clips, manifest: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    old = tmp_path / "cdn" / "fr" / "welcome-0ld.mp3"
    old.parent.mkdir(parents=True)
    old.write_bytes(MP3)
    assert export_clips(tmp_path / "cdn", recorded.folder).left_over == ("fr/welcome-0ld.mp3",)
    assert old.exists()


@pytest.mark.usefixtures("manifest")
@pytest.mark.parametrize(
    ("content_of_clip", "words"),
    [(None, "is missing"), (b"", "is empty"), (b"<html>not found</html>", "is damaged"), (MP3[:-1], "is cut off")],
)
def test_a_clip_that_is_missing_or_is_no_sound_stops_the_export(
    recorded: Clips, tmp_path: Path, content_of_clip: bytes | None, words: str
) -> None:
    clip = recorded.folder / recorded.files["tr/welcome"]
    clip.unlink()
    if content_of_clip is not None:
        clip.write_bytes(content_of_clip)
    with pytest.raises(ExportError, match=rf"tr/welcome-1a2b\.mp3 {words}"):
        export_clips(tmp_path / "cdn", recorded.folder)
    assert not (tmp_path / "cdn").exists()


def test_without_a_manifest_there_is_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="scripts/line build"):
        export_clips(tmp_path / "cdn", tmp_path)


def test_the_real_clips_can_all_be_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute("", COMMANDS["export-clips"], [str(tmp_path)], {}) == 0
    count = len(json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8")))
    assert capsys.readouterr().out.startswith(f"{count} clips, ")
    assert sum(1 for _ in tmp_path.rglob("*.mp3")) == count


def test_the_desk_is_rung_as_the_line_itself_would_ring_it(content: Content) -> None:
    settings = Settings.from_env(ENV | {"DESK_NUMBER": DESK.number, "LINE_NUMBER": str(DESK.caller_id)})
    assert desk_of(settings, content.centres) == DESK


def test_a_desk_that_the_line_would_not_ring_is_not_rung_by_the_fallback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fallback_command([SORRY, str(tmp_path)], ENV | {"DESK_NUMBER": "+33142223344"}) == 1
    assert "DESK_NUMBER is not a Belgian number, +33142223344" in capsys.readouterr().err
    assert not (tmp_path / DOCUMENT).exists()
