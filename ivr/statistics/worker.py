"""The statistics of one worker, put together."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping

from flask import Blueprint

from ivr.call.line import Line
from ivr.statistics.journal.opening import open_journal
from ivr.statistics.journal.settings import JournalSettings
from ivr.statistics.journal.status import JournalStatus
from ivr.statistics.metrics.figures import Figures
from ivr.statistics.metrics.pages import blueprint as metrics
from ivr.statistics.metrics.workers import Workers
from ivr.statistics.observe import Happened
from ivr.statistics.observe import Observer


class Statistics:
    """Who is told what happened, the pages that show it, and how it does."""

    def __init__(self, settings: JournalSettings, line: Callable[[], Line]) -> None:
        """`line`: what callers hear now."""
        self._settings = settings
        self._line = line
        self._journal = open_journal(settings, line)
        self._figures = Figures(self._journal)
        self._workers = Workers(self._figures.registry, settings.figures_folder)

    @property
    def observers(self) -> Mapping[str, Observer]:
        """By a name for operators."""
        return {"journal": self._journal.observe, "figures": self._count}

    def pages(self, *, demo: bool) -> Iterator[Blueprint]:
        yield metrics(self._workers, self._settings.metrics_token, demo=demo)
        if self._settings.dashboard:
            from ivr.statistics.dashboard.blueprints import dashboard  # noqa: PLC0415 - with all that a login needs

            yield dashboard(self._settings, self._journal, self._line, secure=not demo)
        elif demo:
            from ivr.statistics.dashboard.blueprints import example  # noqa: PLC0415
            from ivr.statistics.example.shelf import ExampleYear  # noqa: PLC0415

            yield example(self._line, ExampleYear(self._line, self._settings.example_folder, self._settings.retention_days))

    def journal_status(self) -> JournalStatus:
        return self._journal.status()

    def warnings(self) -> tuple[str, ...]:
        """What an operator should look at, in words that anybody may read."""
        warning = self._journal.status().warning
        return (warning,) if warning else ()

    def close(self) -> None:
        """Write what is waiting, as the worker ends."""
        self._journal.close()
        self._workers.close()

    def _count(self, what: Happened) -> None:
        self._figures.observe(what)
        self._workers.keep_sharing()
