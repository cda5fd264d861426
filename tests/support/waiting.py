"""One way to wait for what happens elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable

AT_ONCE_SECONDS = (
    1.0  # whoever waits for a disk, a lock or a network waits longer; whoever does not is quicker even on a busy one
)


def eventually(happened: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until it is so; the test fails when it is not so in time."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
