"""How often somebody may guess: the same for all workers, and nobody uses up somebody else's."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from ivr.statistics.dashboard.login.attempts import MINUTES
from ivr.statistics.dashboard.login.attempts import MOST
from ivr.statistics.dashboard.login.attempts import Attempts
from ivr.statistics.dashboard.login.attempts import visitor_at
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.schema import login_failures


def worker(url: str) -> Attempts:
    return Attempts(Database(url, writes=True), "k" * 40)


def test_attempts_of_all_workers_count_together(url: str) -> None:
    workers = [worker(url) for _ in range(4)]

    assert [workers[n % 4].take("192.0.2.7") for n in range(7)] == [True] * MOST + [False] * 2
    assert workers[0].take("192.0.2.8")


def test_many_at_once_get_no_more_than_one_after_the_other(url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: worker(url).take("192.0.2.7"), range(24)))

    assert taken.count(True) == MOST


def test_after_a_login_all_attempts_are_there_again(url: str) -> None:
    attempts = worker(url)
    for _ in range(MOST):
        attempts.take("192.0.2.7")
    attempts.forgive("192.0.2.7")

    assert attempts.take("192.0.2.7")


@pytest.mark.parametrize("direction", [1, -1])
def test_attempts_come_back_in_time_also_when_the_clock_was_wrong(
    url: str, monkeypatch: pytest.MonkeyPatch, direction: int
) -> None:
    attempts, now = worker(url), time.time()
    for _ in range(MOST):
        attempts.take("192.0.2.7")
    monkeypatch.setattr(time, "time", lambda: now + direction * (MINUTES * 60 + 2))

    assert attempts.take("192.0.2.7")


def test_no_address_is_stored(url: str) -> None:
    worker(url).take("192.0.2.7")
    with Database(url, writes=False).engine.connect() as connection:
        (who,) = connection.execute(select(login_failures.c.who)).scalars()

    assert "192" not in who


@pytest.mark.parametrize(
    ("address", "visitor"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::99", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),  # as a server that listens to both kinds writes it: not one visitor with all others
        ("192.0.2.7:50123", "192.0.2.7"),  # as some proxies write it: not another visitor with each connection
        ("[2001:db8:1:2::99]:50123", "2001:db8:1:2::/64"),
        ("", ""),
        ("not an address", "not an address"),
        ("[not an address", "[not an address"),
    ],
)
def test_somebody_with_a_whole_network_is_one_visitor(address: str, visitor: str) -> None:
    assert visitor_at(address) == visitor
