"""Bring the tables to the form this program expects.

`python -m ivr.statistics.journal.migrate` does so for DATABASE_URL, before the workers start. A worker whose database came later,
or was deleted, does it itself: only then does it load Alembic, which takes a tenth of a worker's memory.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy import inspect
from sqlalchemy import text

from ivr.settings import ConfigError
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.database import take_turns
from ivr.statistics.journal.reasons import reason
from ivr.statistics.journal.settings import JournalSettings

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
REVISION = "0003"  # the newest of migrations/versions; a test holds it to them
_alembic = Lock()  # it knows one migration at a time in a whole process


def prepare(settings: JournalSettings) -> str:
    """Make the tables, before the first call. What is in the way, "" for nothing: the line starts in any case."""
    if settings.database_url is None:
        return ""
    database = Database(settings.database_url, writes=True)
    try:
        migrate(database)
    except Exception as error:  # whatever it is, the line answers calls without statistics
        return f"The line starts without statistics for now. The journal {database.name}: {reason(error)}"
    finally:
        database.close()
    return ""


def migrate(database: Database) -> None:
    """Run the migrations that are missing, in one transaction; several programs may try at once.

    Raises OSError for tables that are not ours to change, else what the database raises.
    """
    with database.engine.begin() as connection:
        if current_revision(connection) == REVISION:
            return
    with database.engine.begin() as connection:
        take_turns(connection)
        if current_revision(connection) != REVISION:
            _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.util import CommandError  # noqa: PLC0415

    try:
        with _alembic:
            command.upgrade(configuration(connection), "head")
    except CommandError as error:
        raise OSError(f"its tables are of another version of this program ({error})") from None


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


def main() -> None:
    try:
        problem = prepare(JournalSettings.from_env(os.environ))
    except ConfigError:
        sys.exit(1)  # the line itself, which is started at the same time, says what is wrong
    if problem:
        print(problem, file=sys.stderr)


if __name__ == "__main__":
    main()
