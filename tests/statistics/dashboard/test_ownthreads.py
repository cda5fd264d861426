"""Whatever a page waits for, few threads wait with it, and not for long."""

from __future__ import annotations

import threading
import time

import pytest

from ivr.statistics.dashboard.ownthreads import Busy
from ivr.statistics.dashboard.ownthreads import OwnThreads
from tests.support.waiting import eventually


def test_work_is_done_in_a_thread_of_its_own() -> None:
    assert OwnThreads().run(threading.current_thread).name.startswith("page")


def test_an_error_of_the_work_reaches_the_page() -> None:
    with pytest.raises(ZeroDivisionError):
        OwnThreads().run(lambda: 1 / 0)


def test_work_that_hangs_is_left_alone_and_keeps_its_place_until_it_ends() -> None:
    threads, answer = OwnThreads(threads=1, seconds=0.05), threading.Event()
    with pytest.raises(Busy):
        threads.run(answer.wait)
    before = time.monotonic()
    with pytest.raises(Busy):
        threads.run(lambda: None)
    refused_after = time.monotonic() - before
    answer.set()

    def is_free() -> bool:
        try:
            return threads.run(lambda: True)
        except Busy:
            return False

    eventually(is_free)
    assert refused_after < 0.5
