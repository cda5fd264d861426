"""Publishing, taking back and comparing, as an editor does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ivr.clips.manifest import MANIFEST
from ivr.clips.manifest import read_manifest
from ivr.clips.releases.building import PublishingStep
from ivr.clips.releases.checks import Refused
from ivr.clips.releases.release import ReleaseError
from ivr.clips.releases.store import Releases
from tests.support.checkouts import FRAME
from tests.support.checkouts import SECONDS
from tests.support.checkouts import change_sentence
from tests.support.checkouts import copy_of
from tests.support.checkouts import edit


def publish(releases: Releases, words: str) -> str:
    draft = releases.draft().folder
    change_sentence(draft, "fr", "praise", words)
    return releases.publish(draft, "Awa", f"{words} is kinder")


def test_at_first_there_is_the_checkout(tmp_path: Path, program: Path) -> None:
    releases = Releases(tmp_path, program)
    assert (releases.current_id(), releases.ids()) == ("0", ("0",))
    assert releases.load("0").content.words["fr"].clips["praise"].text == "Très bien."


def test_a_published_sentence_is_said(releases: Releases) -> None:
    assert publish(releases, "Bravo.") == "0002"
    release = releases.load(releases.current_id())
    assert release.content.words["fr"].clips["praise"].text == "Bravo."
    assert release.clips.missing(release.content.clip_names) == ()
    about = release.place.about
    assert about
    assert (about.by, about.why, about.parent) == ("Awa", "Bravo. is kinder", "0001")


def test_a_release_can_be_taken_back_and_published_again(releases: Releases) -> None:
    publish(releases, "Bravo.")
    publish(releases, "Formidable.")
    for id in ("0002", "0", "0003"):
        releases.take_back(id, "Awa", "heard again")
        assert releases.current_id() == id
    assert [(event.what, event.id) for event in releases.events()][-3:] == [
        ("take back", "0002"),
        ("take back", "0"),
        ("take back", "0003"),
    ]


def test_two_releases_are_compared(releases: Releases) -> None:
    draft = releases.draft().folder
    edit(draft, "centres.yaml", "phone: null\n    confirmed_on: null\n    website: ceraic.be", _confirmed("ceraic.be"))
    publish(releases, "Bravo.")
    changes = releases.compare("0", "0002")
    assert [str(change) for change in changes.sentences] == ["fr praise: 'Très bien.' -> 'Bravo.'"]
    assert [(change.where, change.what) for change in changes.sounds] == [("fr", "praise")]
    assert [str(change) for change in changes.numbers] == [
        "centres.yaml centres.la-louviere.confirmed_on: 'None' -> '2026-11-20'",
        "centres.yaml centres.la-louviere.phone: 'None' -> '+3264222333'",
    ]
    assert not releases.compare("0002", "0002")


def _confirmed(website: str) -> str:
    return f'phone: "+3264222333"\n    confirmed_on: 2026-11-20\n    website: {website}'


def test_what_the_editor_writes_later_changes_no_release(releases: Releases) -> None:
    publish(releases, "Bravo.")
    before = releases.load("0002").content
    change_sentence(releases.draft().folder, "fr", "praise", "Autre chose.")
    assert releases.load("0002").content == before


@pytest.mark.parametrize("file", ["prompts/fr.yaml", "audio/manifest.json", "base/prompts/en.yaml", "SHA256SUMS"])
def test_a_release_that_was_changed_afterwards_is_not_taken(releases: Releases, file: str) -> None:
    path = releases.place(publish(releases, "Bravo.")).folder / file
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(ReleaseError, match=r"release 0002: .*(was changed|not the one)"):
        releases.load("0002")


def test_a_clip_that_was_lost_is_named(releases: Releases) -> None:
    folder = releases.place(publish(releases, "Bravo.")).folder
    gone = next((folder / "audio" / "so").iterdir())
    gone.unlink()
    with pytest.raises(ReleaseError, match=re.escape(f"audio/so/{gone.name} was lost")):
        releases.load("0002")


def test_without_a_folder_nothing_can_be_published(program: Path) -> None:
    with pytest.raises(ReleaseError, match="set CONTENT_DIR"):
        Releases(None, program).draft()


def test_an_unknown_release_is_named(releases: Releases) -> None:
    with pytest.raises(ReleaseError, match="there is no release '0009'"):
        releases.take_back("0009", "Awa", "")


# --- what must hold ------------------------------------------------------------------------------------


def refused(releases: Releases, why: str) -> None:
    with pytest.raises(ReleaseError, match=why):
        releases.publish(releases.draft().folder, "Awa", "")
    assert (releases.current_id(), releases.ids()) == ("0001", ("0", "0001"))


def test_a_draft_that_the_line_cannot_read_is_refused(releases: Releases) -> None:
    edit(releases.draft().folder, "fr.yaml", "  praise: Très bien.\n", "")
    refused(releases, "praise")


def test_a_sentence_without_a_sound_is_refused(releases: Releases) -> None:
    folder = releases.draft().folder
    next((folder / "audio" / "so").glob("praise-*")).unlink()
    refused(releases, "so/praise: there is no sound")


@pytest.mark.parametrize(
    ("sound", "why"),
    [
        (b"", "is empty"),
        (b"\xff\xe3\x28\xc0" + bytes(100), "is cut off"),
        (b"<html>404</html>", "is damaged at byte 0"),
        ((b"\xff\xe3\x28\xc0" + bytes(140)) * 3, f"plays 0.2 s instead of {SECONDS:.1f} s"),
    ],
)
def test_a_sound_that_cannot_be_played_is_refused(releases: Releases, sound: bytes, why: str) -> None:
    folder = releases.draft().folder
    clip = next((folder / "audio" / "so").glob("praise-*"))
    clip.unlink()
    clip.write_bytes(sound)
    refused(releases, f"so/{clip.name} {why}")


def test_another_sound_needs_another_name(releases: Releases) -> None:
    folder = releases.draft().folder
    clip = next((folder / "audio" / "so").glob("praise-*"))
    sound = clip.read_bytes()
    clip.unlink()
    clip.write_bytes(sound[:-1] + b"\1")
    refused(releases, f"{clip.name} sounds otherwise than in release 0001")


def test_what_is_changed_while_it_is_published_is_heard_with_the_next_release(releases: Releases) -> None:
    folder = releases.draft().folder
    change_sentence(folder, "so", "welcome", "Hello.")

    def somebody_goes_on(step: PublishingStep) -> None:
        if step is PublishingStep.CHECKING:
            edit(folder, "so.yaml", "Hello.", "Words without a sound.")

    assert releases.publish(folder, "Awa", "shorter", somebody_goes_on) == "0002"
    assert releases.load("0002").content.words["so"].clips["welcome"].text == "Hello."
    with pytest.raises(Refused, match="so/welcome: the sound says older words"):
        releases.publish(folder, "Awa", "too early")


def test_a_folder_that_was_copied_from_a_release_is_published_with_its_own_sounds(releases: Releases, tmp_path: Path) -> None:
    mine = copy_of(releases.place("0001").folder, tmp_path / "mine")
    for path in (*(mine / "prompts").iterdir(), mine / "audio" / "manifest.json"):
        path.chmod(0o644)
    change_sentence(mine, "so", "welcome", "Hello.")
    release = releases.load(releases.publish(mine, "Awa", "shorter"))
    assert "Hello." in {entry["text"] for entry in read_manifest(release.place.audio).values()}


def test_a_draft_made_from_another_release_is_refused(releases: Releases) -> None:
    publish(releases, "Bravo.")
    releases.take_back("0001", "Awa", "too loud")
    with pytest.raises(ReleaseError, match="made from release 0002, and the line now says release 0001"):
        publish(releases, "Formidable.")
    releases.discard_draft()
    assert publish(releases, "Formidable.") == "0003"


# --- how long callers wait -------------------------------------------------------------------------


def speaks_longer(folder: Path, language: str, sentence: str, seconds: float) -> None:
    """Another sound of the same sentence."""
    audio = folder / "audio"
    manifest = json.loads((audio / MANIFEST).read_text(encoding="utf-8"))
    file = next(file for file, entry in manifest.items() if (entry["language"], entry["clip"]) == (language, sentence))
    entry, other = manifest.pop(file), f"{language}/{sentence}-{seconds:.0f}.mp3"
    frames = round(seconds / 0.072)
    (audio / other).write_bytes(FRAME * frames)
    manifest[other] = entry | {"seconds": round(frames * 0.072, 2)}
    (audio / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def test_what_would_keep_callers_waiting_too_long_is_refused(releases: Releases) -> None:
    speaks_longer(releases.draft().folder, "fr", "steps_intro", 60)
    refused(releases, "fr: the first question is heard after .* s, at most 38 s; today after")


def test_how_long_callers_wait_is_compared(releases: Releases) -> None:
    draft = releases.draft().folder
    speaks_longer(draft, "fr", "steps_intro", 5)
    releases.publish(draft, "Awa", "slower")
    times = releases.compare("0", "0002").times
    assert {(each.language, each.name) for each in times} == {("fr", name) for name in ("question", "yes", "no", "unknown")}
    assert str(times[0]) == "fr: the first question is heard: 13 s -> 17 s, at most 38 s"
    assert releases.load("0002").broken == ()


def test_a_rule_that_a_draft_would_break_is_told_before_it_is_published(releases: Releases) -> None:
    """Of words and of lengths; all at once, so that they can be mended at once."""
    folder = releases.draft().folder
    change_sentence(folder, "so", "praise", "Très bien.")
    speaks_longer(folder, "fr", "s04_todo", 9)
    assert {str(objection) for objection in releases.judge(folder).against} == {
        "so: praise says the same as fr.yaml: it is not translated",
        "fr: what to do after a no, s04_todo, lasts 9.0 s, at most 6 s",
    }
    refused(releases, "so: praise says the same as fr.yaml")
    edit(folder, "so.yaml", "{town}", "{magaalo}")
    refused(releases, "texts sms_centre: town missing and magaalo not known")


def test_what_callers_hear_today_keeps_nobody_from_publishing_something_else(tmp_path: Path, program: Path) -> None:
    """A line whose own words break a rule can still correct a telephone number; but not make it worse."""
    own = copy_of(program, tmp_path / "own")
    speaks_longer(own, "fr", "s04_todo", 9)
    releases = Releases(tmp_path / "content", own)
    draft = releases.draft().folder
    edit(draft, "centres.yaml", "phone: null", 'phone: "+3264222333"')
    verdict = releases.judge(draft)
    assert verdict.against == ()
    assert [objection.what for objection in verdict.known] == ["s04_todo"]
    releases.publish(draft, "Awa", "a number")
    speaks_longer(draft, "fr", "s04_todo", 10)
    assert [objection.found for objection in releases.judge(draft).against] == [pytest.approx(10, abs=0.1)]


def test_a_sound_of_older_words_is_refused(releases: Releases) -> None:
    edit(releases.draft().folder, "fr.yaml", "  praise: Très bien.\n", "  praise: Bravo.\n")
    refused(releases, "fr/praise: the sound says older words")
