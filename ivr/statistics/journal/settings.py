"""What an operator decides about the journal, its dashboard and the metrics; README, Configuration, explains each name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from ivr.paths import ROOT
from ivr.settings import ConfigError
from ivr.settings import secret
from ivr.settings import whole_number
from ivr.statistics.dashboard.login.passwords import fault_of
from ivr.statistics.dashboard.login.passwords import server_key

DEFAULT_FILE = ROOT / "journal.sqlite3"
DEFAULT_RETENTION_DAYS = 400  # a year, and the month before it to compare with
MOST_RETENTION_DAYS = 3660  # ten years
_OFF = "none"
_DASHBOARD = ("DASHBOARD_USER", "DASHBOARD_PASSWORD_HASH", "SECRET_KEY")
_DIALECTS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg", "sqlite": "sqlite"}


@dataclass(frozen=True)
class JournalSettings:
    """`database_url` None: no journal. `dashboard_user` "": no dashboard. `metrics_token` "": metrics in a demonstration only."""

    database_url: str | None = field(default=None, repr=False)
    retention_days: int = DEFAULT_RETENTION_DAYS
    dashboard_user: str = ""
    dashboard_password_hash: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)
    figures_folder: str = ""  # where the workers of a server put their figures together; set by the server
    example_folder: str = ""  # where they put the invented year of a demonstration; set by the server

    @property
    def dashboard(self) -> bool:
        return bool(self.dashboard_user)

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> JournalSettings:
        """Read the environment. Raises ConfigError naming every setting that is missing or wrong."""
        given = {name: secret(env, name) for name in _DASHBOARD}
        missing = [name for name, value in given.items() if not value]
        wanted = given["DASHBOARD_USER"] or given["DASHBOARD_PASSWORD_HASH"]  # the key alone may be the studio's
        if wanted and missing:
            raise ConfigError(f"The dashboard needs {' and '.join(missing)} too; see README, Configuration.")
        if fault := given["DASHBOARD_PASSWORD_HASH"] and fault_of(given["DASHBOARD_PASSWORD_HASH"]):
            raise ConfigError(f"DASHBOARD_PASSWORD_HASH: {fault}. `scripts/line hash-password` makes one.")
        database_url = _database(secret(env, "DATABASE_URL"))
        if given["DASHBOARD_USER"] and database_url is None:
            raise ConfigError("DATABASE_URL is none, so the dashboard has nothing to show: unset it, or DASHBOARD_USER")
        return cls(
            database_url=database_url,
            retention_days=whole_number(env, "RETENTION_DAYS", cls.retention_days, MOST_RETENTION_DAYS),
            dashboard_user=given["DASHBOARD_USER"],
            dashboard_password_hash=given["DASHBOARD_PASSWORD_HASH"],
            secret_key=server_key(env),
            metrics_token=secret(env, "METRICS_TOKEN"),
            figures_folder=env.get("METRICS_FOLDER", ""),
            example_folder=env.get("EXAMPLE_FOLDER", ""),
        )


def _database(text: str) -> str | None:
    if text == _OFF:
        return None
    if not text:
        return f"sqlite:///{DEFAULT_FILE}"
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # the second for a port that is not a number
        raise ConfigError("DATABASE_URL: expected postgresql://user:password@host/database, sqlite:///file or none") from None
    dialect = _DIALECTS.get(url.drivername.partition("+")[0])
    if dialect is None or not url.database or url.database == ":memory:":
        raise ConfigError("DATABASE_URL: expected PostgreSQL or SQLite, with the name of a database or a file")
    return url.set(drivername=dialect).render_as_string(hide_password=False)
