"""Measure the line beside a bare Flask route that checks the same signature and answers with a fixed document.

    scripts/dev/run bench            over HTTP: requests a second, p50, p99, memory, callers served; --picture FILE draws them
    scripts/dev/run bench --journal   the same line with its journal and without
    scripts/dev/run bench --wsgi      one key press inside one process; start-up, memory, first clip

Both sides are measured in turns, in the same minutes, on the same server; the ratio is the median of the turns'.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pygal  # type: ignore[import-untyped]

from scripts.dev.bench_inside import inside_one_process
from scripts.dev.bench_sides import SIMULTANEOUS
from scripts.dev.bench_sides import Side
from scripts.dev.bench_sides import bare_side
from scripts.dev.bench_sides import line_side
from tests.support.simulate.load import Figures

TURNS = 7
SECONDS_A_KEY = 12  # of a caller who listens before pressing


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


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--wsgi", action="store_true", help="inside one process")
    made.add_argument("--journal", action="store_true", help="with the journal and without")
    made.add_argument("--turns", type=int, default=TURNS)
    made.add_argument("--picture", type=Path, help="where to draw what was measured over HTTP, as SVG")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    if options.wsgi:
        inside_one_process(options.turns)
    elif options.journal:
        journal_on_and_off(options.turns)
    else:
        over_http(options.turns, options.picture)
    return 0
