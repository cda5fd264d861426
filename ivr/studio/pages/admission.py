"""Who comes in: few requests of the studio at once, so that most threads are left for callers, and none without a disk."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from flask import Blueprint
from flask import g
from flask import request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from ivr.statistics.journal.reasons import reason

log = logging.getLogger("ivr.studio")

AT_ONCE = 2
IN_ALL = 5  # with those that wait for a place
PLACE_SECONDS = 5.0
BUSY_SECONDS = 5  # until it is worth asking again


class Admission:
    """Shared by all blueprints of the studio."""

    def __init__(self, prepare: Callable[[], object] = lambda: None) -> None:
        """`prepare`: done before each page; raises what a disk or a database raises."""
        self._prepare = prepare
        self._inside = threading.BoundedSemaphore(AT_ONCE)
        self._door = threading.BoundedSemaphore(IN_ALL)

    def guard(self, pages: Blueprint) -> None:
        pages.before_request(self._enter)
        pages.teardown_request(self._leave)
        for trouble in (SQLAlchemyError, OSError):
            pages.register_error_handler(trouble, cannot_be_used)

    def _enter(self) -> None:
        if (request.endpoint or "").endswith(".static"):
            return
        if not self._door.acquire(blocking=False):
            raise ServiceUnavailable("Too many pages at a time", retry_after=BUSY_SECONDS)
        g.at_the_door = True
        if not self._inside.acquire(timeout=PLACE_SECONDS):
            raise ServiceUnavailable("Too many pages at a time", retry_after=BUSY_SECONDS)
        g.inside = True
        self._prepare()

    def _leave(self, error: BaseException | None) -> None:
        if g.pop("inside", False):
            self._inside.release()
        if g.pop("at_the_door", False):
            self._door.release()


def cannot_be_used(fault: Exception) -> Response:
    """The disk is full, or can only be read: that passes, and calls go on meanwhile."""
    log.error("the studio cannot be used: %s", reason(fault))  # for the operator: it may name a folder
    headers = {"Retry-After": str(BUSY_SECONDS)}
    return Response(
        "The studio cannot be used at the moment. Please try again in a while.\n", 503, headers, mimetype="text/plain"
    )
