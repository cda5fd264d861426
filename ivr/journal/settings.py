"""What an operator decides about the journal, its dashboard and the metrics; README, Configuration, explains each name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from ivr.config import ConfigError
from ivr.config import secret

DEFAULT_FILE = Path(__file__).resolve().parents[2] / "journal.sqlite3"
DEFAULT_RETENTION_DAYS = 400  # a year, and the month before it to compare with
_OFF = "none"
_DASHBOARD = ("DASHBOARD_USER", "DASHBOARD_PASSWORD_HASH", "SECRET_KEY")
_DIALECTS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg", "sqlite": "sqlite"}


@dataclass(frozen=True)
class JournalSettings:
    """`database_url` None: no journal. `dashboard_user` "": no dashboard. `metrics_token` "": metrics on this machine only."""

    database_url: str | None = field(default=None, repr=False)
    retention_days: int = DEFAULT_RETENTION_DAYS
    dashboard_user: str = ""
    dashboard_password_hash: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)

    @property
    def dashboard(self) -> bool:
        return bool(self.dashboard_user) and self.database_url is not None

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> JournalSettings:
        """Read the environment. Raises ConfigError naming every setting that is missing or wrong."""
        given = {name: secret(env, name) for name in _DASHBOARD}
        missing = [name for name, value in given.items() if not value]
        if 0 < len(missing) < len(_DASHBOARD):
            raise ConfigError(f"The dashboard needs {' and '.join(missing)} too; see README, Configuration.")
        if given["SECRET_KEY"] and len(given["SECRET_KEY"]) < 32:
            raise ConfigError("SECRET_KEY: expected at least 32 random characters")
        if given["DASHBOARD_PASSWORD_HASH"] and not given["DASHBOARD_PASSWORD_HASH"].startswith(("scrypt:", "pbkdf2:")):
            raise ConfigError("DASHBOARD_PASSWORD_HASH: expected what scripts/hash_password.py prints")
        return cls(
            database_url=_database(secret(env, "DATABASE_URL")),
            retention_days=_days(env.get("RETENTION_DAYS", "")),
            dashboard_user=given["DASHBOARD_USER"],
            dashboard_password_hash=given["DASHBOARD_PASSWORD_HASH"],
            secret_key=given["SECRET_KEY"],
            metrics_token=secret(env, "METRICS_TOKEN"),
        )


def _database(text: str) -> str | None:
    if text == _OFF:
        return None
    if not text:
        return f"sqlite:///{DEFAULT_FILE}"
    try:
        url = make_url(text)
    except ArgumentError:
        raise ConfigError("DATABASE_URL: expected postgresql://user:password@host/database, sqlite:///file or none") from None
    dialect = _DIALECTS.get(url.drivername.partition("+")[0])
    if dialect is None or not url.database:
        raise ConfigError("DATABASE_URL: expected PostgreSQL or SQLite, with the name of a database or a file")
    return url.set(drivername=dialect).render_as_string(hide_password=False)


def _days(text: str) -> int:
    """A number of days from 1 to ten years."""
    if not text:
        return DEFAULT_RETENTION_DAYS
    if not text.isdecimal() or not 1 <= int(text) <= 3660:
        raise ConfigError(f"RETENTION_DAYS: expected a number of days from 1 to 3660, not {text!r}")
    return int(text)
