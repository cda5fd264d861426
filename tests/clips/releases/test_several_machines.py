"""A release that one machine publishes is fetched by the others, which change together."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import pytest

from ivr import Fault
from ivr.clips.releases import archive
from ivr.clips.releases import files
from ivr.clips.releases.archive import INDEX
from ivr.clips.releases.release import ABOUT
from ivr.clips.releases.release import Place
from ivr.clips.releases.release import ReleaseError
from ivr.clips.releases.release import write_about
from ivr.clips.releases.remote import Remote
from ivr.clips.releases.store import Releases
from tests.clips.releases.lines import Callers
from tests.clips.releases.lines import every_worker_says
from tests.clips.releases.lines import files_of
from tests.clips.releases.lines import health
from tests.clips.releases.lines import line_of
from tests.support.buckets import Bucket
from tests.support.proxies import balancer
from tests.support.servers import nobody_there
from tests.support.servers import static_host
from tests.support.simulate.process import Served
from tests.support.simulate.process import free_port
from tests.support.waiting import eventually

EARLY = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def bucket(tmp_path: Path, two_releases: Releases) -> Path:
    two_releases.export("0001", tmp_path / "bucket", EARLY)
    return tmp_path / "bucket"


@pytest.fixture
def machine(tmp_path: Path) -> Releases:
    return Releases(tmp_path / "machine", follows=True)


def test_two_lines_behind_a_balancer_change_together(two_releases: Releases, bucket: Path, tmp_path: Path) -> None:
    """Whichever of them is asked for a clip has it. What they follow is a bucket, which says what has not changed."""
    store = Bucket(bucket)
    with store.served() as url, two_lines(tmp_path, url) as (base, lines):
        for line in lines:
            eventually(lambda line=line: every_worker_says(line, "0001", 2))  # type: ignore[misc]

        async def through() -> Callers:
            callers = Callers(base, files_of(two_releases))
            async with callers.calling(60):
                for id in ("0002", "0001"):
                    start = datetime.now(UTC) + timedelta(seconds=4)
                    await asyncio.to_thread(two_releases.export, id, bucket, start)
                    for line in lines:
                        await asyncio.to_thread(eventually, lambda line=line, id=id: every_worker_says(line, id, 2))  # type: ignore[misc]
            return callers

        callers = asyncio.run(through())
    assert callers.faults == []
    assert min(callers.heard.values()) > 20
    assert store.statuses.count(304) > 5
    assert store.statuses.count(200) <= 2 * 3 * 2, "an index and an archive for each machine, of three exports at most"


def test_a_bucket_that_leads_to_an_unencrypted_address_is_not_followed(bucket: Path, machine: Releases) -> None:
    with (
        Bucket(bucket, elsewhere="http://content.example.org").served() as url,
        pytest.raises(ReleaseError, match="leads to an address that is not encrypted"),
    ):
        Remote(url, machine).look()
    assert machine.current_id() == "0"


def test_what_is_not_in_the_bucket_changes_nothing(bucket: Path, machine: Releases) -> None:
    next(bucket.glob("*.tar")).unlink()
    with Bucket(bucket).served() as url, pytest.raises(OSError, match="403"):
        Remote(url, machine).look()
    assert (machine.ids(), machine.current_id()) == (("0",), "0")


@contextmanager
def two_lines(room: Path, url: str) -> Iterator[tuple[str, tuple[Served, Served]]]:
    port = free_port()
    own = {"CONTENT_URL": url, "CONTENT_SECONDS": "1", "WORKERS": "1", "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    with (
        line_of(Releases(room / "a"), own) as first,
        line_of(Releases(room / "b"), own) as second,
        balancer((first.port, second.port), room, port) as base,
    ):
        yield base, (first, second)


def test_a_line_that_cannot_reach_the_others_goes_on_and_says_so(two_releases: Releases) -> None:
    with line_of(two_releases, {"CONTENT_URL": nobody_there(), "CONTENT_SECONDS": "1", "WORKERS": "1"}) as line:
        eventually(lambda: "warnings" in health(line))
        assert health(line)["release"] == "0001"
        assert health(line)["warnings"] == ["CONTENT_URL cannot be reached: ConnectionError; callers hear release 0001"]


def test_it_is_fetched_early_and_said_from_the_moment_on(two_releases: Releases, bucket: Path, machine: Releases) -> None:
    two_releases.export("0002", bucket, EARLY + timedelta(days=1))
    with static_host(bucket) as url:
        remote = Remote(url, machine)
        remote.look(EARLY)
        assert (machine.ids(), machine.current_id()) == (("0", "0002"), "0")
        remote.look(EARLY + timedelta(days=1))
    assert machine.current_id() == "0002"
    assert machine.load("0002").content == two_releases.load("0002").content


@pytest.mark.parametrize("damage", ["cut", "changed", "foreign"])
def test_an_archive_that_is_not_what_was_published_is_not_taken(bucket: Path, machine: Releases, damage: str) -> None:
    packed = next(bucket.glob("*.tar"))
    data = packed.read_bytes()
    if damage == "foreign":
        index = json.loads((bucket / INDEX).read_text())
        (bucket / INDEX).write_text(json.dumps(index | {"archive": "foreign.tar"}))
        shutil.make_archive(str(bucket / "foreign"), "tar", bucket / "..", "bucket/index.json")
    else:
        packed.write_bytes(data[:-600_000] if damage == "cut" else data.replace("Très bien".encode(), b"Tres bien."))
    with static_host(bucket) as url, pytest.raises(ReleaseError, match="is not what index"):
        Remote(url, machine).look()
    assert (machine.ids(), machine.current_id()) == (("0",), "0")


@pytest.mark.parametrize("trouble", ["newer", "damaged"])
def test_what_cannot_be_taken_is_fetched_once_and_said_until_there_is_another(
    two_releases: Releases, bucket: Path, machine: Releases, trouble: str
) -> None:
    """A machine with an older program, for one, cannot read a fact that it does not know."""
    if trouble == "newer":
        know_more(two_releases.place("0002"))
        archive.export(two_releases.place("0002"), bucket, EARLY)
    else:
        two_releases.export("0002", bucket, EARLY)
        next(bucket.glob("0002-*.tar")).write_bytes(b"damaged")
    store = Bucket(bucket)
    with store.served() as url:
        remote = Remote(url, machine)
        for _ in range(3):
            with pytest.raises(Fault):
                remote.look()
        assert store.paths.count(f"/region/{next(bucket.glob('0002-*.tar')).name}") == 1
        assert machine.current_id() == "0"
        two_releases.export("0001", bucket, EARLY)
        remote.look()
    assert machine.current_id() == "0001"


def know_more(place: Place) -> None:
    """As a newer program writes it."""
    table = (place.prompts / "centres.yaml").read_text(encoding="utf-8")
    files.write_whole(place.prompts / "centres.yaml", f"{table}\nparking: free\n")
    assert place.about
    sums = {file: sum for file, sum in files.sums(place.folder).items() if file != ABOUT}
    files.write_whole(place.folder / files.SUMS, files.as_text(sums))
    write_about(place.folder, place.about.model_copy(update={"files": files.sum_of(place.folder / files.SUMS)}))


def test_nothing_is_decided_on_a_machine_that_follows(two_releases: Releases, voices: tuple[Path, Path]) -> None:
    follower = Releases(two_releases.folder, follows=True)
    assert follower.publish(voices[0], "Awa", "for all") == "0003"
    assert follower.current_id() == "0001"
    with pytest.raises(ReleaseError, match="decided at CONTENT_URL"):
        follower.take_back("0002", "Awa", "")
