"""Nothing an observer does, raises or waits for reaches whoever tells it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from ivr.statistics.observe import Happened
from ivr.statistics.observe import Observers

KEY = Happened("stepped", "step")


class Hanging:
    """Waits until it is let go."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.seen = 0

    def __call__(self, what: Happened) -> None:
        self.go_on.wait(30)
        self.seen += 1


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    observer = Hanging()
    yield observer
    observer.go_on.set()


def fails(what: Happened) -> None:
    raise KeyError("no such thing")


def test_everybody_sees_everything_in_order() -> None:
    first, second = list[Happened](), list[Happened]()
    observers = Observers({"first": first.append, "second": second.append}, interval=0.01)
    told = [Happened("stepped", seconds=float(number)) for number in range(100)]
    for what in told:
        observers.notify(what)
    assert observers.close()
    assert first == second == told
    assert observers.warnings() == ()


@pytest.mark.meets_errors
def test_one_that_fails_is_told_on_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    seen = list[Happened]()
    observers = Observers({"figures": fails, "other": seen.append}, interval=0.01)
    for _ in range(3):
        observers.notify(KEY)
    assert observers.close()
    assert len(seen) == 3
    assert observers.warnings() == ("figures: did not see 0 requests, and met an error in 3",)
    assert caplog.text.count("an observer met an error") == 1


def test_one_that_hangs_holds_nobody_up_and_loses_what_does_not_fit(hanging: Hanging) -> None:
    seen = list[Happened]()
    observers = Observers({"hanging": hanging, "other": seen.append}, capacity=10, interval=0.01)
    began = time.monotonic()
    for _ in range(10):
        observers.notify(KEY)
    while len(seen) < 10:
        time.sleep(0.01)
    for _ in range(10):
        observers.notify(KEY)
    assert time.monotonic() - began < 5
    assert not observers.close(0.1)
    (warning,) = observers.warnings()
    assert "did not see 9 requests" in warning  # one is in its hands, ten wait
    hanging.go_on.set()
    assert observers.close()
    assert hanging.seen == 11


def test_a_thread_that_has_died_is_begun_again(recwarn: pytest.WarningsRecorder) -> None:
    seen = list[Happened]()

    def dies_once(what: Happened) -> None:
        seen.append(what)
        if len(seen) == 1:
            raise SystemExit

    observers = Observers({"dies": dies_once}, interval=0.01)
    observers.notify(KEY)
    while not seen:
        time.sleep(0.01)
    observers.notify(KEY)
    assert observers.close()
    assert len(seen) == 2


def test_without_a_thread_to_be_had_nothing_is_raised(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def no_more(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    seen = list[Happened]()
    observers = Observers({"one": seen.append}, interval=0.01)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", no_more)
        observers.notify(KEY)
    assert "an observer has no thread" in caplog.text
    assert observers.close()
    assert seen == [KEY]


def test_when_nothing_happens_no_thread_stays() -> None:
    observers = Observers({"one": lambda what: None}, interval=0.001)
    before = threading.active_count()
    observers.notify(KEY)
    end = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < end:
        time.sleep(0.01)
    assert threading.active_count() <= before
