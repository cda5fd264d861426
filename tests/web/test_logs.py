"""What may be written, and that writing holds nobody up."""

from __future__ import annotations

import logging
import sys

from ivr.web import logs


def formatted(message: str, *values: object, error: bool = False) -> str:
    try:
        raise ValueError("bad\n{forged: 2}")
    except ValueError:
        record = logging.LogRecord("ivr", logging.ERROR, "", 0, message, values, sys.exc_info() if error else None)
    return logs.OneBlock("%(message)s").format(record)


def test_nobody_else_writes_a_line_of_their_own() -> None:
    assert formatted("path %s", "/voice\n{forged: 1}") == "path /voice\n  {forged: 1}"
    assert formatted("path %s", "\x1b[2J\r\x85\u2028") == "path \\x1b[2J\\x0d\\x85\\x2028"
    assert all(line.startswith("  ") for line in formatted("a call met an error", error=True).splitlines()[1:])


def test_what_does_not_fit_is_lost_and_nothing_waits() -> None:
    taker = logs.Taker()
    for number in range(logs.MOST_WAITING + 10):
        taker.handle(logging.LogRecord("ivr", logging.INFO, "", 0, "%d", (number,), None))
    assert taker.waiting.qsize() == logs.MOST_WAITING
    assert taker.waiting.get().getMessage() == "0"
