"""Which release callers hear while releases come, go and break: the last one that can be heard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from ivr import Fault
from ivr.clips.manifest import Clips
from ivr.clips.releases.release import CHECKOUT
from ivr.clips.releases.release import ReleaseError
from ivr.clips.releases.settings import ContentSettings
from ivr.clips.releases.store import Releases
from ivr.settings import Settings
from ivr.web.edition import Edition
from ivr.web.edition import of_release
from ivr.web.following import Watching
from ivr.web.following import follow
from tests.support.waiting import eventually

SETTINGS = Settings(public_url="https://line.example", auth_token="secret")


@dataclass
class Preparing:
    """Gets a release ready, unless something is wrong with it."""

    releases: Releases
    wrong: dict[str, Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, id: str) -> Edition:
        self.asked.append(id)
        if fault := self.wrong.get(id):
            raise fault
        return of_release(SETTINGS, self.releases.load(id), Clips.load())


@pytest.fixture
def prepare(two_releases: Releases) -> Preparing:
    return Preparing(two_releases)


@pytest.fixture
def watching(two_releases: Releases, prepare: Preparing) -> Watching:
    return Watching(two_releases, prepare)


def test_another_release_is_heard_after_a_look_and_the_clips_of_the_one_before_are_still_there(
    watching: Watching, two_releases: Releases
) -> None:
    assert (watching.now.id, watching.warnings()) == ("0001", ())
    before = next(iter(watching.now.clips.names))
    two_releases.take_back("0002", "Awa", "better")
    watching.look()
    assert (watching.now.id, watching.warnings()) == ("0002", ())
    assert watching.folder_of(before) == two_releases.place("0001").audio
    assert watching.folder_of(next(iter(watching.now.clips.names))) == two_releases.place("0002").audio


def test_a_look_at_the_same_release_prepares_nothing(watching: Watching, prepare: Preparing) -> None:
    watching.look()
    assert prepare.asked == ["0001"]


def test_a_clip_that_another_worker_says_already_is_found(watching: Watching, two_releases: Releases) -> None:
    two_releases.take_back("0002", "Awa", "better")
    coming = next(file.name for file in (two_releases.place("0002").audio / "fr").iterdir())
    assert watching.folder_of(f"fr/{coming}") == two_releases.place("0002").audio
    assert watching.folder_of("fr/nothing-000000000000.mp3") is None
    assert watching.folder_of("../../etc/passwd") is None


@pytest.mark.parametrize("fault", [ReleaseError("broken"), RuntimeError("broken")], ids=["told", "unforeseen"])
def test_a_release_that_cannot_be_said_is_told_and_not_tried_again(
    watching: Watching, prepare: Preparing, two_releases: Releases, fault: Exception
) -> None:
    prepare.wrong["0002"] = fault
    two_releases.take_back("0002", "Awa", "better")
    watching.look()
    watching.look()
    (warning,) = watching.warnings()
    assert warning.startswith("release 0002 is not said: ")
    assert warning.endswith("; callers hear release 0001")
    assert prepare.asked == ["0001", "0002"]
    two_releases.take_back("0001", "Awa", "as before")
    watching.look()
    assert (watching.now.id, watching.warnings()) == ("0001", ())


def test_a_disk_that_is_away_for_a_while_is_tried_again(watching: Watching, prepare: Preparing, two_releases: Releases) -> None:
    prepare.wrong["0002"] = OSError(5, "Input/output error")
    two_releases.take_back("0002", "Awa", "better")
    watching.look()
    assert watching.warnings() == ("release 0002 cannot be read: Input/output error; callers hear release 0001",)
    prepare.wrong.clear()
    watching.look()
    assert (watching.now.id, watching.warnings()) == ("0002", ())


def test_a_line_that_starts_with_a_broken_release_says_the_one_before(two_releases: Releases) -> None:
    two_releases.take_back("0002", "Awa", "better")
    watching = Watching(two_releases, Preparing(two_releases, {"0002": ReleaseError("broken")}))
    assert watching.now.id == "0001"
    assert watching.warnings() == ("release 0002 is not said: broken; callers hear release 0001",)


def test_a_line_whose_releases_are_all_broken_says_what_came_with_the_program(two_releases: Releases) -> None:
    wrong: dict[str, Exception] = {id: ReleaseError("broken") for id in two_releases.ids() if id != CHECKOUT}
    assert Watching(two_releases, Preparing(two_releases, wrong)).now.id == CHECKOUT


def test_a_folder_that_cannot_be_read_says_what_came_with_the_program(
    two_releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(releases: Releases) -> tuple[str, ...]:
        raise PermissionError(13, "Permission denied")

    prepare = Preparing(two_releases)
    monkeypatch.setattr(Releases, "newest_first", refused)
    watching = Watching(two_releases, prepare)
    assert watching.now.id == CHECKOUT
    assert "the releases cannot be read" in watching.warnings()[0]


def test_another_machine_that_is_wrong_or_away_is_told_until_it_is_there_again(
    two_releases: Releases, prepare: Preparing
) -> None:
    told: list[tuple[str, ...]] = []
    answers: list[Callable[[], Any]] = [
        _raises(Fault("no release")),
        _raises(ConnectionError()),
        lambda: None,
        threading.Event().wait,
    ]

    def look() -> None:
        told.append(line.warnings())
        answers[len(told) - 1]()

    remote: Any = SimpleNamespace(look=look)
    line = Watching(two_releases, prepare, remote, 0.01)
    line.start()
    eventually(lambda: len(told) == len(answers))
    here = "; callers hear release 0001"
    assert told == [
        (),
        (f"what CONTENT_URL has is not taken: no release{here}",),
        (f"CONTENT_URL cannot be reached: ConnectionError{here}",),
        (),
    ]


def _raises(fault: BaseException) -> Callable[[], None]:
    def answer() -> None:
        raise fault

    return answer


def test_a_line_without_releases_of_its_own_says_what_came_with_the_program() -> None:
    live = follow(SETTINGS, ContentSettings())
    assert (live.now.id, live.changes, live.warnings()) == (CHECKOUT, False, ())


@pytest.mark.parametrize(("url", "looking"), [(None, ["releases"]), ("http://127.0.0.1:9", ["releases", "remote"])])
def test_a_line_with_releases_follows_them_and_no_look_keeps_a_worker_from_ending(
    two_releases: Releases, url: str | None, looking: list[str]
) -> None:
    before = threading.enumerate()
    live = follow(SETTINGS, replace(ContentSettings(), folder=two_releases.folder, url=url))
    assert (live.now.id, live.changes) == ("0001", True)
    assert threading.enumerate() == before
    live.start()
    started = [thread for thread in threading.enumerate() if thread not in before]
    assert sorted(thread.name for thread in started) == looking
    assert all(thread.daemon for thread in started)


def test_an_update_that_cannot_be_brought_in_is_a_warning_and_no_broken_start(
    two_releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(releases: Releases) -> str:
        raise Fault("both changed the same sentence")

    monkeypatch.setattr(Releases, "update", fails)
    live = follow(SETTINGS, replace(ContentSettings(), folder=two_releases.folder))
    live.start()
    assert "the update of the program could not be brought into the current release" in live.warnings()[0]
