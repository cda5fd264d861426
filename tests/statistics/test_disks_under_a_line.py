"""A real line whose disk for statistics, figures and temporary files is full, or was deleted: calls go on, and it is told."""

from __future__ import annotations

import json
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from prometheus_client.parser import text_string_to_metric_families
from twilio.request_validator import RequestValidator

from tests.support.disks import Disk
from tests.support.disks import small_disk
from tests.support.simulate.process import Served
from tests.support.simulate.process import served
from tests.support.waiting import eventually

AT_ONCE_SECONDS = 4.0  # a writer of statistics waits longer for a disk or a lock, even on a machine that does much else
WARNING = "statistics cannot be written at the moment; calls go on"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", "2m") as disk:
        yield disk


def settings(disk: Disk) -> dict[str, str]:
    return {
        "TWILIO_AUTH_TOKEN": "secret",
        "WORKERS": "2",
        "TMPDIR": str(disk.folder),
        "DATABASE_URL": f"sqlite:///{disk.folder / 'journal.sqlite3'}",
        "METRICS_TOKEN": "token",
    }


def call(line: Served, calls: int = 8) -> None:
    """Every worker is called; every answer comes at once and is TwiML."""
    for n in range(calls):
        form = {"CallSid": f"CA{time.monotonic_ns()}{n}", "From": "+32470000000", "To": "+32000000000"}
        for path in ("/voice", "/voice/step?v=1&l=en&s=main"):
            signature = RequestValidator("secret").compute_signature(line.base + path, form)
            request = urllib.request.Request(
                line.base + path, urlencode(form).encode(), {"X-Twilio-Signature": signature}, method="POST"
            )
            before = time.monotonic()
            with urllib.request.urlopen(request, timeout=10) as response:
                assert response.read().startswith(b"<?xml")
            assert time.monotonic() - before < AT_ONCE_SECONDS


def figures(line: Served) -> dict[tuple[str, ...], float]:
    request = urllib.request.Request(f"{line.base}/metrics", headers={"Authorization": "Bearer token"})
    with urllib.request.urlopen(request, timeout=10) as response:
        families = text_string_to_metric_families(response.read().decode())
        return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def warnings(line: Served) -> list[str]:
    try:
        with urllib.request.urlopen(f"{line.base}/healthz", timeout=10) as response:
            report: dict[str, Any] = json.load(response)
    except urllib.error.HTTPError as incomplete:  # clips that were not built yet
        report = json.load(incomplete)
    return list(report.get("warnings", []))


def has(name: str, at_least: float, line: Served) -> bool:
    return figures(line).get((name,), 0) >= at_least


def still_full(disk: Disk, line: Served) -> bool:
    """Also after a database has tidied up; and the line is called."""
    disk.fill()
    call(line, 1)
    return True


def test_a_disk_that_fills_up_costs_no_call_and_is_told_until_there_is_room(disk: Disk) -> None:
    with served(settings(disk)) as line:
        call(line)
        eventually(lambda: has("line_journal_written_total", 16, line))
        with disk.full():
            for worker in line.ready():
                line.kill(worker)
                eventually(lambda: len(line.ready()) == 2)
                call(line)
            eventually(lambda: still_full(disk, line) and has("line_journal_failing", 1, line))
            eventually(lambda: still_full(disk, line) and has("line_figures_not_shared", 1, line))
            eventually(lambda: still_full(disk, line) and WARNING in warnings(line))
        eventually(lambda: figures(line)["line_journal_failing",] == 0, 60)
        eventually(lambda: figures(line)["line_figures_not_shared",] == 0, 60)
        eventually(lambda: not warnings(line), 60)


def test_a_line_starts_on_a_full_disk_and_keeps_statistics_once_there_is_room(disk: Disk) -> None:
    with disk.full(), served(settings(disk)) as line:
        call(line)
        eventually(lambda: has("line_journal_failing", 1, line))
        (disk.folder / "filler").unlink()
        eventually(lambda: has("line_journal_written_total", 16, line), 60)
        (disk.folder / "filler").touch()


def test_a_folder_for_statistics_and_temporary_files_may_be_deleted(disk: Disk) -> None:
    own = Disk(disk.folder / "own")
    own.folder.mkdir()
    with served(settings(own)) as line:
        call(line)
        eventually(lambda: has("line_journal_written_total", 16, line))
        shutil.rmtree(own.folder)
        call(line)
        eventually((own.folder / "journal.sqlite3").exists)
        eventually(lambda: has("line_journal_written_total", 32, line))
        assert not warnings(line)
