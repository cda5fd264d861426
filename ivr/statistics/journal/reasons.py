"""Why a database cannot be written, in an operator's words."""

from __future__ import annotations

from sqlalchemy.exc import DataError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# What SQLite says, and what it means.
_SQLITE = {
    "disk is full": "the disk is full",
    "readonly database": "the file, its folder or the whole disk can only be read",
    "unable to open": "the file cannot be opened: its folder is missing or may not be written",
    "not a database": "the file is not an SQLite database",
    "malformed": "the file is damaged; move it away and a new one is begun",
    "is locked": "another program holds the file",
    "disk I/O error": "the disk reports an error",
}


def database_at_fault(error: Exception) -> bool:
    """Whether waiting may help; otherwise what was to be written is at fault."""
    return isinstance(error, DBAPIError | PoolTimeout | OSError) and not isinstance(error, DataError | IntegrityError)


def reason(error: Exception) -> str:
    """One line without the values that were to be written."""
    if not database_at_fault(error):
        return place(error)
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    said = (str(cause).strip().splitlines() or [type(cause).__name__])[0]
    return next((meaning for words, meaning in _SQLITE.items() if words in said), said)


def place(error: BaseException) -> str:
    """Where in the program it was raised: "KeyError in facts.py, line 71". The message stays away, it may hold a value."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_filename.rpartition('/')[2]}, line {trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{where}"
