"""Measure the line beside a bare Flask route that checks the same signature and answers with a fixed document.

    scripts/bench.py             over HTTP: requests a second, p50, p99, memory, callers served; --picture FILE draws them
    scripts/bench.py --journal   the same line with its journal and without
    scripts/bench.py --wsgi      one key press inside one process; start-up, memory, first clip

Both sides are measured in turns, in the same minutes, on the same server; the ratio is the median of the turns'.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pygal  # type: ignore[import-untyped]  # noqa: E402
from flask import Flask  # noqa: E402
from flask import Response  # noqa: E402
from flask import request  # noqa: E402
from twilio.request_validator import RequestValidator  # noqa: E402
from werkzeug.test import EnvironBuilder  # noqa: E402

from ivr.audio import Clips  # noqa: E402
from ivr.config import Settings  # noqa: E402
from ivr.gateway import Gateway  # noqa: E402
from ivr.gateway import run  # noqa: E402
from ivr.serve import Address  # noqa: E402
from ivr.serve import serve  # noqa: E402
from ivr.simulate.call import FORM  # noqa: E402
from ivr.simulate.call import Call  # noqa: E402
from ivr.simulate.carrier import Carrier  # noqa: E402
from ivr.simulate.load import Figures  # noqa: E402
from ivr.simulate.load import percentile  # noqa: E402
from ivr.simulate.load import press  # noqa: E402
from ivr.simulate.process import Served  # noqa: E402
from ivr.simulate.process import megabytes  # noqa: E402
from ivr.simulate.process import served  # noqa: E402

TOKEN = "secret"
SECONDS_A_KEY = 12  # of a caller who listens before pressing
SIMULTANEOUS = 500
TURNS, TURN_SECONDS = 7, 2.0
# What callers press after their language; "." is silence. Each goes through another part of the line.
SCRIPTS = (".1.1113233.1", ".2.", ".3.1.5.", ".49#", ".1.31.3121", ".0", "..5#9")
LANGUAGE_KEYS = "1234567890"

BARE_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Gather numDigits="1" timeout="8" finishOnKey="" '
    'action="http://line.example/bare" method="POST"><Play>http://line.example/audio/a.mp3</Play></Gather>'
    "<Redirect>http://line.example/bare</Redirect></Response>"
)


def bare_route(base: str) -> Flask:
    """The least a webhook can do."""
    app, validator = Flask("bare", static_folder=None), RequestValidator(TOKEN)

    @app.post("/bare")
    def bare() -> Response:
        url = base + request.full_path.removesuffix("?")
        if not validator.validate(url, request.form, request.headers.get("X-Twilio-Signature", "")):
            return Response(status=403)
        return Response(BARE_DOCUMENT, mimetype="text/xml")

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return app


# --- what is sent -----------------------------------------------------------------------------------------


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
            async with Call(carrier, clips, sid="CA" + "1" * 32, caller="+32470000000", dialled="+3242223344") as call:
                await call.dials()
                for key in language + script:
                    await (call.waits() if key == "." else call.presses(key))
    return carrier.kept


def bare_press(base: str) -> Press:
    form = FORM | {"CallSid": "CA" + "1" * 32, "From": "+32470000000", "To": "+3242223344", "Digits": "1"}
    return Press(f"{base}/bare", form)


# --- over HTTP ----------------------------------------------------------------------------------------------


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
    with served({"WORKERS": str(workers)}, command=("scripts/bench.py", "--serve-bare")) as line:
        press = bare_press(line.base)
        yield Side(line, [Carrier(line.base, TOKEN).request(press.address, press.form)])


def serve_bare() -> None:
    serve(Address.from_env(os.environ), lambda: Gateway(bare_route(os.environ["PUBLIC_URL"]).wsgi_app))


@dataclass(frozen=True)
class Comparison:
    """Figures of the turns, ours beside the other's."""

    ours: list[Figures]
    others: list[Figures]

    @property
    def ratio(self) -> float:
        return statistics.median(mine.per_second / other.per_second for mine, other in zip(self.ours, self.others, strict=True))


def in_turns(ours: Side, other: Side, turns: int, **how: Any) -> Comparison:
    ours.measure(seconds=0.5), other.measure(seconds=0.5)  # warm up
    pairs = [(ours.measure(**how), other.measure(**how)) for _ in range(turns)]
    return Comparison([mine for mine, _ in pairs], [theirs for _, theirs in pairs])


def median(figures: list[Figures], what: Callable[[Figures], float]) -> float:
    return statistics.median(map(what, figures))


def show(name: str, figures: list[Figures], side: Side) -> float:
    rate = median(figures, lambda figure: figure.per_second)
    print(
        f"  {name:<16}{rate:7.0f} requests/s   p50 {median(figures, lambda figure: figure.median):6.1f} ms"
        f"   p99 {median(figures, lambda figure: figure.p99):6.1f} ms   {side.megabytes_a_worker:4.0f} MB a worker"
    )
    return rate


