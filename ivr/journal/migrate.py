"""Bring the tables to the form this program expects.

`python -m ivr.journal.migrate` does so for DATABASE_URL. A worker whose database is behind runs that as a program of its own:
Alembic would take a tenth of the worker's memory for ever, for a moment's work.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import inspect
from sqlalchemy import text

from ivr.journal.database import connect
from ivr.journal.database import take_turns

if TYPE_CHECKING:
    from alembic.config import Config

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
REVISION = "0001"  # the newest of migrations/versions; a test holds it to them
TIMEOUT_SECONDS = 120.0


def migrate(engine: Engine) -> None:
    """Run the migrations that are missing. Raises OSError when they cannot be run, SQLAlchemyError when the database fails."""
    with engine.begin() as connection:
        if current_revision(connection) == REVISION:
            return
    url = engine.url.render_as_string(hide_password=False)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ivr.journal.migrate"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise OSError(f"the journal's tables are not up to date after {TIMEOUT_SECONDS:.0f} seconds") from None
    if done.returncode:
        raise OSError(f"the journal's tables cannot be brought up to date: {done.stderr.strip().splitlines()[-1:]}")


def upgrade(engine: Engine) -> None:
    """Run the migrations here, in one transaction; several programs may try at once."""
    from alembic import command  # noqa: PLC0415 - see above

    with engine.begin() as connection:
        take_turns(connection)
        if current_revision(connection) != REVISION:
            command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Config:
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def current_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


if __name__ == "__main__":
    upgrade(connect(os.environ["DATABASE_URL"], writes=True))
