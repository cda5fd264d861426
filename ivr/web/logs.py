"""What the line has to say goes to standard output through a thread of its own: output that nobody reads holds up no call."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import queue
import time
from logging.handlers import QueueHandler
from logging.handlers import QueueListener

MOST_WAITING = 1000  # lines; what comes while so many wait is lost
LOGGERS = ("ivr", "gunicorn.error")
_STANDARD_OUTPUT = 1
# Nobody who gets a word of theirs into the log can write a line of its own, or move a terminal's cursor.
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160), 0x2028, 0x2029) if code != ord("\n")}


class OneBlock(logging.Formatter):
    """Every line of an entry but its first begins with two spaces."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).translate(_CONTROL).replace("\n", "\n  ")


class Taker(QueueHandler):
    """Takes a line if there is room for it."""

    def __init__(self) -> None:
        self.waiting: queue.Queue[logging.LogRecord] = queue.Queue(MOST_WAITING)
        super().__init__(self.waiting)
        self.setFormatter(OneBlock("%(message)s"))

    def enqueue(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(queue.Full):
            self.waiting.put_nowait(record)


class Writer(logging.Handler):
    """Writes past Python's own buffer and without a lock: a stuck write would keep both, and the process could not end."""

    def createLock(self) -> None:
        self.lock = None  # one thread writes

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError):  # a full disk loses lines, not calls
            os.write(_STANDARD_OUTPUT, f"{record.getMessage()}\n".encode(errors="backslashreplace"))


def write_to_stdout() -> None:
    """What each process of a server does once: a thread is not taken along by a fork."""
    taker = Taker()
    for logger in map(logging.getLogger, LOGGERS):
        logger.handlers[:] = [taker]
        logger.propagate = False
    logging.getLogger("ivr").setLevel(logging.INFO)
    QueueListener(taker.waiting, Writer()).start()
    atexit.register(flush)


def flush(seconds: float = 1.0) -> None:
    """Wait until everything is written, for at most `seconds`."""
    end = time.monotonic() + seconds
    for handler in logging.getLogger("ivr").handlers:
        while isinstance(handler, Taker) and not handler.waiting.empty() and time.monotonic() < end:
            time.sleep(0.01)