def over_http(turns: int, picture: Path | None) -> None:
    rates: dict[str, list[float]] = {"the line": [], "a bare route": []}
    for workers in (1, 2):
        with line_side(workers) as ours, bare_side(workers) as bare:
            print(f"{workers} worker(s), {SIMULTANEOUS} connections, each sending as soon as it is answered")
            full = in_turns(ours, bare, turns)
            rates["the line"].append(show("the line", full.ours, ours))
            rates["a bare route"].append(show("a bare route", full.others, bare))
            callers = rates["the line"][-1] * SECONDS_A_KEY
            print(f"  ratio {full.ratio:.2f}; {callers:,.0f} callers at a key every {SECONDS_A_KEY} s")
            for pause in (1.0, float(SECONDS_A_KEY)):
                paced = ours.measure(seconds=max(5.0, pause), pause=pause)
                print(
                    f"  {SIMULTANEOUS} callers, a key every {pause:.0f} s: {paced.per_second:.0f} requests/s, "
                    f"p50 {paced.median:.1f} ms, p99 {paced.p99:.1f} ms"
                )
    if picture:
        draw(rates, picture)


def draw(rates: dict[str, list[float]], picture: Path) -> None:
    style = pygal.style.Style(background="white", plot_background="white", font_family="sans-serif")
    chart = pygal.Bar(
        style=style, js=(), title="Requests a second by number of workers", range=(0, max(map(max, rates.values())))
    )
    chart.x_labels = ["1 worker", "2 workers"]
    for name, values in rates.items():
        chart.add(name, [round(value) for value in values])
    picture.write_bytes(chart.render())


def journal_on_and_off(turns: int) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        line_side(1, f"sqlite:///{folder}/journal.sqlite3") as kept,
        line_side(1) as unkept,
    ):
        print(f"1 worker, {SIMULTANEOUS} connections, each sending as soon as it is answered")
        comparison = in_turns(kept, unkept, turns)
        show("with a journal", comparison.ours, kept)
        show("without", comparison.others, unkept)
        print(f"  ratio {comparison.ratio:.2f}")


# --- inside one process ---------------------------------------------------------------------------------------


def environ_of(press: Press) -> dict[str, Any]:
    parts = urlsplit(press.address)
    return EnvironBuilder(
        method="POST",
        path=parts.path,
        query_string=parts.query,
        base_url=f"{parts.scheme}://{parts.netloc}",
        headers=[("X-Twilio-Signature", RequestValidator(TOKEN).compute_signature(press.address, press.form))],
        content_type="application/x-www-form-urlencoded",
        data=urlencode(press.form),
    ).get_environ()


def timed(app: Flask, presses: list[Press]) -> float:
    """Seconds a request, signatures prepared beforehand."""
    environs = [environ_of(press) for press in presses]
    began = time.perf_counter()
    for environ in environs:
        answer = run(app.wsgi_app, environ)
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} {answer.body!r}")
    return (time.perf_counter() - began) / len(environs)


def inside_one_process(turns: int) -> None:
    from ivr.web import create_app  # noqa: PLC0415 - not in the master of the bare server

    with line_side(1) as side:
        presses = asyncio.run(record(side.line.base))
        print(f"start-up {side.line.started_in:.2f} s, first clip {first_clip(side.line.base):.1f} ms")
        print(f"memory of a worker {side.megabytes_a_worker:.0f} MB")
        base = side.line.base
    line, bare = create_app(Settings(public_url=base, auth_token=TOKEN)), bare_route(base)
    same = [bare_press(base)] * len(presses)
    timed(line, presses), timed(bare, same)  # warm up
    pairs = [(timed(line, presses), timed(bare, same)) for _ in range(turns * 5)]
    ratio = statistics.median(ours / other for ours, other in pairs)
    mine, theirs = (statistics.median(times) * 1e6 for times in zip(*pairs, strict=True))
    print(f"a key press: {mine:.0f} µs, a bare route {theirs:.0f} µs, ratio {ratio:.2f} ({len(presses)} steps, ten languages)")


def first_clip(base: str) -> float:
    """Milliseconds, the slowest but one of a hundred different clips."""
    times = []
    for file in list(Clips.load().files.values())[:100]:
        began = time.perf_counter()
        with urllib.request.urlopen(f"{base}/audio/{file}") as answer:
            answer.read()
        times.append((time.perf_counter() - began) * 1000)
    return percentile(times, 98)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wsgi", action="store_true", help="inside one process")
    parser.add_argument("--journal", action="store_true", help="with the journal and without")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--picture", type=Path, help="where to draw what was measured over HTTP, as SVG")
    parser.add_argument("--serve-bare", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve_bare:
        serve_bare()
    elif chosen.wsgi:
        inside_one_process(chosen.turns)
    elif chosen.journal:
        journal_on_and_off(chosen.turns)
    else:
        over_http(chosen.turns, chosen.picture)


if __name__ == "__main__":
    main()
