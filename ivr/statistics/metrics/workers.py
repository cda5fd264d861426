"""The figures of all workers together: each writes its own into a small file every few seconds.

A disk that is full or gone costs the other workers' newest figures, and is told; it never stops a worker.
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry
from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from ivr.paths import own_folder

log = logging.getLogger("ivr.statistics.metrics")

INTERVAL_SECONDS = 5.0


class Workers:
    """This worker's figures for the others, and theirs."""

    def __init__(self, own: CollectorRegistry, folder: str, interval: float = INTERVAL_SECONDS) -> None:
        """`folder`: the same for all workers of a server, made as soon as there is room; "" for a worker that is alone."""
        self._own = own
        self._interval = interval
        self._folder = Path(folder) if folder else None
        self._name = f"{os.getpid()}-{secrets.token_hex(4)}.prom"
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._problem = ""

    def keep_sharing(self) -> None:
        """See to it that the thread runs which writes the file."""
        if self._folder is None or self._stop.is_set() or (self._thread and self._thread.is_alive()):
            return
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="figures", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Write a last time; what was counted stays counted after the worker has ended."""
        if self._thread and not self._stop.is_set():
            self._stop.set()
            self._thread.join(self._interval)

    def together(self) -> bytes:
        """In Prometheus' text format."""
        summed = CollectorRegistry()
        summed.register(_Together([self._own.collect(), self._sharing(), *self._others()]))
        return generate_latest(summed)

    def share(self) -> None:
        """Write the file once."""
        if self._folder is None:
            return
        path = self._folder / self._name
        try:
            own_folder(self._folder)
            new = path.with_suffix(".new")
            new.write_bytes(generate_latest(self._own))
            new.replace(path)
        except OSError as error:
            self._tell(f"{self._folder}: {error.strerror}")
        else:
            self._tell("")

    def _run(self) -> None:
        while not self._stop.wait(self._interval):
            self.share()
        self.share()

    def _tell(self, problem: str) -> None:
        if problem and problem != self._problem:
            log.warning("the figures of this worker cannot be written for the others: %s", problem)
        self._problem = problem

    def _sharing(self) -> Iterable[Metric]:
        yield GaugeMetricFamily("line_figures_not_shared", "1: this worker cannot write for the others", int(bool(self._problem)))

    def _others(self) -> Iterator[Iterable[Metric]]:
        for path in sorted(self._folder.glob("*.prom")) if self._folder else ():
            if path.name == self._name:
                continue
            try:
                families = list(text_string_to_metric_families(path.read_text("utf-8")))
            except (OSError, ValueError) as error:
                log.warning("the figures of another worker cannot be read: %s", error)
                continue
            # What only a living worker can have, such as a queue, is not counted for one that has ended.
            lives = Path(f"/proc/{path.name.partition('-')[0]}").exists()
            yield (family for family in families if lives or family.type != "gauge")


class _Together(Collector):
    """The sum of each sample."""

    def __init__(self, parts: Iterable[Iterable[Metric]]) -> None:
        self._parts = list(parts)

    def collect(self) -> Iterator[Metric]:
        sums: dict[str, dict[tuple[str, tuple[tuple[str, str], ...]], float]] = {}
        families: dict[str, Metric] = {}
        for part in self._parts:
            for family in part:
                families.setdefault(family.name, family)
                samples = sums.setdefault(family.name, {})
                for sample in family.samples:
                    key = sample.name, tuple(sample.labels.items())
                    samples[key] = samples.get(key, 0.0) + sample.value
        for name, family in families.items():
            whole = Metric(name, family.documentation, family.type)
            for (sample_name, labels), value in sums[name].items():
                if not sample_name.endswith("_created"):
                    whole.add_sample(sample_name, dict(labels), value)
            if whole.samples:
                yield whole
