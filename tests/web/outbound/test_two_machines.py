"""Two machines with one PostgreSQL count, know and tell as one; without it each goes on by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from flask import Flask

from ivr.call.reach import Errand
from ivr.call.reach import Outcome
from ivr.call.steps import MOST_LOOKS
from ivr.statistics.alerts.board import QUIET_SECONDS
from ivr.statistics.alerts.board import Board
from ivr.statistics.alerts.board import News
from ivr.statistics.alerts.kinds import Trouble
from ivr.statistics.journal.database import Database
from ivr.statistics.journal.forgetting import forget
from ivr.statistics.journal.migrate import prepare
from ivr.statistics.journal.settings import JournalSettings
from ivr.statistics.together import together
from ivr.statistics.together.together import Together
from ivr.web.outbound import callback
from ivr.web.outbound.ledger import Ledger
from ivr.web.outbound.limits import Limit
from ivr.web.outbound.limits import Limits
from ivr.web.outbound.memory import Memory
from tests.support.postgres import Postgres
from tests.support.restcarrier import RestCarrier
from tests.support.waiting import eventually
from tests.web.outbound.conftest import OURS
from tests.web.outbound.conftest import RINGS
from tests.web.outbound.conftest import Dial
from tests.web.outbound.conftest import Line
from tests.web.outbound.telephone import BASE
from tests.web.outbound.telephone import Telephone
from tests.web.outbound.test_texting import to_the_date

NUMBER = "+32470000000"
CALL_ME_BACK = {"callback_number": RINGS, "callback_from": OURS}


class Machines(NamedTuple):
    one: Flask
    other: Flask

    def finish(self) -> None:
        assert all(app.extensions["outside"].close(10) for app in self)


Pair = Callable[..., Machines]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres.create() as server:
        yield server


@pytest.fixture
def url(postgres: Postgres) -> str:
    """With its tables, as they are made before a server's workers start."""
    url = postgres.database("together")
    assert prepare(JournalSettings(url)) == ""
    return url


@pytest.fixture
def machines(line: Line, url: str, tmp_path: Path) -> Pair:
    """Two lines that share nothing but the settings and the database."""

    def build(**reach: object) -> Machines:
        return Machines(*(line(database=url, folder=str(tmp_path / name), **reach) for name in ("one", "other")))

    return build


@pytest.fixture
def friends(url: str) -> Iterator[tuple[Together, Together]]:
    """What each of two machines knows of the other."""
    pair = Together(url), Together(url)
    yield pair
    for each in pair:
        each.close()


