"""One key press inside one process, beside a bare route's; start-up, memory, first clip."""

from __future__ import annotations

import asyncio
import statistics
import time
import urllib.request
from typing import Any
from urllib.parse import urlencode
from urllib.parse import urlsplit

from flask import Flask
from twilio.request_validator import RequestValidator
from werkzeug.test import EnvironBuilder
from werkzeug.test import run_wsgi_app

from ivr.clips.manifest import Clips
from ivr.settings import Settings
from ivr.web.app import create_app
from scripts.dev.bare import bare_route
from scripts.dev.bench_sides import TOKEN
from scripts.dev.bench_sides import Press
from scripts.dev.bench_sides import bare_press
from scripts.dev.bench_sides import line_side
from scripts.dev.bench_sides import record
from tests.support.simulate.load import percentile


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
        body, status, _ = run_wsgi_app(app.wsgi_app, environ, buffered=True)
        if not status.startswith("200"):
            raise RuntimeError(f"{status} {b''.join(body)!r}")
    return (time.perf_counter() - began) / len(environs)


def inside_one_process(turns: int) -> None:
    with line_side(1) as side:
        presses = asyncio.run(record(side.line.base))
        print(f"start-up {side.line.started_in:.2f} s, first clip {first_clip(side.line.base):.1f} ms")
        print(f"memory of a worker {side.megabytes_a_worker:.0f} MB")
        base = side.line.base
    line, bare = create_app(Settings(public_url=base, auth_token=TOKEN)), bare_route(base, TOKEN)
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
