"""What is blurred and forgotten in time; on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivr.statistics.journal.forgetting import forget
from ivr.statistics.journal.schema import calls
from ivr.statistics.journal.schema import counts
from ivr.statistics.journal.schema import events
from ivr.statistics.journal.schema import requests
from ivr.statistics.journal.schema import salts
from ivr.statistics.journal.store import Batch
from ivr.statistics.journal.store import JournalStore
from tests.support.journals import NOON
from tests.support.journals import rows
from tests.support.journals import story

DAY = NOON.date()


def test_old_salts_are_forgotten_so_that_no_hash_can_be_made_again(store: JournalStore) -> None:
    store.write(Batch(story("CA1", NOON)), NOON)
    later = NOON + timedelta(days=2)
    forget(store.database, later, retention_days=400)
    store.write(Batch(story("CA1", later)), later)

    assert rows(store, salts, "day") == [(later.date(),)]


def test_a_day_later_the_times_of_a_call_start_on_the_hour_and_keep_their_distances(store: JournalStore) -> None:
    store.write(Batch(story("CA1", NOON)), NOON)
    exact = [at for (at,) in rows(store, events, "at")]
    counted_before = rows(store, counts)
    forget(store.database, NOON + timedelta(days=1, minutes=5), retention_days=400)
    blurred = [at for (at,) in rows(store, events, "at")]

    assert blurred[0] % 3_600_000 == 0
    assert [at - blurred[0] for at in blurred] == [at - exact[0] for at in exact]
    assert rows(store, counts) == counted_before


def test_what_is_older_than_the_retention_is_deleted_everywhere(store: JournalStore) -> None:
    for days in (0, 10, 11):
        at = NOON - timedelta(days=days)
        store.write(Batch(story("CA1", at)), at)
    deleted = forget(store.database, NOON, retention_days=10)

    assert deleted == 1
    assert {day for (day,) in rows(store, calls, "day")} == {DAY, DAY - timedelta(days=10)}
    assert {day for (day,) in rows(store, counts, "day")} == {DAY, DAY - timedelta(days=10)}
    assert len(rows(store, events)) == 32


def test_requests_are_remembered_for_a_day(store: JournalStore) -> None:
    store.write(Batch(story("CA1", NOON)), NOON)
    forget(store.database, NOON + timedelta(hours=23), 400)
    kept = len(rows(store, requests))
    forget(store.database, NOON + timedelta(hours=25), 400)

    assert (kept, rows(store, requests)) == (16, [])


@pytest.fixture
def year_ago(store: JournalStore) -> JournalStore:
    """A journal with calls on three days, the last 450 days before NOON."""
    for days in (450, 451, 452):
        at = NOON - timedelta(days=days)
        store.write(Batch(story(f"CA{days}", at)), at)
    return store


def test_a_clock_that_jumps_fifteen_months_deletes_nothing_at_once(year_ago: JournalStore) -> None:
    year_ago.write(Batch(story("CA1", NOON)), NOON)
    for hours in range(72):
        assert forget(year_ago.database, NOON + timedelta(hours=hours), 400) == 0

    assert len(rows(year_ago, calls)) == 4
    assert len({day for (day,) in rows(year_ago, counts, "day")}) == 4


def test_after_a_week_of_calls_the_clock_is_believed(year_ago: JournalStore) -> None:
    deleted = []
    for days in range(9):
        at = NOON + timedelta(days=days)
        year_ago.write(Batch(story("CA1", at)), at)
        deleted.append(forget(year_ago.database, at, 400))

    assert deleted == [0, 0, 0, 0, 0, 0, 0, 3, 0]


def test_calls_of_a_clock_that_was_wrong_do_not_keep_the_old_ones_for_ever(store: JournalStore) -> None:
    for days in (-600, 0, 20, 40):
        at = NOON + timedelta(days=days)
        store.write(Batch(story("CA1", at)), at)
    now = NOON - timedelta(days=10)
    for days in range(20):
        at = now - timedelta(days=days * 20)
        store.write(Batch(story("CA2", at)), at)

    assert forget(store.database, now, 400) == 1


def test_somebody_who_knows_the_time_may_say_so(year_ago: JournalStore) -> None:
    assert forget(year_ago.database, NOON, 400, clock_is_right=True) == 3