def rows(url: str) -> str:
    """Everything that stands in the database."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'").fetchall()
        return "\n".join(str(connection.execute(f'SELECT * FROM "{name}"'.encode()).fetchall()) for (name,) in tables)


def test_three_texts_a_day_whichever_machine_sends_them(phone: Dial, machines: Pair, carrier: RestCarrier) -> None:
    pair = machines()
    told = [
        to_the_date(phone(call=call, app=pair[n % 2])).presses("5").waits_until_told().heard[0] for n, call in enumerate("abcd")
    ]
    assert told == ["sms_sent", "sms_sent", "sms_sent", "sms_not_sent"]
    assert len(carrier.texts) == 3


def test_what_one_machine_has_sent_is_told_by_the_other(phone: Dial, machines: Pair, carrier: RestCarrier) -> None:
    pair = machines()
    caller = to_the_date(phone(app=pair.one)).presses("5")
    caller.client = pair.other.test_client()
    assert caller.waits_until_told().heard[0] == "sms_sent"


def test_what_the_carrier_refuses_one_machine_is_told_by_the_other(phone: Dial, machines: Pair, carrier: RestCarrier) -> None:
    carrier.refuses = 30001
    pair = machines()
    caller = to_the_date(phone(app=pair.one)).presses("5")
    caller.client = pair.other.test_client()
    assert caller.waits_until_told(4).heard[0] == "sms_not_sent"


@pytest.fixture
def ledgers(friends: tuple[Together, Together], tmp_path: Path) -> tuple[Ledger, Ledger]:
    """What one machine asks of the database is answered before its next look."""

    def at_once(job: Callable[[], object]) -> bool:
        job()
        return True

    one, other = (Ledger(Memory(str(tmp_path / str(n)), b"key"), each, at_once) for n, each in enumerate(friends))
    return one, other


def test_what_one_machine_told_to_be_given_up_the_other_never_begins(ledgers: tuple[Ledger, Ledger]) -> None:
    one, other = ledgers
    assert one.open("CA1", Errand.TEXT)
    told = [other.look("CA1", Errand.TEXT, looks) for looks in range(MOST_LOOKS + 1)]
    assert (told[0], told[-1]) == (Outcome.UNKNOWN, Outcome.NOT_DONE)
    assert not one.begin("CA1", Errand.TEXT)
    assert one.look("CA1", Errand.TEXT, 0) is Outcome.NOT_DONE


def test_what_one_machine_has_begun_the_other_neither_gives_up_nor_does_again(ledgers: tuple[Ledger, Ledger]) -> None:
    one, other = ledgers
    assert all(ledger.open("CA1", Errand.MESSAGE) for ledger in ledgers)  # the carrier asked both of them
    assert one.begin("CA1", Errand.MESSAGE)
    assert not other.begin("CA1", Errand.MESSAGE)
    assert other.is_away("CA1", Errand.MESSAGE)
    assert not one.is_away("CA1", Errand.MESSAGE)
    assert other.look("CA1", Errand.MESSAGE, MOST_LOOKS) is Outcome.UNKNOWN
    one.close("CA1", Errand.MESSAGE, done=True)
    assert [other.look("CA1", Errand.MESSAGE, looks) for looks in (1, 2)] == [Outcome.UNKNOWN, Outcome.DONE]


def rings(phone: Dial, app: Flask, call: str, number: str = NUMBER) -> Telephone:
    return phone(number, call, app=app).dials(RINGS)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callback, "PAUSE_SECONDS", 0.01)


def test_nobody_is_called_back_by_both_machines(phone: Dial, machines: Pair, carrier: RestCarrier, at_once: None) -> None:
    """Neither for one ring that a carrier tells both of, nor for two rings within ten minutes."""
    pair = machines(**CALL_ME_BACK)
    for app, call in ((pair.one, "1"), (pair.other, "1"), (pair.other, "2")):
        rings(phone, app, call)
    pair.finish()
    assert len(carrier.calls) == 1


def test_so_many_call_backs_at_once_at_both_machines_together(
    phone: Dial, machines: Pair, carrier: RestCarrier, at_once: None
) -> None:
    pair = machines(**CALL_ME_BACK, callbacks_at_once=2)
    for n, app in enumerate((pair.one, pair.other, pair.one)):
        rings(phone, app, str(n), f"+3247000000{n}")
        pair.finish()
    assert len(carrier.calls) == 2
    over = phone(app=pair.other)
    over.form |= {"CallSid": f"CA{1:032x}", "CallStatus": "completed", "Direction": "outbound-api"}
    over.posts(f"{BASE}/voice/status")
    pair.finish()
    rings(phone, pair.one, "4", "+32470000004")
    pair.finish()
    assert len(carrier.calls) == 3


def test_trouble_is_told_once_an_hour_and_its_end_when_the_last_machine_is_well(
    friends: tuple[Together, Together], tmp_path: Path
) -> None:
    told: list[News] = []
    now = time.time()
    boards = [Board(tmp_path / str(n), each, told.append, lambda: now) for n, each in enumerate(friends)]
    for board in boards:
        board.is_there(Trouble.CLIPS, "three")
    assert told == [News(Trouble.CLIPS, "three")]
    boards[0].is_over(Trouble.CLIPS)
    assert len(told) == 1
    boards[1].is_over(Trouble.CLIPS)
    assert told[1:] == [News(Trouble.CLIPS, "", over=True)]
    now += QUIET_SECONDS
    boards[1].is_there(Trouble.CLIPS, "four")
    assert told[2:] == [News(Trouble.CLIPS, "four")]


def test_no_number_stands_in_any_table_and_the_hash_is_gone_after_a_day(
    phone: Dial, machines: Pair, carrier: RestCarrier, url: str, at_once: None
) -> None:
    pair = machines(**CALL_ME_BACK)
    to_the_date(phone(app=pair.one)).presses("5").waits_until_told()
    rings(phone, pair.other, "7")
    pair.finish()
    kept = rows(url)
    assert "470000000" not in kept
    memory = Memory("", b"")
    assert memory.name("text", NUMBER) not in kept  # the key is not an empty one
    database = Database(url, writes=True)
    forget(database, datetime.now(UTC) + timedelta(days=1, minutes=1), 400)
    database.close()
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        for table in ("takings", "errands", "outgoing"):
            assert connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() == (0,)


def test_without_the_database_each_machine_counts_by_itself_says_so_and_waits_no_longer(
    postgres: Postgres, friends: tuple[Together, Together], tmp_path: Path
) -> None:
    one, other = (Limits(Memory(str(tmp_path / str(n)), b"key"), each) for n, each in enumerate(friends))
    once = [Limit("text", 1)]
    assert [one.take(NUMBER, once), other.take(NUMBER, once)] == [True, False]
    assert not friends[0].warnings()
    postgres.stop()
    try:
        began = time.monotonic()
        assert [other.take("+32470000001", once), one.take("+32470000001", once), one.take("+32470000001", once)] == [
            True,
            True,
            False,
        ]
        assert time.monotonic() - began < 2 * together.ANSWER_SECONDS + 1
        assert [each.warnings() for each in friends] == [(together.ALONE,)] * 2
        ledger = Ledger(Memory(str(tmp_path / "0"), b"key"), friends[0])
        assert ledger.open("CA1", Errand.TEXT)
        assert ledger.begin("CA1", Errand.TEXT)
        assert not one.take(NUMBER, once)  # what was counted before is still known
    finally:
        postgres.start()


def test_a_database_that_is_back_is_asked_again_and_one_that_hangs_is_not_waited_for(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 0.0
    shared = Together(url, lambda: seconds)
    assert shared.ask(lambda database: True)
    monkeypatch.setattr(together, "ANSWER_SECONDS", 0.3)
    try:
        assert shared.ask(lambda database: time.sleep(1)) is None
        assert shared.warnings()
        assert shared.ask(lambda database: True) is None  # it rests
        seconds += together.REST_SECONDS
        monkeypatch.undo()
        eventually(lambda: not shared.warnings())  # whoever looks at the line's health is enough to find out
        assert shared.ask(lambda database: True)
    finally:
        shared.close()
