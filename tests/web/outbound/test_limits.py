"""Limits by number: counted together by all workers, gone after a day."""

from __future__ import annotations

import os
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from ivr.statistics.together.together import Together
from ivr.web.outbound.limits import DAY_SECONDS
from ivr.web.outbound.limits import Limit
from ivr.web.outbound.limits import Limits
from ivr.web.outbound.memory import Memory
from tests.support.disks import small_disk

NUMBER = "+32470000000"
TWICE = [Limit("text", 2)]
OFTEN = [Limit("call", 1, 600), Limit("call", 3)]


class Watch:
    now = 1_800_000_000.0


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def limits(tmp_path: Path, watch: Watch) -> Limits:
    return Limits(Memory(str(tmp_path), b"key"), Together(None), lambda: watch.now)


def test_the_third_is_too_many_until_a_day_has_gone(limits: Limits, watch: Watch) -> None:
    assert [limits.take(NUMBER, TWICE) for _ in range(3)] == [True, True, False]
    assert limits.take("+32470000001", TWICE)
    watch.now += DAY_SECONDS
    assert limits.take(NUMBER, TWICE)


def test_two_limits_of_one_kind_count_the_same_thing_once(limits: Limits, watch: Watch) -> None:
    taken = []
    for _ in range(8):
        taken.append(limits.take(NUMBER, OFTEN))
        watch.now += 301
    assert taken == [True, False, True, False, True, False, False, False]


def test_what_did_not_happen_is_given_back(limits: Limits) -> None:
    assert limits.take(NUMBER, [Limit("text", 1)])
    limits.give_back(NUMBER, "text")
    assert limits.take(NUMBER, [Limit("text", 1)])


def test_a_clock_that_was_wrong_keeps_nobody_from_their_due(limits: Limits, watch: Watch) -> None:
    watch.now += 450 * DAY_SECONDS
    assert [limits.take(NUMBER, TWICE) for _ in range(3)] == [True, True, False]
    watch.now -= 450 * DAY_SECONDS
    assert limits.take(NUMBER, TWICE)


def test_memory_that_was_full_remembers_what_was_done_before(tmp_path: Path) -> None:
    with small_disk(tmp_path / "memory") as disk:
        limits = Limits(Memory(str(disk.folder), b"key"), Together(None))
        assert [limits.take(NUMBER, TWICE) for _ in range(2)] == [True, True]
        with disk.full(), pytest.raises(OSError, match="No space"):
            limits.give_back(NUMBER, "text")
        assert not limits.take(NUMBER, TWICE)


def _take(folder: Path) -> int:
    return sum(Limits(Memory(str(folder), b"key"), Together(None)).take(NUMBER, [Limit("text", 7)]) for _ in range(20))


def test_several_workers_share_one_limit(tmp_path: Path) -> None:
    with get_context("spawn").Pool(3) as workers:
        assert sum(workers.map(_take, [tmp_path] * 3)) == 7


def test_another_key_gives_other_names(tmp_path: Path) -> None:
    for key in (b"one", b"other"):
        Limits(Memory(str(tmp_path), key), Together(None)).take(NUMBER, TWICE)
    assert len([entry for entry in tmp_path.iterdir() if entry.name.startswith("n-")]) == 2


def test_what_is_older_than_a_day_leaves_the_disk(limits: Limits, tmp_path: Path) -> None:
    for number, hours in ((NUMBER, 25), ("+32470000001", 23)):
        before = {entry.name for entry in tmp_path.iterdir()}
        limits.take(number, TWICE)
        (new,) = [entry for entry in tmp_path.iterdir() if entry.name.startswith("n-") and entry.name not in before]
        os.utime(new, (0, time.time() - hours * 3600))
    limits.tidy()
    assert [entry for entry in tmp_path.iterdir() if entry.name.startswith("n-")] == [new]
