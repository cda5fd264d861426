"""The tables, as the migrations leave them."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlalchemy import Boolean
from sqlalchemy import Column
from sqlalchemy import Date
from sqlalchemy import Integer
from sqlalchemy import LargeBinary
from sqlalchemy import MetaData
from sqlalchemy import SmallInteger
from sqlalchemy import String
from sqlalchemy import Table
from sqlalchemy import Text

metadata = MetaData()

# One row an event. `at` is in milliseconds since 1970; a day later the times of a call are moved so that it starts on the hour.
events = Table(
    "events",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("call", String(24), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("language", String(3), nullable=False),
    Column("step", String(40), nullable=False),
    Column("to_step", String(40), nullable=False),
    Column("key", String(10), nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("centre", String(20), nullable=False),
    Column("ending", String(10), nullable=False),
    Column("seconds", Integer),
)

# One row a call: what must be known of it to count it once.
calls = Table(
    "calls",
    metadata,
    Column("call", String(24), primary_key=True),
    Column("day", Date, nullable=False, index=True),  # of its start, in Brussels
    Column("hour", SmallInteger, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("last_step", String(40), nullable=False),
    Column("language", String(3), nullable=False),
    Column("centre", String(20), nullable=False),
    Column("outside", Boolean, nullable=False),
    Column("ending", String(10), nullable=False),
    Column("seconds", Integer),
    Column("useful_at", BigInteger),
    Column("marks", Text, nullable=False),
    Column("blurred", Boolean, nullable=False),
)


# What the dashboard reads: so many, on a day, in a language; ivr.statistics.journal.facts says what a measure's `a` and `b` are.
counts = Table(
    "counts",
    metadata,
    Column("measure", String(10), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("language", String(3), primary_key=True),
    Column("a", String(40), primary_key=True),
    Column("b", String(10), primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# The salt of a day, forgotten two days later: after that nobody can find a call again from the carrier's id.
salts = Table(
    "salts",
    metadata,
    Column("day", Date, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
)

# The batches already written, so that one whose confirmation got lost is not counted twice.
batches = Table(
    "batches",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# The requests already written, as hashes that are forgotten after a day: one that is sent again is not counted again.
requests = Table(
    "requests",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# Failed logins of the last minutes, by a hash of who tried, and the sessions that are open.
login_failures = Table(
    "login_failures",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("who", String(32), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
)
login_sessions = Table(
    "login_sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("user", String(80), nullable=False),
    Column("until", BigInteger, nullable=False),
)

# --- what several machines know together; names are keyed hashes ---------------------------------------------

# Each time that something limited was done: the name is made of what it was and of the number.
takings = Table(
    "takings",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("name", String(24), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
)

# The calls that the line made and that are going on.
outgoing = Table(
    "outgoing",
    metadata,
    Column("name", String(24), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# What became of what a caller asked for.
errands = Table(
    "errands",
    metadata,
    Column("name", String(24), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("at", BigInteger, nullable=False),
)

# Which trouble there is at which machine, and when it was told.
troubles = Table(
    "troubles",
    metadata,
    Column("trouble", String(20), primary_key=True),
    Column("machine", String(24), primary_key=True),
    Column("at", BigInteger, nullable=False),
)
troubles_told = Table(
    "troubles_told",
    metadata,
    Column("trouble", String(20), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("open", Boolean, nullable=False),
)
