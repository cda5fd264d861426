"""What an operator decides about statistics, and what is said when it cannot be."""

from __future__ import annotations

import pytest

from ivr.paths import ROOT
from ivr.settings import ConfigError
from ivr.statistics.journal.settings import DEFAULT_FILE
from ivr.statistics.journal.settings import JournalSettings

HASH = f"scrypt:32768:8:1$salt${'0' * 128}"
COMPLETE = {"DASHBOARD_USER": "asbl", "DASHBOARD_PASSWORD_HASH": HASH, "SECRET_KEY": "k" * 40}


def test_by_default_there_is_a_file_of_four_hundred_days_and_no_dashboard() -> None:
    settings = JournalSettings.from_env({})

    assert (settings.database_url, settings.retention_days, settings.dashboard) == (f"sqlite:///{DEFAULT_FILE}", 400, False)
    assert DEFAULT_FILE.parent == ROOT


def test_none_switches_the_journal_off() -> None:
    settings = JournalSettings.from_env({"DATABASE_URL": "none"})

    assert (settings.database_url, settings.dashboard) == (None, False)


def test_the_key_of_a_studio_asks_for_no_dashboard() -> None:
    assert not JournalSettings.from_env({"SECRET_KEY": "k" * 40}).dashboard


@pytest.mark.parametrize("address", ["postgres://u:p%40w@h/d", "postgresql://u:p%40w@h/d", "postgresql+psycopg://u:p%40w@h/d"])
def test_the_usual_spellings_of_postgresql_are_understood(address: str) -> None:
    assert JournalSettings.from_env({"DATABASE_URL": address}).database_url == "postgresql+psycopg://u:p%40w@h/d"


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"DASHBOARD_USER": "asbl"}, "DASHBOARD_PASSWORD_HASH and SECRET_KEY"),
        ({**COMPLETE, "SECRET_KEY": "short"}, "SECRET_KEY"),
        ({**COMPLETE, "DASHBOARD_PASSWORD_HASH": "in the clear"}, "DASHBOARD_PASSWORD_HASH"),
        ({"RETENTION_DAYS": "0"}, "RETENTION_DAYS"),
        ({"RETENTION_DAYS": "a year"}, "RETENTION_DAYS"),
        ({"RETENTION_DAYS": "9" * 5000}, "RETENTION_DAYS"),
        ({"RETENTION_DAYS": "٤٠"}, "RETENTION_DAYS"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://h/d"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://h:port/d"}, "DATABASE_URL"),
        ({**COMPLETE, "DATABASE_URL": "none"}, "DATABASE_URL is none, so the dashboard has nothing to show"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"SECRET_KEY_FILE": "/missing"}, "SECRET_KEY_FILE"),
    ],
)
def test_a_wrong_setting_is_named(env: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        JournalSettings.from_env(env)
