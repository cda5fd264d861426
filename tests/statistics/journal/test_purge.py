"""A line that is switched off forgets when somebody asks for it."""

from __future__ import annotations

from datetime import timedelta

from ivr.statistics.journal.purge import purge
from ivr.statistics.journal.schema import calls
from ivr.statistics.journal.store import Batch
from ivr.statistics.journal.store import JournalStore
from tests.support.journals import NOON
from tests.support.journals import rows
from tests.support.journals import story


def test_what_is_older_than_the_retention_is_deleted_after_a_long_silence_too(store: JournalStore) -> None:
    for days in (40, 29):
        at = NOON - timedelta(days=days)
        store.write(Batch(story("CA1", at)), at)

    assert purge(store.database.url, NOON, 30) == 1
    assert len(rows(store, calls)) == 1


def test_an_empty_journal_has_nothing_to_forget(url: str) -> None:
    assert purge(url, NOON, 30) == 0
