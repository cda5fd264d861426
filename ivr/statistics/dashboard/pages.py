"""What the pages of the dashboard answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from flask import Blueprint
from flask import Response
from flask import redirect
from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from ivr.call.line import Line
from ivr.statistics.dashboard.figures.overview import headline
from ivr.statistics.dashboard.figures.page import Page
from ivr.statistics.dashboard.figures.views import TABLES
from ivr.statistics.dashboard.figures.views import VIEWS
from ivr.statistics.dashboard.figures.views import tables_of
from ivr.statistics.dashboard.ownthreads import Busy
from ivr.statistics.dashboard.ownthreads import OwnThreads
from ivr.statistics.dashboard.period import DEFAULT_DAYS
from ivr.statistics.dashboard.period import PRESETS
from ivr.statistics.dashboard.period import Period
from ivr.statistics.dashboard.queries import Reader
from ivr.statistics.dashboard.rendering import Pen
from ivr.statistics.dashboard.rendering import address_of
from ivr.statistics.dashboard.rendering import column_label
from ivr.statistics.dashboard.tables import to_csv
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.reasons import reason
from ivr.statistics.journal.status import JournalStatus

log = logging.getLogger("ivr.statistics.dashboard")

RETRY_SECONDS = 5
REFRESH_SECONDS = 2

T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """Where the figures come from. `made_up`: nobody made these calls, and every page says so."""

    database: Callable[[], Database]
    retention_days: int
    status: Callable[[], JournalStatus | None] = lambda: None  # of the journal that is being written
    made_up: bool = False


class Pages:
    """What each address answers."""

    def __init__(self, source: Source, *, line: Callable[[], Line], threads: OwnThreads, today: Callable[[], date]) -> None:
        """`line`: what callers hear now; its names are shown."""
        self._source = source
        self._line = line
        self._threads = threads
        self._today = today
        self._pen = Pen(line, made_up=source.made_up)

    def under(self, pages: Blueprint) -> None:
        """Answer at the addresses of a blueprint."""
        pages.add_url_rule("/", "start", lambda: redirect(address_of("view", name=VIEWS[0])))
        pages.add_url_rule(f"/<any({', '.join(VIEWS)}):name>", "view", self.view)
        pages.add_url_rule(f"/csv/<any({', '.join(TABLES)}):name>.csv", "export", self.export)
        pages.after_request(keep_private)
        for trouble in (SQLAlchemyError, OSError, Busy):
            pages.register_error_handler(trouble, self.unreachable)

    def ask(self, problem: str) -> str:
        """The form of the login."""
        return self._pen.write("login", problem=problem)

    def view(self, name: str) -> ResponseReturnValue:
        """One subject over a period, compared with the one before."""
        period = self._period()
        figures, tables = self._read(period, lambda page: (headline(page), [make(page) for make in tables_of(name)]))
        if not self._compares(period):
            figures, tables = [figure.alone for figure in figures], [table.alone for table in tables]
        return self._pen.write(
            "view",
            name=name,
            views=VIEWS,
            period=period,
            today=self._today(),
            presets=PRESETS,
            chosen=request.args.get("days", "" if request.args.get("from") else str(DEFAULT_DAYS)),
            figures=figures,
            tables=tables,
            compared=self._compares(period),
            status=self._source.status(),
            retention_days=self._source.retention_days,
        )

    def export(self, name: str) -> Response:
        """One table for a spreadsheet, in UTF-8 with the mark that spreadsheets look for."""
        period, words = self._period(), self._pen.texts().words
        table = self._read(period, TABLES[name])
        table = table if self._compares(period) else table.alone
        labels = [column_label(words, column) for column in table.columns]
        text = to_csv(table, words.columns[table.heading], labels, words.separator)
        response = Response(f"\N{BYTE ORDER MARK}{text}", mimetype="text/csv")
        file = f"{'made-up-' if self._source.made_up else ''}{name}-{period.first}-{period.last}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
        return response

    def unreachable(self, error: Exception) -> ResponseReturnValue:
        """For a moment, it is hoped; while the invented calls are being made, the page asks again by itself."""
        making = self._source.made_up and isinstance(error, Busy)
        if not making:
            log.error("the dashboard cannot read the journal: %s", error if isinstance(error, Busy) else reason(error))
        page = self._pen.write("unreachable", making=making, status=self._source.status())
        headers = {"Retry-After": str(RETRY_SECONDS)} | ({"Refresh": str(REFRESH_SECONDS)} if making else {})
        return page, 503, headers

    def _period(self) -> Period:
        return Period.from_query(request.args, self._today())

    def _compares(self, period: Period) -> bool:
        return period.can_be_compared(self._today(), self._source.retention_days)

    def _read(self, period: Period, make: Callable[[Page], T]) -> T:
        texts, today, line = self._pen.texts(), self._today(), self._line()

        def work() -> T:
            with self._source.database().engine.connect() as connection:
                reader = Reader(connection, period)
                content = line.content
                questions, centres = content.programme.question_ids, tuple(content.centre_by_id)
                return make(Page(reader, texts, line.steps, questions, content.languages.codes, centres, today))

        return self._threads.run(work)


def keep_private(response: Response) -> Response:
    """No copy in a cache, no entry in a search engine; but styles and scripts may be kept."""
    static = request.endpoint == "dashboard.static"
    response.headers["Cache-Control"] = "public, max-age=86400" if static else "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
