"""Ask a line signed requests over every place of the call, for long, and print what its worker needs meanwhile.

scripts/dev/run soak                       200,000 requests, the journal on; exit 1 when memory or descriptors grow
scripts/dev/run soak --requests 40000
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import subprocess
import tempfile
import time
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from ivr.call.build import build_line
from ivr.call.reach import RECORDED
from ivr.call.state import CallState
from ivr.call.tour import SOMEBODY
from ivr.call.tour import calm
from ivr.call.turns import DialResult
from ivr.content.content import Content
from scripts.dev.walk import walk
from tests.support.calling import FORM
from tests.support.simulate.carrier import Carrier
from tests.support.simulate.connection import Connection
from tests.support.simulate.process import megabytes
from tests.support.simulate.process import served

TOKEN, OURS, THEIRS = "secret", "+3242223345", "+32470000000"
REQUESTS, STEP = 200_000, 20_000
CONNECTIONS = 16
REQUESTS_A_CALL = 25
MOST_MEGABYTES, MOST_GROWTH = 90.0, 5.0
MOST_DESCRIPTORS = 2  # more than after the first step: the journal may be at work
_STATUS = {
    DialResult.ANSWERED: "completed",
    DialResult.BUSY: "busy",
    DialResult.NO_ANSWER: "no-answer",
    DialResult.FAILED: "failed",
}


@dataclass(frozen=True)
class Needs:
    """What a worker needs after so many requests."""

    requests: int
    megabytes: float
    descriptors: int

    def __str__(self) -> str:
        return f"{self.requests:9,} requests  {self.megabytes:6.1f} MB  {self.descriptors:3} descriptors"


@dataclass(frozen=True)
class Post:
    path: str
    form: Mapping[str, str]


def keys(content: Content) -> list[tuple[CallState, str]]:
    """Every key at every place, in every language."""
    line, now = build_line(content, (SOMEBODY,)), datetime.now(UTC)
    start = line.advance(line.open(OURS, now).state, content.languages.by_key_of(content.languages.first), now)
    edges = [(calm(edge.before.state), edge.key) for edge in walk(line, now, start)]
    return [(replace(state, language=code), key) for state, key in edges for code in content.languages.codes]


def asks(everywhere: Sequence[tuple[CallState, str]]) -> Iterator[Post]:
    """Without an end: calls that together come through all of it, each with an id of its own."""
    places = itertools.cycle(everywhere)
    for call in itertools.count():
        form = FORM | {"CallSid": f"CA{call:032x}", "From": THEIRS, "To": OURS}
        yield Post("/voice", form)
        for state, key in itertools.islice(places, REQUESTS_A_CALL):
            yield Post(f"/voice/step?{state.encode()}", form | pressed(key))
        yield Post("/voice/status", form | {"CallStatus": "completed", "CallDuration": "99"})


def pressed(key: str) -> dict[str, str]:
    """What the carrier says of a key, of the end of a transfer, of a recording, or of nothing."""
    if key == RECORDED:
        return {"RecordingSid": f"RE{'0' * 32}", "RecordingDuration": "5"}
    ended = next((status for result, status in _STATUS.items() if result.value == key), None)
    if ended:
        return {"DialCallStatus": ended, "DialCallDuration": "30"}
    return {"Digits": key} if key else {}


async def soak(base: str, worker: int, requests: int, step: int) -> list[Needs]:
    """Over connections that are kept, looking at the worker after every step."""
    carrier, endless = Carrier(base, TOKEN), asks(keys(Content.load()))
    lines = [await Connection.to(carrier.host, carrier.port) for _ in range(CONNECTIONS)]
    found = []
    for number in looks(requests, step):
        began, some = time.monotonic(), itertools.islice(endless, min(step, requests))
        await asyncio.gather(*(_keep_asking(carrier, line, some) for line in lines))
        found.append(needs_of(worker, number))
        rate = min(step, requests) / (time.monotonic() - began)
        print(f"{found[-1]}  {rate:6.0f} a second", flush=True)
    await asyncio.gather(*(line.close() for line in lines))
    return found


def looks(requests: int, step: int) -> range:
    """After how many requests the worker is looked at: once at least."""
    return range(min(step, requests), requests + 1, step)


async def _keep_asking(carrier: Carrier, line: Connection, some: Iterator[Post]) -> None:
    for ask in some:
        reply = await line.exchange(carrier.request(carrier.base + ask.path, ask.form))
        if reply.status not in (200, 204):
            raise RuntimeError(f"{reply.status} for {ask}: {reply.body[:200]!r}")


def needs_of(worker: int, requests: int) -> Needs:
    return Needs(requests, megabytes(worker), len(list(Path(f"/proc/{worker}/fd").iterdir())))


def faults(found: Sequence[Needs]) -> list[str]:
    """What grew, in words."""
    first, most = found[0], max(needs.megabytes for needs in found)
    told = []
    if most > MOST_MEGABYTES:
        told.append(f"a worker needs {most:.1f} MB, at most {MOST_MEGABYTES:.0f} are allowed")
    if most - first.megabytes > MOST_GROWTH:
        told.append(f"memory grew by {most - first.megabytes:.1f} MB after the first {first.requests:,} requests")
    if found[-1].descriptors > first.descriptors + MOST_DESCRIPTORS:
        told.append(f"descriptors grew from {first.descriptors} to {found[-1].descriptors}")
    return told


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--requests", type=int, default=REQUESTS)
    made.add_argument("--step", type=int, default=STEP, help="requests between two looks")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        settings = {"TWILIO_AUTH_TOKEN": TOKEN, "DESK_NUMBER": SOMEBODY, "WORKERS": "1"}
        with served(settings | {"DATABASE_URL": f"sqlite:///{folder}/journal.sqlite3"}, output=subprocess.DEVNULL) as line:
            (worker,) = line.workers()
            print(f"{urlsplit(line.base).netloc}: {megabytes(worker):.1f} MB before the first call", flush=True)
            told = faults(asyncio.run(soak(line.base, worker, options.requests, options.step)))
    print("\n".join(told) or "flat")
    return 1 if told else 0
