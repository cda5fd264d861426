"""A hash is the same for all workers of a day, and of use to nobody two days later."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from ivr.statistics.journal import schema
from ivr.statistics.journal.migrate import migrate
from ivr.statistics.journal.salts import Salts
from ivr.statistics.journal.salts import forget_salts
from ivr.statistics.journal.store import JournalStore
from tests.support.journals import NOON
from tests.support.journals import rows

DAY = NOON.date()


def hashed(store: JournalStore, salts: Salts, name: str, days: int = 0) -> str:
    migrate(store.database)
    with store.database.engine.begin() as connection:
        return salts.hash(connection, name, DAY + timedelta(days=days))


def days_kept(store: JournalStore) -> list[date]:
    return [day for (day,) in rows(store, schema.salts, "day")]


def test_all_workers_of_a_day_make_the_same_hash(store: JournalStore) -> None:
    first = hashed(store, Salts(), "CA1")

    assert hashed(store, Salts(), "CA1") == first
    assert hashed(store, Salts(), "CA2") != first
    assert hashed(store, Salts(), "CA1", days=1) != first
    assert len(first) == 24


def test_a_salt_is_forgotten_after_the_next_day_also_by_a_worker_that_remembers_it(store: JournalStore) -> None:
    salts = Salts()
    first = hashed(store, salts, "CA1")
    hashed(store, salts, "CA1", days=2)
    with store.database.engine.begin() as connection:
        forget_salts(connection, DAY + timedelta(days=2))

    assert days_kept(store) == [DAY + timedelta(days=2)]
    assert hashed(store, salts, "CA1") != first


def test_salts_of_days_that_a_wrong_clock_said_are_forgotten(store: JournalStore) -> None:
    for days in (-1, 0, 1, 450):
        hashed(store, Salts(), "CA1", days)
    with store.database.engine.begin() as connection:
        forget_salts(connection, DAY)

    assert days_kept(store) == [DAY + timedelta(days=days) for days in (-1, 0, 1)]
