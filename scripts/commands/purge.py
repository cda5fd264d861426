"""Delete what the journal has kept for longer than RETENTION_DAYS. The line does so itself every hour while it is called;
this is for a line that is switched off. The clock of this machine must be right.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import UTC
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from ivr import Fault
from ivr.settings import ConfigError
from ivr.statistics.journal.purge import purge
from ivr.statistics.journal.reasons import reason
from ivr.statistics.journal.settings import JournalSettings


class PurgeError(Fault):
    """The database does not let anything be deleted."""


def parser(program: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(program, description=__doc__)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    settings = JournalSettings.from_env(env)
    if settings.database_url is None:
        raise ConfigError("DATABASE_URL is none: there is no journal.")
    try:
        deleted = purge(settings.database_url, datetime.now(UTC), settings.retention_days)
    except (SQLAlchemyError, OSError) as fault:
        raise PurgeError(f"DATABASE_URL: nothing can be deleted: {reason(fault)}") from fault
    print(f"Deleted {deleted} calls older than {settings.retention_days} days.")
    return 0
