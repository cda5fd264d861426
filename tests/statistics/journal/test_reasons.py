"""Why a database cannot be written, in an operator's words and without a value."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import DataError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.exc import StatementError

from ivr.statistics.journal.reasons import database_at_fault
from ivr.statistics.journal.reasons import place
from ivr.statistics.journal.reasons import reason


def of_sqlite(said: str) -> OperationalError:
    return OperationalError("INSERT INTO events", {"call": "CA-secret"}, sqlite3.OperationalError(said))


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("database or disk is full", "the disk is full"),
        ("attempt to write a readonly database", "the file, its folder or the whole disk can only be read"),
        ("unable to open database file", "the file cannot be opened: its folder is missing or may not be written"),
        ("file is not a database", "the file is not an SQLite database"),
        ("database disk image is malformed", "the file is damaged; move it away and a new one is begun"),
        ("database is locked", "another program holds the file"),
        ("disk I/O error", "the disk reports an error"),
        ("something new\nin two lines", "something new"),
    ],
)
def test_what_the_database_says_is_told_in_plain_words(said: str, meaning: str) -> None:
    assert reason(of_sqlite(said)) == meaning


@pytest.mark.parametrize(
    ("error", "waits"),
    [
        (of_sqlite("database or disk is full"), True),
        (DatabaseError("", {}, sqlite3.DatabaseError("file is not a database")), True),
        (ProgrammingError("", {}, Exception("permission denied for table events")), True),
        (PermissionError(13, "Permission denied"), True),
        (DataError("", {}, Exception("value too long")), False),
        (IntegrityError("", {}, Exception("NOT NULL")), False),
        (StatementError("wrong type", "", {}, ValueError()), False),
        (KeyError("step"), False),
    ],
)
def test_waiting_helps_when_the_database_is_at_fault_and_not_what_was_to_be_written(error: Exception, waits: bool) -> None:
    assert database_at_fault(error) is waits


def test_an_error_of_the_program_is_named_by_its_place_and_not_by_a_value() -> None:
    with pytest.raises(KeyError) as failed:
        _look_up("CA-secret")

    assert reason(failed.value) == place(failed.value)
    assert place(failed.value).startswith("KeyError in test_reasons.py, line ")
    assert "CA-secret" not in place(failed.value)


def _look_up(name: str) -> None:
    known: dict[str, str] = {}
    known[name]
