"""What goes wrong around a line that answers by itself: full disks, a stuck log, a journal that cannot be written, clocks."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.caller import DistantCaller
from tests.support.simulate.carrier import Carrier
from tests.support.simulate.process import served
from tests.support.waiting import eventually
from tests.web.crowd import CLIPS
from tests.web.crowd import Crowd

LIVE = {"TWILIO_AUTH_TOKEN": "secret", "WORKERS": "2"}


def crowd_at(base: str, size: int = 20) -> Crowd:
    """Everybody presses three keys without a pause; nothing may have to be tried again."""
    return Crowd(base, size, rounds=3, longest_pause=0.0, tries=1)


def nobody_is_lost(base: str) -> None:
    crowd = crowd_at(base)
    asyncio.run(crowd.call())
    assert crowd.faults == []


def test_a_full_disk_for_the_log_breaks_no_call() -> None:
    with Path("/dev/full").open("wb") as full, served(LIVE | {"ACCESS_LOG": "1"}, output=full, errors=full) as line:
        nobody_is_lost(line.base)


def test_output_that_nobody_reads_stops_nothing() -> None:
    """Not the calls, nor the replacement of a worker, nor the end."""
    reading, writing = os.pipe()
    os.write(writing, b"x" * fcntl.fcntl(writing, fcntl.F_GETPIPE_SZ))  # full
    with served(LIVE | {"ACCESS_LOG": "1", "WORKERS": "1"}, output=writing, errors=writing) as line:
        nobody_is_lost(line.base)
        line.kill(before := line.ready()[0])
        eventually(lambda: line.ready() not in ([], [before]))
        nobody_is_lost(line.base)
        line.process.send_signal(signal.SIGTERM)
        assert line.process.wait(20) == 0
    os.close(reading)
    os.close(writing)


@pytest.mark.parametrize("database", ["sqlite:////proc/journal.sqlite3", "postgresql://nobody:none@127.0.0.1:9/journal"])
def test_a_journal_that_cannot_be_written_breaks_no_call(database: str) -> None:
    with served(LIVE | {"DATABASE_URL": database}, output=subprocess.DEVNULL) as line:
        nobody_is_lost(line.base)


def test_a_journal_that_is_locked_breaks_no_call(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite3"
    with served(LIVE | {"DATABASE_URL": f"sqlite:///{journal}"}) as line:
        nobody_is_lost(line.base)
        eventually(lambda: journal.exists() and journal.stat().st_size > 0)
        lock = sqlite3.connect(journal, timeout=10, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")  # nobody else can write until this ends
        nobody_is_lost(line.base)
        lock.close()


def test_what_was_recorded_is_written_before_a_worker_stops(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite3"
    with served(LIVE | {"DATABASE_URL": f"sqlite:///{journal}"}) as line:
        nobody_is_lost(line.base)
    with closing(sqlite3.connect(journal)) as kept:
        (calls,) = kept.execute("SELECT count(*) FROM calls").fetchone()
    assert calls == 20


def test_a_clock_that_jumps_between_two_keys_breaks_no_call() -> None:
    """In the demonstration, which may be told the time."""

    async def across_the_years(base: str) -> None:
        carrier = Carrier(base, "demo")
        async with DistantCaller(carrier, CLIPS, sid="CA1", caller="+32470000000", dialled="+32000000000") as call:
            for year in ("2026", "2031", "2020", "1990", "2027"):
                call.moves_to(f"{year}-03-29T02:30:00")  # an hour that Brussels skips in some years
                await call.dials()
                call.moves_to(f"{int(year) - 3}-12-31T23:59:59")
                await (await call.presses("2")).listens_to_the_end()
                assert call.languages == {"en"}
                call.moves_to(f"{int(year) + 3}-01-01T00:00:00")
                await call.presses("1")  # years later, a call has lasted long enough
                assert call.languages == {"en"}
                assert "sorry" not in call.words

    with served({"IVR_DEMO": "1", "WORKERS": "1"}) as line:
        asyncio.run(across_the_years(line.base))
