"""Real processes, a thousand callers, and everything that goes wrong in a year: no call is lost."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ivr.simulate.process import ROOT
from ivr.simulate.process import Served
from ivr.simulate.process import served
from tests.stories import CALLER
from tests.stories import Crowd
from tests.stories import caller

DEMO = {"IVR_DEMO": "1", "WORKERS": "2"}
MENU = ["main_steps", "main_date", "main_questions", "main_centre", "main_person"]


@pytest.fixture
def line() -> Iterator[Served]:
    with served(DEMO) as running:
        yield running


async def kill_workers(line: Served, killed: list[int]) -> None:
    """One after the other without warning, as soon as all of them answer again."""
    size = len(line.workers())
    while True:
        await asyncio.sleep(0.5)
        ready = line.ready()
        if len(ready) == size:
            line.kill(ready[0])
            killed.append(ready[0])


async def while_calling(crowd: Crowd, trouble: Any) -> None:
    task = asyncio.create_task(trouble)
    await crowd.call()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def run(work: Any) -> None:
    asyncio.run(work)


# --- workers ---------------------------------------------------------------------------------------


def test_a_thousand_calls_end_where_their_keys_lead_while_workers_are_killed(tmp_path: Path) -> None:
    """And nobody can be found again in what the line wrote meanwhile."""
    log, killed = tmp_path / "log", list[int]()
    with log.open("wb") as output, served(DEMO | {"WORKERS": "3"}, output=output, errors=subprocess.STDOUT) as line:
        crowd = Crowd(line.base, 1000)
        run(while_calling(crowd, kill_workers(line, killed)))
    assert crowd.faults == []
    assert len(killed) >= 2
    assert crowd.retries > 0, "no call was hit"
    assert_nobody_is_in(log.read_text())


def assert_nobody_is_in(log: str) -> None:
    lines = [text for text in log.splitlines() if text.startswith("{")]
    assert len(lines) > 5000
    for entry in map(json.loads, lines[:200]):
        assert set(entry) <= {"time", "status", "method", "path", "ms", "call", "language", "step"}
        assert "?" not in entry["path"]
    for trace in (CALLER, "47000", "CA00000", "Digits", "v=1", "From", "&"):
        assert trace not in log
    without_times = re.sub(r'"(time|ms|call)": ("[^"]*"|[\d.]+)', "", "\n".join(lines))
    assert not re.search(r"\d{4,}", without_times), "a postal code, a year typed or a number"


def test_a_rolling_restart_loses_no_call(line: Served) -> None:
    before, crowd = set(line.workers()), Crowd(line.base, 60, longest_pause=0.6)

    async def restart() -> None:
        line.reload()
        await asyncio.Event().wait()

    run(while_calling(crowd, restart()))
    assert crowd.faults == []
    wait_for(lambda: not before & set(line.workers()) and len(line.ready()) == 2)


def test_a_new_version_takes_over_and_an_old_address_starts_again_in_its_language(tmp_path: Path) -> None:
    folder = copy_of_the_line(tmp_path)
    with served(DEMO, folder=folder) as line:
        before = set(line.workers())

        async def through_the_change() -> None:
            async with caller(line.base) as call:
                await (await (await call.dials()).presses("7")).waits()
                assert (call.names, call.languages) == (MENU, {"tr"})
                change(folder / "ivr" / "state.py", 'VERSION = "1"', 'VERSION = "2"')
                line.reload()
                await asyncio.to_thread(wait_for, lambda: not before & set(line.workers()) and len(line.ready()) == 2)
                await call.presses("2")
                assert (call.names, call.languages) == (["sorry", *MENU], {"tr"})
                await (await call.presses("2")).listens_to_the_end()
                assert call.names == ["ask_day"]

        run(through_the_change())


def test_a_version_that_does_not_start_is_not_changed_to(tmp_path: Path) -> None:
    folder = copy_of_the_line(tmp_path)
    errors = tmp_path / "errors"
    with errors.open("wb") as output, served(DEMO, folder=folder, errors=output) as line:
        before = line.workers()
        (folder / "app.py").write_text("raise SystemExit('broken')\n")
        line.reload()
        wait_for(lambda: b"the old one goes on" in errors.read_bytes())
        assert line.workers() == before
        run(Crowd(line.base, 1).call())


# --- the network and the disk -------------------------------------------------------------------------


def test_clients_that_send_slowly_hold_nobody_up(line: Served) -> None:
    heads = b"POST /voice HTTP/1.1\r\nHost: line\r\n"
    bodies = heads + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nFrom="
    port = int(line.base.rpartition(":")[2])
    with ExitStack() as open_ones:
        for beginning in [heads, bodies] * 100:
            slow = open_ones.enter_context(socket.create_connection(("127.0.0.1", port)))
            slow.sendall(beginning)
        crowd = Crowd(line.base, 28, longest_pause=0.0)
        run(crowd.call())
    assert crowd.faults == []
    assert crowd.retries == 0


def test_a_full_disk_for_the_log_breaks_no_call() -> None:
    with Path("/dev/full").open("wb") as full, served(DEMO, output=full, errors=full) as line:
        crowd = Crowd(line.base, 28, longest_pause=0.0)
        run(crowd.call())
    assert (crowd.faults, crowd.retries) == ([], 0)


@pytest.mark.parametrize("database", ["sqlite:////proc/journal.sqlite3", "postgresql://nobody:none@127.0.0.1:9/journal"])
def test_a_journal_that_cannot_be_written_breaks_no_call(database: str) -> None:
    with served(DEMO | {"DATABASE_URL": database}, errors=subprocess.DEVNULL) as line:
        crowd = Crowd(line.base, 28, longest_pause=0.0)
        run(crowd.call())
    assert (crowd.faults, crowd.retries) == ([], 0)


def test_a_journal_that_is_locked_breaks_no_call(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite3"
    with served(DEMO | {"DATABASE_URL": f"sqlite:///{journal}"}, errors=subprocess.DEVNULL) as line:
        first, then = Crowd(line.base, 28, longest_pause=0.0), Crowd(line.base, 28, longest_pause=0.0)
        run(first.call())
        wait_for(lambda: journal.exists() and journal.stat().st_size > 0)
        lock = sqlite3.connect(journal, timeout=10, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")  # nobody else can write until this ends
        run(then.call())
        lock.close()
    assert (first.faults, then.faults, then.retries) == ([], [], 0)


def test_what_was_recorded_is_written_before_a_worker_stops(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite3"
    with served(DEMO | {"DATABASE_URL": f"sqlite:///{journal}"}, errors=subprocess.DEVNULL) as line:
        run(Crowd(line.base, 28, longest_pause=0.0).call())
    with closing(sqlite3.connect(journal)) as kept:
        (calls,) = kept.execute("SELECT count(*) FROM calls").fetchone()
    assert calls == 28


# --- the clock -----------------------------------------------------------------------------------------


def test_a_clock_that_jumps_between_two_keys_breaks_no_call(line: Served) -> None:
    """A caller's permit of 2025 lies in the future for a clock set back, and long ago for one set forward."""

    async def across_the_years() -> None:
        async with caller(line.base) as call:
            await call.dials()
            for year, keys in (("2026", "2"), ("2031", ""), ("2020", "2"), ("2027", ""), ("1999", "15"), ("2040", "03")):
                call.moves_to(f"{year}-03-29T02:30:00")  # an hour that Brussels skips in some years
                await (call.presses(keys) if keys else call.listens_to_the_end())
            assert call.names == ["ask_year"]
            call.moves_to("2024-01-01T00:00:00")
            await call.presses("2025")
            assert "ask_year" in call.names, "a year in the future is asked again"
            call.moves_to("2026-11-24T10:00:00")
            await call.presses("2025")
            assert {"you_typed", "day_15", "month_3", "year_2025", "date_confirm"} <= set(call.names)

    run(across_the_years())


# --- tools ----------------------------------------------------------------------------------------------


def copy_of_the_line(folder: Path) -> Path:
    copy = folder / "line"
    copy.mkdir()
    for part in ("ivr", "prompts"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", copy)
    (copy / "audio").symlink_to(ROOT / "audio")
    return copy


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def wait_for(happened: Any, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)
