"""Lines with releases, and callers who listen to every clip of theirs."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import asynccontextmanager
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import Any
from typing import Self

from ivr.clips.manifest import Clips
from ivr.clips.releases.store import Releases
from ivr.paths import ROOT
from tests.support.caller import DistantCaller
from tests.support.simulate.carrier import Carrier
from tests.support.simulate.connection import Connection
from tests.support.simulate.process import Served
from tests.support.simulate.process import served

TOKEN = "secret"
KEYS = ("1", "2", "3", "9", "0")
SOON = 5.0  # seconds until a published release is heard


@contextmanager
def line_of(releases: Releases, settings: Mapping[str, str] | None = None, folder: Path = ROOT) -> Iterator[Served]:
    own = {"TWILIO_AUTH_TOKEN": TOKEN, "WORKERS": "2", "CONTENT_DIR": str(releases.folder)}
    with served(own | dict(settings or {}), folder=folder, errors=subprocess.DEVNULL) as line:
        yield line


def health(line: Served) -> dict[str, Any]:
    """What the line says of itself; nothing while it does not answer."""
    try:
        with urllib.request.urlopen(f"{line.base}/healthz", timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except urllib.error.URLError:
        return {}


def every_worker_says(line: Served, id: str, times: int = 12) -> bool:
    """Asked often enough for each of them to have answered."""
    return all(health(line).get("release") == id for _ in range(times))


def files_of(releases: Releases) -> dict[str, dict[str, str]]:
    """Per release: file -> clip."""
    return {place.id: {file: name for name, file in Clips.load(place.audio).files.items()} for place in releases.list()}


@dataclass
class Callers:
    """All are on the line until `stop`; every turn is of one release, and each of its clips can be fetched."""

    base: str
    known: dict[str, dict[str, str]]
    faults: list[str] = field(default_factory=list)
    heard: dict[str, int] = field(default_factory=dict)  # turns by release
    stop: bool = False

    @asynccontextmanager
    async def calling(self, size: int) -> AsyncIterator[Self]:
        tasks = [asyncio.create_task(self._live(number)) for number in range(size)]
        await asyncio.sleep(1.0)
        yield self
        self.stop = True
        await asyncio.gather(*tasks)

    async def _live(self, number: int) -> None:
        chance, carrier = random.Random(number), Carrier(self.base, TOKEN, more_tries=0)
        names = {file: name for files in self.known.values() for file, name in files.items()}
        call = DistantCaller(carrier, names, sid=f"CA{number:032x}", caller=f"+3247{number:07}", dialled="+3242223344")
        audio = None
        try:
            async with call:
                await call.dials()
                audio = await Connection.to(carrier.host, carrier.port)
                await self._fetch(call, audio, chance)
                await call.presses("1")
                while not self.stop:
                    await asyncio.sleep(chance.uniform(0.5, 3.0))
                    await self._one_turn(call, chance)
                    await self._fetch(call, audio, chance)
        except Exception as fault:
            self.faults.append(f"caller {number}: {fault!r}")
        finally:
            if audio:
                await audio.close()

    async def _one_turn(self, call: DistantCaller, chance: random.Random) -> None:
        if call.document.dial_action:
            await call.line_is("busy")
        elif call.document.gather is None:
            await call.dials()
        else:
            await call.presses(chance.choice(KEYS))
        if "sorry" in call.words:
            self.faults.append(f"begun again: {call.heard}")

    async def _fetch(self, call: DistantCaller, audio: Connection, chance: random.Random) -> None:
        said = [url.partition("/audio/")[2] for url in call.document.plays]
        if not said:
            return
        of = [id for id, files in self.known.items() if set(said) <= files.keys()]
        if not of:
            self.faults.append(f"a turn of two releases: {said}")
        for id in of:
            self.heard[id] = self.heard.get(id, 0) + 1
        file = chance.choice(said)
        reply = await audio.exchange(f"GET /audio/{file} HTTP/1.1\r\nHost: line\r\nRange: bytes=0-9\r\n\r\n".encode())
        if reply.status not in (200, 206):
            self.faults.append(f"{reply.status} for {file}")
