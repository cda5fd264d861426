"""The two that are compared, the line and a bare route, and the requests that are sent to them."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from urllib.parse import urlsplit

from ivr.clips.manifest import Clips
from tests.support.caller import DistantCaller
from tests.support.calling import FORM
from tests.support.simulate.carrier import Carrier
from tests.support.simulate.load import Figures
from tests.support.simulate.load import press
from tests.support.simulate.process import SERVE
from tests.support.simulate.process import Served
from tests.support.simulate.process import megabytes
from tests.support.simulate.process import served

TOKEN = "secret"
SIMULTANEOUS = 500
TURN_SECONDS = 2.0
# What callers press after their language; "." is silence. Each goes through another part of the line.
SCRIPTS = (".1.1113233.1", ".2.", ".3.1.5.", ".49#", ".1.31.3121", ".0", "..5#9")
LANGUAGE_KEYS = "1234567890"


@dataclass(frozen=True)
class Press:
    """One request of a call."""

    address: str
    form: dict[str, str]


@dataclass
class Recorder(Carrier):
    """Keeps every request of the calls it carries."""

    kept: list[Press] = field(default_factory=list)

    def request(self, address: str, form: Mapping[str, str]) -> bytes:
        self.kept.append(Press(address, dict(form)))
        return super().request(address, form)


async def record(base: str) -> list[Press]:
    """A mix of steps, in every language."""
    carrier, clips = Recorder(base, TOKEN), {file: name for name, file in Clips.load().files.items()}
    for language in LANGUAGE_KEYS:
        for script in SCRIPTS:
            async with DistantCaller(carrier, clips, sid="CA" + "1" * 32, caller="+32470000000", dialled="+3242223344") as call:
                await call.dials()
                for key in language + script:
                    await (call.waits() if key == "." else call.presses(key))
    return carrier.kept


def bare_press(base: str) -> Press:
    form = FORM | {"CallSid": "CA" + "1" * 32, "From": "+32470000000", "To": "+3242223344", "Digits": "1"}
    return Press(f"{base}/bare", form)


@dataclass(frozen=True)
class Side:
    """One of the two that are compared."""

    line: Served
    requests: list[bytes]

    def measure(self, connections: int = SIMULTANEOUS, seconds: float = TURN_SECONDS, pause: float = 0.0) -> Figures:
        parts = urlsplit(self.line.base)
        return asyncio.run(
            press(parts.hostname or "", parts.port or 80, self.requests, connections=connections, seconds=seconds, pause=pause)
        )

    @property
    def megabytes_a_worker(self) -> float:
        return max(megabytes(worker) for worker in self.line.workers())


@contextmanager
def line_side(workers: int, database: str = "none") -> Iterator[Side]:
    settings = {"TWILIO_AUTH_TOKEN": TOKEN, "WORKERS": str(workers), "DATABASE_URL": database}
    with served(settings, output=subprocess.DEVNULL) as line:
        presses = asyncio.run(record(line.base))
        carrier = Carrier(line.base, TOKEN)
        yield Side(line, [carrier.request(press.address, press.form) for press in presses])


@contextmanager
def bare_side(workers: int) -> Iterator[Side]:
    with served({"WORKERS": str(workers), "TWILIO_AUTH_TOKEN": TOKEN}, command=(*SERVE[:-1], "scripts.dev.bare:app")) as line:
        press = bare_press(line.base)
        yield Side(line, [Carrier(line.base, TOKEN).request(press.address, press.form)])
