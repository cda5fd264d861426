"""The line behind the proxy that compose.yaml ships, and everything that goes wrong in a year: no call is lost."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ivr.paths import ROOT
from tests.support.proxies import caddy
from tests.support.simulate.process import Served
from tests.support.simulate.process import free_port
from tests.support.simulate.process import megabytes
from tests.support.simulate.process import served
from tests.support.waiting import eventually
from tests.web import strangers
from tests.web.crowd import Crowd
from tests.web.crowd import caller
from tests.web.crowd import carrier_of
from tests.web.crowd import pressing
from tests.web.crowd import run_with

LIVE = {"TWILIO_AUTH_TOKEN": "secret", "WORKERS": "2", "PROXY_COUNT": "1"}
AT_ONCE = 100.0  # milliseconds; nobody presses again when the answer comes in that time


@dataclass
class Behind:
    """A line and the address of the proxy in front."""

    line: Served
    base: str


@contextmanager
def behind_caddy(room: Path, own: dict[str, str] | None = None, **how: Any) -> Iterator[Behind]:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with served(LIVE | {"PUBLIC_URL": base} | (own or {}), **how) as line, caddy(line.port, room, port):
        yield Behind(line, base)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    """For tests that leave the line as it was."""
    with behind_caddy(tmp_path_factory.mktemp("quiet")) as behind:
        yield behind


# --- workers ---------------------------------------------------------------------------------------


async def kill_workers(line: Served, killed: list[int]) -> None:
    """One after the other without warning, as soon as all of them answer again."""
    size = len(line.workers())
    while True:
        await asyncio.sleep(0.5)
        ready = line.ready()
        if len(ready) == size:
            line.kill(ready[0])
            killed.append(ready[0])


def test_a_thousand_calls_go_on_while_workers_are_killed(tmp_path: Path) -> None:
    """And nobody can be found again in what the line wrote meanwhile."""
    log, killed = tmp_path / "log", list[int]()
    with log.open("wb") as output, behind_caddy(tmp_path, {"ACCESS_LOG": "1"}, output=output, errors=output) as behind:
        crowd = Crowd(behind.base, 1000, longest_pause=2.0)
        run_with(kill_workers(behind.line, killed), crowd)
    assert crowd.faults == []
    assert len(killed) >= 2
    assert crowd.retries < 5 * len(killed), "the proxy gives a key to another worker, unless its answer was already on its way"
    assert_nobody_is_in(log.read_text())


def assert_nobody_is_in(log: str) -> None:
    lines = [text for text in log.splitlines() if text.startswith("{")]
    assert len(lines) > 3000
    for entry in map(json.loads, lines[:200]):
        assert set(entry) <= {"time", "status", "webhook", "ms", "call", "language", "step"}
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d\+00:00", entry["time"]), "no second"
    for trace in ("+3247", "47000", "CA00000", "Digits", "v=1", "From", "&"):
        assert trace not in log


def test_a_restart_asks_no_carrier_to_try_again(tmp_path: Path) -> None:
    with behind_caddy(tmp_path) as behind:
        before, crowd = set(behind.line.workers()), Crowd(behind.base, 60, tries=1)

        async def restart() -> None:
            behind.line.reload()
            await asyncio.Event().wait()

        run_with(restart(), crowd)
        assert crowd.faults == []
        eventually(lambda: not before & set(behind.line.workers()) and len(behind.line.ready()) == 2)


def test_calls_go_on_when_the_line_is_stopped_and_started_again(tmp_path: Path) -> None:
    """What is being answered is finished; then the proxy waits for the line."""
    with behind_caddy(tmp_path) as behind:
        before, crowd = behind.line.process.pid, Crowd(behind.base, 40, tries=1)

        async def stop_and_start() -> None:
            await asyncio.sleep(1.0)
            await asyncio.to_thread(behind.line.start_again)

        run_with(stop_and_start(), crowd)
        assert crowd.faults == []
        assert behind.line.process.pid != before


# --- versions --------------------------------------------------------------------------------------


def test_a_new_version_takes_over_and_an_old_address_starts_again_in_its_language(tmp_path: Path) -> None:
    folder = copy_of_the_line(tmp_path)
    with behind_caddy(tmp_path, folder=folder) as behind:
        line, before = behind.line, set(behind.line.workers())

        async def through_the_change() -> None:
            async with caller(carrier_of(behind.base)) as call:
                await (await (await call.dials()).presses("7")).listens_to_the_end()
                assert call.languages == {"tr"}
                change(folder / "ivr" / "call" / "state.py", 'VERSION = "1"', 'VERSION = "2"')
                change(folder / "ivr" / "settings.py", "access_log: bool = False", "access_log: bool = False\n    new: int = 7")
                change(folder / "ivr" / "web" / "app.py", "    kept = journal", "    assert settings.new\n    kept = journal")
                line.reload()
                await asyncio.to_thread(eventually, lambda: not before & set(line.workers()) and len(line.ready()) == 2)
                await call.presses("2")
                assert call.words[0] == "sorry"
                assert call.languages == {"tr"}

        asyncio.run(through_the_change())


def test_a_version_that_does_not_start_is_not_changed_to(tmp_path: Path) -> None:
    """Nor does it take the line with it when a worker ends meanwhile: what is put right is taken up."""
    folder, errors = copy_of_the_line(tmp_path), tmp_path / "errors"
    with errors.open("wb") as output, behind_caddy(tmp_path, folder=folder, errors=output, output=output) as behind:
        line, before = behind.line, behind.line.workers()
        app = (folder / "app.py").read_text()
        (folder / "app.py").write_text("raise RuntimeError('broken')\n")
        line.reload()
        eventually(lambda: b"the old one goes on" in errors.read_bytes())
        assert line.workers() == before
        line.kill(before[0])
        eventually(lambda: errors.read_bytes().count(b"RuntimeError: broken") >= 3)
        crowd = Crowd(behind.base, 10, rounds=2, tries=1)
        asyncio.run(crowd.call())
        assert crowd.faults == []
        (folder / "app.py").write_text(app)
        eventually(lambda: len(line.ready()) == 2)


# --- neighbours --------------------------------------------------------------------------------------


@pytest.mark.alone
@pytest.mark.parametrize("trouble", [strangers.idle, strangers.one_byte_a_second, strangers.large_bodies])
def test_a_key_is_answered_at_once_beside(quiet: Behind, trouble: strangers.Trouble) -> None:
    async def beside() -> tuple[float, float]:
        before = await pressing(quiet.base, seconds=1.5)
        async with trouble(quiet.base):
            meanwhile = await pressing(quiet.base, seconds=3.0)
        return before.p99, meanwhile.p99

    before, meanwhile = asyncio.run(beside())
    assert meanwhile < max(AT_ONCE, 3 * before), f"{before:.0f} ms without them"


@pytest.mark.alone
def test_silent_connections_and_slow_readers_take_neither_time_nor_memory(quiet: Behind) -> None:
    async def beside() -> tuple[float, float]:
        before = await pressing(quiet.base, seconds=1.5)
        async with strangers.silent(quiet.base, 2300), strangers.slow_readers(quiet.base, 1000):
            meanwhile = await pressing(quiet.base, seconds=3.0)
        return before.p99, meanwhile.p99

    before, meanwhile = asyncio.run(beside())
    assert meanwhile < max(AT_ONCE, 3 * before), f"{before:.0f} ms without them"
    assert max(megabytes(worker) for worker in quiet.line.workers()) < 150


# --- tools -------------------------------------------------------------------------------------------


def copy_of_the_line(folder: Path) -> Path:
    copy = folder / "line"
    copy.mkdir()
    for part in ("ivr", "prompts"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", copy)
    os.symlink(ROOT / "audio", copy / "audio")
    return copy


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
