"""One draft, and several who work in it at once: nobody's change is lost, and the draft is never half there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import ExitStack
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ivr.clips.releases import drafting
from ivr.clips.releases.drafting import BEFORE
from ivr.clips.releases.drafting import MERGED
from ivr.clips.releases.release import DRAFT
from ivr.clips.releases.release import ReleaseError
from ivr.clips.releases.store import Releases
from ivr.clips.releases.together import put_together
from ivr.clips.writing import AGAIN_SECONDS
from ivr.clips.writing import only_builder
from ivr.clips.writing import write_whole
from ivr.studio.draft import Draft
from tests.support.checkouts import change_sentence
from tests.support.checkouts import copy_of


@pytest.fixture
def here(tmp_path: Path, program: Path, first_release: Path) -> Releases:
    """With a draft in which an editor said something else, and that is behind what callers hear."""
    releases = Releases(copy_of(first_release, tmp_path / "content"), program)
    change_sentence(releases.draft().folder, "fr", "praise", "Bravo.")
    releases.take_back("0", "Awa", "as it was")
    return releases


def said(releases: Releases, clip: str) -> str:
    return Draft(releases).content.words["fr"].clips[clip].text


@contextmanager
def meanwhile(does: Callable[[], object]) -> Iterator[threading.Thread]:
    """In another worker; it has ended at the end."""
    thread = threading.Thread(target=does)
    thread.start()
    try:
        yield thread
    finally:
        thread.join(60)
    assert not thread.is_alive()


def test_what_an_editor_saves_while_the_draft_is_brought_up_to_date_is_in_it(
    here: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = threading.Thread(target=lambda: Draft(here).set_words("fr", "goodbye", "À bientôt."))

    def slowly(*places: Any) -> tuple[str, ...]:
        """The draft has been read, and not yet been replaced, when somebody presses "save"."""
        found = put_together(*places)
        saved.start()
        saved.join(1)
        return found

    monkeypatch.setattr(drafting, "put_together", slowly)
    here.bring_draft_up_to_date()
    saved.join(60)
    assert (said(here, "praise"), said(here, "goodbye")) == ("Bravo.", "À bientôt.")
    assert not here.draft_is_behind()


@pytest.mark.parametrize("change", [Releases.bring_draft_up_to_date, Releases.discard_draft])
def test_a_draft_is_not_replaced_while_sounds_are_made_in_it(here: Releases, change: Callable[[Releases], object]) -> None:
    audio = here.draft().audio
    with ExitStack() as building:
        building.enter_context(only_builder(audio))
        with meanwhile(lambda: change(here)) as other:
            other.join(0.5)
            write_whole(audio / "fr" / "praise-new.mp3", b"sound")
            assert (other.is_alive(), said(here, "praise")) == (True, "Bravo."), "it waits"
            building.close()
    assert here.has_draft() is (change is Releases.bring_draft_up_to_date)
    assert said(here, "welcome"), "and can be read"


def test_whoever_waited_for_a_draft_that_was_replaced_works_in_the_new_one(here: Releases) -> None:
    audio = here.draft().audio

    def makes_a_sound() -> None:
        with only_builder(audio, 60):
            write_whole(audio / "fr" / "praise-new.mp3", b"sound")

    copy_of(audio.parent, here.folder / "new")
    with ExitStack() as building:
        building.enter_context(only_builder(audio))
        with meanwhile(makes_a_sound) as other:
            other.join(AGAIN_SECONDS / 2)  # it has looked once
            audio.parent.rename(here.folder / "old")
            (here.folder / "new").rename(audio.parent)
            building.close()
    assert (audio / "fr" / "praise-new.mp3").read_bytes() == b"sound"
    assert not (here.folder / "old" / "audio" / "fr" / "praise-new.mp3").exists()


def test_sounds_that_take_too_long_keep_the_draft_as_it_is(here: Releases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "SOUNDS_SECONDS", 0.2)
    with only_builder(here.draft().audio), pytest.raises(ReleaseError, match="sounds of the draft are still being made"):
        here.bring_draft_up_to_date()
    assert said(here, "praise") == "Bravo."


@pytest.mark.parametrize("moment", [DRAFT, MERGED])
def test_a_draft_whose_replacement_is_interrupted_is_there_all_the_same(
    here: Releases, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    rename = Path.rename

    def power_fails(path: Path, target: Path) -> Path:
        if path.name == moment:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", power_fails)
    with pytest.raises(KeyboardInterrupt):
        here.bring_draft_up_to_date()
    monkeypatch.undo()
    again = Releases(here.folder, here.place("0").folder)
    assert again.has_draft()
    assert said(again, "praise") == "Bravo."
    again.bring_draft_up_to_date()
    assert (said(again, "praise"), again.draft_is_behind()) == ("Bravo.", False)


def test_a_draft_that_was_given_up_does_not_come_back(here: Releases) -> None:
    copy_of(here.draft().folder, here.folder / BEFORE)  # what an interrupted replacement left
    here.discard_draft()
    assert not here.has_draft()
    assert said(here, "praise") == "Très bien."
