"""Delete what the journal has kept for longer than RETENTION_DAYS. The line does so itself every hour while it is called;
this is for a line that is switched off.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ivr.config import ConfigError
from ivr.journal.database import Database
from ivr.journal.settings import JournalSettings
from ivr.journal.store import Store


def main() -> None:
    try:
        settings = JournalSettings.from_env(os.environ)
    except ConfigError as error:
        sys.exit(str(error))
    if settings.database_url is None:
        sys.exit("DATABASE_URL is none: there is no journal.")
    store = Store(Database(settings.database_url, writes=True), frozenset(), lambda centre, at: False)
    deleted = store.forget(datetime.now(UTC), settings.retention_days)
    print(f"Deleted {deleted} calls older than {settings.retention_days} days.")


if __name__ == "__main__":
    main()
