"""Load: prepared requests over many kept connections, as fast as they are answered or at a steady pace."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.support.simulate.connection import Connection


@dataclass(frozen=True)
class Figures:
    """What was measured. Times are in milliseconds."""

    requests: int
    seconds: float
    median: float
    p99: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


async def press(
    host: str,
    port: int,
    requests: Sequence[bytes],
    *,
    connections: int,
    seconds: float,
    pause: float = 0.0,
    never: Sequence[bytes] = (),
) -> Figures:
    """Send for `seconds` over every connection, each `pause` seconds after it was answered.

    Raises RuntimeError when anything but success is answered, or anything of `never`.
    """
    lines = [await Connection.to(host, port) for _ in range(connections)]
    times: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(
        *(
            _keep_pressing(
                line,
                _from(requests, index),
                times,
                end=began + seconds,
                pause=pause,
                wait=pause * index / connections,
                never=never,
            )
            for index, line in enumerate(lines)
        )
    )
    elapsed = time.perf_counter() - began
    await asyncio.gather(*(line.close() for line in lines))
    return Figures(len(times), elapsed, statistics.median(times) * 1000, percentile(times, 99) * 1000)


async def _keep_pressing(
    line: Connection,
    requests: itertools.cycle[bytes],
    times: list[float],
    *,
    end: float,
    pause: float,
    wait: float,
    never: Sequence[bytes],
) -> None:
    """Begin after `wait` seconds and send until `end` (time.perf_counter)."""
    await asyncio.sleep(wait)
    while (sent := time.perf_counter()) < end:
        reply = await line.exchange(next(requests))
        times.append(time.perf_counter() - sent)
        if reply.status != 200 or any(words in reply.body for words in never):
            raise RuntimeError(f"{reply.status}: {reply.body[:500]!r}")
        if pause:
            await asyncio.sleep(pause)


def _from(requests: Sequence[bytes], index: int) -> itertools.cycle[bytes]:
    """The same requests, begun at another place by every connection."""
    start = index * 7919 % len(requests)
    return itertools.cycle([*requests[start:], *requests[:start]])


def percentile(values: Sequence[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
