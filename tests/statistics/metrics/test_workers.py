"""The figures of all workers are in the answer of any, whatever their disk does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client import Counter
from prometheus_client import Gauge
from prometheus_client import Histogram
from prometheus_client.parser import text_string_to_metric_families

from ivr.statistics.metrics.workers import Workers
from tests.support.disks import Disk
from tests.support.disks import small_disk
from tests.support.waiting import eventually

Seen = dict[tuple[str, ...], float]


def worker(folder: Path | str, calls: int = 1, waiting: int = 1) -> Workers:
    registry = CollectorRegistry()
    Counter("calls", "Calls", ("language",), registry=registry).labels("so").inc(calls)
    Gauge("waiting", "Waiting", registry=registry).set(waiting)
    Histogram("seconds", "Time", registry=registry, buckets=(0.1, 1.0)).observe(0.5)
    return Workers(registry, str(folder), interval=0.02)


def seen(workers: Workers) -> Seen:
    families = text_string_to_metric_families(workers.together().decode())
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_figures_of_several_workers_are_added_up(tmp_path: Path) -> None:
    first, second = worker(tmp_path, calls=2), worker(tmp_path, calls=3)
    first.share()
    figures = seen(second)

    assert figures["calls_total", "so"] == 5
    assert figures["waiting",] == 2
    assert (figures["seconds_bucket", "0.1"], figures["seconds_bucket", "1.0"], figures["seconds_count",]) == (0, 2, 2)
    assert not any("created" in name for name, *_ in figures)


_ENDED = "from tests.statistics.metrics.test_workers import worker; import sys; worker(sys.argv[1], calls=7, waiting=9).share()"


def test_what_a_worker_counted_stays_counted_after_its_end_but_not_its_queue(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _ENDED, str(tmp_path)], check=True)
    figures = seen(worker(tmp_path))

    assert (figures["calls_total", "so"], figures["waiting",]) == (8, 1)


def test_a_worker_that_is_alone_shows_its_own() -> None:
    alone = worker("")
    alone.keep_sharing()

    assert seen(alone)["calls_total", "so"] == 1


def test_a_thread_writes_the_file_by_itself_and_a_last_time_at_the_end(tmp_path: Path) -> None:
    workers = worker(tmp_path / "figures")
    workers.keep_sharing()
    eventually(lambda: any(tmp_path.rglob("*.prom")))
    workers.close()

    assert seen(worker(tmp_path / "figures"))["calls_total", "so"] == 2


def test_a_folder_that_was_deleted_is_made_again(tmp_path: Path) -> None:
    workers = worker(tmp_path / "figures")
    workers.share()
    shutil.rmtree(tmp_path / "figures")
    assert seen(workers)["calls_total", "so"] == 1
    workers.share()

    assert len(list(tmp_path.rglob("*.prom"))) == 1
    assert (tmp_path / "figures").stat().st_mode & 0o077 == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk") as disk:
        yield disk


def test_a_full_disk_is_told_and_stops_nothing(disk: Disk, caplog: pytest.LogCaptureFixture) -> None:
    workers = worker(disk.folder / "figures")
    workers.share()
    with disk.full():
        for _ in range(3):
            workers.share()
        figures = seen(workers)
    workers.share()

    assert (figures["line_figures_not_shared",], figures["calls_total", "so"]) == (1, 1)
    assert seen(workers)["line_figures_not_shared",] == 0
    assert [record.message for record in caplog.records] == [
        f"the figures of this worker cannot be written for the others: {disk.folder / 'figures'}: No space left on device"
    ]


def test_a_disk_that_can_only_be_read_is_told_and_stops_nothing(disk: Disk) -> None:
    workers = worker(disk.folder / "figures")
    with disk.read_only():
        workers.share()
        assert seen(workers)["line_figures_not_shared",] == 1
    workers.share()

    assert seen(workers)["line_figures_not_shared",] == 0


def test_a_file_that_is_cut_off_costs_only_what_is_in_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / f"{os.getpid()}-damaged.prom").write_bytes(b"calls_total{language=\xff\n")

    assert seen(worker(tmp_path))["calls_total", "so"] == 1
    assert "cannot be read" in caplog.text


def test_a_link_that_a_neighbour_has_put_there_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "figures").symlink_to(tmp_path / "ours")
    workers = worker(tmp_path / "figures")
    workers.share()

    assert seen(workers)["line_figures_not_shared",] == 1
    assert list((tmp_path / "ours").iterdir()) == []


def test_a_folder_of_somebody_else_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    os.chown(tmp_path / "figures", 12345, -1)
    workers = worker(tmp_path / "figures")
    workers.share()

    assert seen(workers)["line_figures_not_shared",] == 1
    assert list((tmp_path / "figures").iterdir()) == []
