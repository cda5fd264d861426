"""What takes longer than a page may is done in a process of its own, while the editor sees how far it is."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from ivr.clips.manifest import read_manifest
from ivr.clips.releases.building import UNFINISHED
from ivr.clips.releases.known import RELEASES
from ivr.studio.beside import GIVES_WAY
from ivr.studio.studio import Studio
from ivr.studio.tasks import PROGRAM
from tests.studio.conftest import PASSWORD
from tests.studio.conftest import app_of
from tests.support.checkouts import edit
from tests.support.studios import Editor
from tests.support.waiting import eventually


@pytest.fixture
def editor(studio: Studio) -> Editor:
    editor = Editor(app_of(studio))
    editor.logs_in("anna", PASSWORD)
    return editor


@pytest.fixture
def changed(studio: Studio, editor: Editor) -> Studio:
    """With something to publish."""
    edit(studio.releases.draft().folder, "centres.yaml", "phone: null", 'phone: "+3264222333"')
    assert "+3264222333" in editor.sees("/studio/release?lang=en").text
    return studio


@pytest.fixture
def held(changed: Studio) -> Iterator[ExitStack]:
    """Somebody else is changing the releases: what is begun waits, until the stack is closed."""
    with ExitStack() as stack:
        stack.enter_context(changed.releases.alone())
        yield stack


def process_of(studio: Studio, asked: TestResponse) -> int | None:
    """That does what was asked for."""
    content, task = str(studio.releases.folder), (asked.location or "").rpartition("/")[2]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode().rstrip("\0").split("\0")
        except OSError:  # it has just ended
            continue
        if PROGRAM in words and words[0] != "nice" and content in words and words[-1] == task:
            return int(folder.name)
    return None


def test_a_second_click_starts_no_second_job_and_calls_come_first(changed: Studio, editor: Editor, held: ExitStack) -> None:
    asked = [editor.sends("/studio/release", why=why) for why in ("a number", "a number", "another reason")]
    assert len({answer.location for answer in asked}) == 1
    other = Editor(editor.client.application)
    other.logs_in("piet", "x")
    other.sees("/studio/proposals")
    assert other.sends("/studio/release/discard").location == asked[0].location, "nor does anything else begin meanwhile"
    page = editor.sees(str(asked[0].location)).text
    assert "Publishing" in page
    assert "anna · a number" in page
    eventually(lambda: process_of(changed, asked[0]))
    assert os.getpriority(os.PRIO_PROCESS, process_of(changed, asked[0]) or 0) == GIVES_WAY
    held.close()
    assert "Published as release 0001." in editor.waits(asked[0]).text
    assert changed.releases.ids() == ("0", "0001")
    published = [(entry.who, entry.about) for entry in changed.audit.last() if entry.what == "published"]
    assert published == [("anna", "0001: a number")]


def test_publishing_that_is_killed_in_the_middle_leaves_the_old_release_and_can_be_done_again(
    changed: Studio, editor: Editor
) -> None:
    asked = editor.sends("/studio/release", why="a number")
    eventually((changed.releases.folder / RELEASES / UNFINISHED / "audio").exists)
    process = process_of(changed, asked)
    assert process
    os.kill(process, signal.SIGKILL)
    page = editor.waits(asked)
    assert page.status_code == 422
    assert "This was interrupted before its end. Callers hear release 0." in page.text
    assert changed.releases.ids() == ("0",)
    assert "Published as release 0001." in editor.waits(editor.sends("/studio/release", why="again")).text
    assert changed.releases.load("0001").content.centres.by_id["charleroi"].phone == "+3264222333"


def test_a_worker_that_ends_takes_no_publishing_with_it(changed: Studio, editor: Editor, held: ExitStack) -> None:
    asked = editor.sends("/studio/release", why="a number")
    newer = Editor(app_of(changed))  # a worker that was started meanwhile
    newer.logs_in("anna", PASSWORD)
    held.close()
    assert "0001" in newer.waits(asked).text


@pytest.mark.usefixtures("at_once")
def test_the_first_change_copies_no_clip_while_the_editor_waits(
    studio: Studio, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = studio.draft.published
    clip = next(iter(read_manifest(program.audio)))
    editor.sees("/studio/")
    assert (studio.releases.draft().audio / clip).samefile(program.audio / clip), "one file with two names"
    studio.releases.discard_draft()

    def another_disk(source: Path, target: Path) -> None:
        raise OSError("Invalid cross-device link")

    monkeypatch.setattr("os.link", another_disk)
    editor.sees("/studio/")  # a copy is made ready in the background
    monkeypatch.setattr("shutil.copyfile", another_disk)
    assert (studio.releases.draft().audio / clip).read_bytes() == (program.audio / clip).read_bytes()


def test_where_all_machines_change_together_a_release_is_made_and_said_only_once_it_is_handed_over(
    changed: Studio, editor: Editor
) -> None:
    changed.releases.follows = True
    assert "CONTENT_URL" in editor.sees("/studio/release?lang=en").text
    made = editor.waits(editor.sends("/studio/release", why="a number"))
    assert "scripts/line releases export 0001" in made.text
    assert "Back to this one" not in made.text, "that is decided at CONTENT_URL, too"
    assert (changed.releases.ids(), changed.releases.current_id()) == (("0", "0001"), "0")
