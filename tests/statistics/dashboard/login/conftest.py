"""An empty journal on either database, as several workers see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.dashboards import prepared
from tests.support.postgres import Postgres


@pytest.fixture(scope="package")
def postgres() -> Iterator[Postgres]:
    with Postgres.create() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres) -> str:
    sqlite = f"sqlite:///{tmp_path / 'journal.sqlite3'}"
    return prepared(sqlite if request.param == "sqlite" else postgres.database("logins"))
