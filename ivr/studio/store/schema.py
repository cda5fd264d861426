"""The tables of studio.sqlite3. Times are seconds since 1970."""

from __future__ import annotations

from sqlalchemy import Boolean
from sqlalchemy import Column
from sqlalchemy import Float
from sqlalchemy import Integer
from sqlalchemy import LargeBinary
from sqlalchemy import MetaData
from sqlalchemy import String
from sqlalchemy import Table
from sqlalchemy import Text

metadata = MetaData()

# A personal link. Of the person, only the name they gave; their number, if an editor entered one, is sealed.
links = Table(
    "links",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("language", String(3), nullable=False),
    Column("name", String(80), nullable=False),
    Column("by", String(80), nullable=False),
    Column("made_at", Integer, nullable=False),
    Column("until", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("phone", LargeBinary),
    Column("licence", String(40)),  # the one the speaker accepted
    Column("licence_at", Integer),
)

heard = Table(
    "heard",
    metadata,
    Column("link", String(24), primary_key=True),
    Column("clip", String(60), primary_key=True),
)

# The last verdict of a reviewer on a sentence, and the words it was about.
verdicts = Table(
    "verdicts",
    metadata,
    Column("link", String(24), primary_key=True),
    Column("clip", String(60), primary_key=True),
    Column("verdict", String(12), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Integer, nullable=False),
)

# What a reviewer would change. `sound` names a file in recordings/, made by us.
proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("link", String(24), nullable=False, index=True),
    Column("name", String(80), nullable=False),
    Column("language", String(3), nullable=False),
    Column("clip", String(60), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("sound", String(40)),
    Column("seconds", Float),
    Column("licence", String(40)),
    Column("at", Integer, nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("answer", Text, nullable=False),
    Column("decided_by", String(80)),
    Column("decided_at", Integer),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("who", String(80), nullable=False),
    Column("what", String(20), nullable=False),
    Column("about", Text, nullable=False),
)

# Sounds to be made. `clip` "": all of the language that are missing; `language` "": the clip in every language.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("language", String(3), nullable=False),
    Column("clip", String(60), nullable=False),
    Column("engine", String(12), nullable=False),
    Column("state", String(8), nullable=False),
    Column("problem", Text, nullable=False),
    Column("at", Integer, nullable=False),
)

# What takes longer than a page may. `about`: a release; `step`: how far it is; `result`: as JSON.
tasks = Table(
    "tasks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("what", String(8), nullable=False),
    Column("who", String(80), nullable=False),
    Column("about", String(9), nullable=False),
    Column("why", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("step", String(10), nullable=False),
    Column("result", Text, nullable=False),
    Column("at", Integer, nullable=False),
)

# What an editor decided where an update and the studio said different things. `theirs`: SHA-256 of what the update said.
settled = Table(
    "settled",
    metadata,
    Column("place", String(200), primary_key=True),
    Column("theirs", String(64), primary_key=True),
    Column("who", String(80), nullable=False),
    Column("at", Integer, nullable=False),
)
