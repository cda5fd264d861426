"""Whatever a disk, an editor by hand or another machine leaves among the releases: calls go on, and what is right is taken up."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable
from datetime import UTC
from datetime import datetime
from pathlib import Path

import pytest
from werkzeug.wrappers import Response

from ivr import Fault
from ivr.clips.manifest import Clips
from ivr.clips.releases.archive import INDEX
from ivr.clips.releases.remote import Remote
from ivr.clips.releases.store import Releases
from ivr.web.edition import of_release
from ivr.web.following import Watching
from tests.conftest import live
from tests.support.servers import served
from tests.support.servers import static_host
from tests.support.waiting import eventually

EARLY = datetime(2026, 1, 1, tzinfo=UTC)


def following(releases: Releases, remote: Remote | None = None, seconds: float = 3600) -> Watching:
    settings, shipped = live(), Clips.load()
    return Watching(releases, lambda id: of_release(settings, releases.load(id), shipped), remote, seconds)


def _cut(folder: Path) -> None:
    with (folder / "history.jsonl").open("a", encoding="utf-8") as history:
        history.write('{"at": "yesterday"}\n{"at"')


def _without_a_zone(folder: Path) -> None:
    """Written by hand: nobody knows where it was noon."""
    written = {"at": "2026-11-26T12:00:00", "by": "Awa", "what": "publish", "id": "0001", "before": "0", "why": ""}
    with (folder / "history.jsonl").open("a", encoding="utf-8") as history:
        history.write(json.dumps(written) + "\n")


def _binary(folder: Path) -> None:
    with (folder / "history.jsonl").open("ab") as history:
        history.write(bytes(range(256)) + b"\n")


def _manifest(folder: Path) -> None:
    manifest = folder / "releases" / "0002" / "audio" / "manifest.json"
    manifest.chmod(0o644)
    manifest.write_text("{", encoding="utf-8")


def _current(folder: Path) -> None:
    (folder / "current").write_bytes(b"\xff\xfe\x00")


def _folder(folder: Path) -> None:
    (folder / "current").unlink()
    (folder / "current").mkdir()


@pytest.mark.parametrize("damage", [_cut, _without_a_zone, _binary, _manifest, _current, _folder])
def test_the_line_starts_whatever_stands_beside_its_releases(two_releases: Releases, damage: Callable[[Path], None]) -> None:
    damage(two_releases.folder)
    line = following(two_releases)
    assert line.now.id in ("0001", "0002", "0")
    assert line.missing() == ()


@pytest.mark.parametrize("damage", [_cut, _without_a_zone, _binary])
def test_another_release_is_taken_all_the_same(two_releases: Releases, damage: Callable[[Path], None]) -> None:
    line = following(two_releases)
    damage(two_releases.folder)
    two_releases.take_back("0002", "Awa", "the other voice")
    line.look()
    assert line.now.id == "0002"
    assert not line.warnings()


def test_what_cannot_be_read_is_told_and_looked_at_again(
    two_releases: Releases, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    monkeypatch.setattr("ivr.web.following.LOOK_SECONDS", 0.01)
    line = following(two_releases)
    line.start()
    _folder(two_releases.folder)
    eventually(lambda: line.warnings() == ("the releases cannot be read: Is a directory; callers hear release 0001",))
    (two_releases.folder / "current").rmdir()
    two_releases.take_back("0002", "Awa", "the other voice")
    eventually(lambda: line.now.id == "0002" and not line.warnings())


@pytest.mark.parametrize("name", ["a" * 300, "a" * 5000, "a" * 200 + ".mp3"])
def test_a_name_that_no_file_can_have_is_no_clip(two_releases: Releases, name: str) -> None:
    assert following(two_releases).folder_of(f"fr/{name}") is None


# --- another machine ------------------------------------------------------------------------------


@pytest.fixture
def machine(tmp_path: Path) -> Releases:
    return Releases(tmp_path / "machine", follows=True)


@pytest.mark.parametrize(
    "answer",
    [
        Response(b"no gzip at all", headers={"Content-Encoding": "gzip"}),
        Response(b"{}", headers={"Content-Length": "4000"}),
        Response(b"\xff\xfe", headers={"ETag": '"x"'}),
        Response(b"[" * 60_000),
        Response(b'{"release": "0007", "start": "2026-11-26T12:00:00"}'),
        Response(b"", 500),
        Response(b"", 302, {"Location": "/index.json"}),
    ],
)
def test_whatever_is_sent_instead_of_an_index_is_told_and_asked_for_again(machine: Releases, answer: Response) -> None:
    asked = threading.Semaphore(0)

    def host(environ: dict[str, object], start_response: Callable[..., object]) -> object:
        asked.release()
        return answer(environ, start_response)  # type: ignore[arg-type]

    with served(host) as url:
        line = following(machine, Remote(url, machine), 0.02)
        line.start()
        for _ in range(2):
            assert asked.acquire(timeout=10)
        eventually(line.warnings)
    assert line.now.id == "0"


def _archive(bucket: Path, change: Callable[[tarfile.TarFile], None]) -> None:
    """An archive that is exactly what its index says, and no release of ours."""
    packed = bucket / "made.tar"
    with tarfile.open(packed, "w", format=tarfile.PAX_FORMAT) as tar:
        change(tar)
    index = json.loads((bucket / INDEX).read_text(encoding="utf-8"))
    index |= {
        "release": "0007",
        "archive": packed.name,
        "sha256": hashlib.sha256(packed.read_bytes()).hexdigest(),
        "size": packed.stat().st_size,
    }
    (bucket / INDEX).write_text(json.dumps(index), encoding="utf-8")


def _file(tar: tarfile.TarFile, name: str, data: bytes = b"x", **more: object) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for what, value in more.items():
        setattr(info, what, value)
    tar.addfile(info, io.BytesIO(data))


def _sparse(tar: tarfile.TarFile) -> None:
    """Half a kilobyte that says it is a terabyte."""
    said = {"major": "1", "minor": "0", "name": "audio/fr/a.mp3", "realsize": str(1 << 40)}
    headers = {f"GNU.sparse.{name}": value for name, value in said.items()}
    _file(tar, "audio/fr/a.mp3", b"1\n0\n1\n".ljust(512, b"\0"), pax_headers=headers)


def _file_and_folder(tar: tarfile.TarFile) -> None:
    _file(tar, "audio/fr")
    _file(tar, "audio/fr/a.mp3")


def _folder_and_file(tar: tarfile.TarFile) -> None:
    _file(tar, "audio/fr/a.mp3")
    _file(tar, "audio/fr")


FOREIGN: dict[str, Callable[[tarfile.TarFile], None]] = {
    "upwards": lambda tar: _file(tar, "../../escaped"),
    "upwards below": lambda tar: _file(tar, "audio/fr/../../../../escaped"),
    "absolute": lambda tar: _file(tar, "/tmp/escaped"),
    "a link": lambda tar: _file(tar, "audio/fr/a.mp3", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
    "a hard link": lambda tar: _file(tar, "audio/fr/a.mp3", b"", type=tarfile.LNKTYPE, linkname="../../../current"),
    "a device": lambda tar: _file(tar, "audio/fr/a.mp3", b"", type=tarfile.CHRTYPE),
    "a pipe": lambda tar: _file(tar, "audio/fr/a.mp3", b"", type=tarfile.FIFOTYPE),
    "a file and a folder": _file_and_folder,
    "a folder and a file": _folder_and_file,
    "a name that no file can have": lambda tar: _file(tar, f"audio/fr/{'a' * 300}.mp3"),
    "a name with an end": lambda tar: _file(tar, "audio/fr/a\nb.mp3"),
    "something huge": _sparse,
    "nothing": lambda tar: None,
    "a number that is none": lambda tar: _file(
        tar, "release.yaml", b"{id: ../1, by: x, at: 2026-01-01, why: x, parent: '0', base: x, files: x}"
    ),
    "no yaml": lambda tar: _file(tar, "release.yaml", b"\xff\xfe"),
    "deep yaml": lambda tar: _file(tar, "release.yaml", b"[" * 100_000),
    "nothing of what it lists": lambda tar: _file(
        tar, "release.yaml", b"{id: '7', by: x, at: 2026-01-01, why: x, parent: '0', base: x, files: x}"
    ),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_an_archive_with_anything_else_in_it_is_refused(
    two_releases: Releases, machine: Releases, tmp_path: Path, what: str
) -> None:
    bucket = tmp_path / "bucket"
    two_releases.export("0001", bucket, EARLY)
    _archive(bucket, FOREIGN[what])
    with static_host(bucket) as url, pytest.raises(Fault):
        Remote(url, machine).look()
    assert (machine.ids(), machine.current_id()) == (("0",), "0")
    assert not list(tmp_path.rglob("escaped"))
    assert not os.path.exists("/tmp/escaped")
