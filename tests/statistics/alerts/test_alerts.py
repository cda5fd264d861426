"""Operators hear of trouble once an hour, and that it is over; nothing of it touches a call."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
import time
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from threading import Event
from threading import Thread
from typing import Any

import pytest
import trustme

from ivr.call.state import CallState
from ivr.call.turns import DialResult
from ivr.call.turns import Turn
from ivr.content.content import Content
from ivr.paths import PROMPTS
from ivr.statistics.alerts import looks
from ivr.statistics.alerts.board import QUIET_SECONDS
from ivr.statistics.alerts.board import Board
from ivr.statistics.alerts.board import News
from ivr.statistics.alerts.kinds import Trouble
from ivr.statistics.alerts.kinds import words
from ivr.statistics.alerts.limits import limits
from ivr.statistics.alerts.mail import MailServer
from ivr.statistics.alerts.pool import Pool
from ivr.statistics.alerts.rounds import Rounds
from ivr.statistics.alerts.settings import AlertSettings
from ivr.statistics.alerts.telling import letter
from ivr.statistics.alerts.telling import subject
from ivr.statistics.alerts.watch import Watch
from ivr.statistics.observe import Happened
from ivr.statistics.together.together import Together
from scripts.commands import alert
from tests.support.mailbox import mailbox
from tests.support.servers import nobody_there
from tests.support.servers import serving


class Clock:
    now = 1_800_000_000.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told() -> list[News]:
    return []


@pytest.fixture
def board(tmp_path: Path, told: list[News], clock: Clock) -> Board:
    return Board(tmp_path, Together(None), told.append, lambda: clock.now)


@pytest.fixture
def watch(board: Board, clock: Clock) -> Watch:
    return Watch(board, lambda: {"namur": "CRI Namur", "mons": "CRI Mons"}, lambda: clock.now)


def transfer(result: DialResult, to: str = "namur") -> Happened:
    turn = Turn(CallState("fr", "called"), dialled=to)
    return Happened("stepped", turn=turn, dial=result)


def test_once_an_hour_and_by_one_worker_alone(board: Board, tmp_path: Path, told: list[News], clock: Clock) -> None:
    other = Board(tmp_path, Together(None), told.append, lambda: clock.now)
    for worker in (board, other, board):
        worker.is_there(Trouble.JOURNAL, "cannot be written")
    assert told == [News(Trouble.JOURNAL, "cannot be written")]
    clock.now += QUIET_SECONDS
    board.is_there(Trouble.JOURNAL, "still")
    assert told[1:] == [News(Trouble.JOURNAL, "still")]


def test_a_recovery_is_told_once_and_only_of_what_was_told(board: Board, told: list[News], clock: Clock) -> None:
    board.is_over(Trouble.CLIPS)
    board.is_there(Trouble.CLIPS, "3")
    board.is_over(Trouble.CLIPS)
    board.is_over(Trouble.CLIPS)
    assert [news.over for news in told] == [False, True]
    board.is_there(Trouble.CLIPS, "again within the hour")
    board.is_over(Trouble.CLIPS)
    assert len(told) == 2


def test_a_trouble_that_one_of_two_workers_still_has_is_not_over(
    board: Board, tmp_path: Path, told: list[News], clock: Clock
) -> None:
    other = Board(tmp_path, Together(None), told.append, lambda: clock.now, worker=os.getppid())
    board.is_there(Trouble.JOURNAL, "cannot be written")
    for _ in range(3):
        other.is_over(Trouble.JOURNAL)
    assert [news.over for news in told] == [False]
    other.is_there(Trouble.JOURNAL, "cannot be written here either")
    board.is_over(Trouble.JOURNAL)
    assert [news.over for news in told] == [False]
    other.is_over(Trouble.JOURNAL)
    assert [news.over for news in told] == [False, True]


def test_a_trouble_of_a_worker_that_has_ended_is_over(board: Board, tmp_path: Path, told: list[News], clock: Clock) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    Board(tmp_path, Together(None), told.append, lambda: clock.now, worker=ended.pid).is_there(Trouble.JOURNAL, "stuck")
    board.is_over(Trouble.JOURNAL)
    assert [news.over for news in told] == [False, True]


def test_what_one_worker_proves_ends_the_trouble_of_all(
    board: Board, watch: Watch, tmp_path: Path, told: list[News], clock: Clock
) -> None:
    other = Watch(Board(tmp_path, Together(None), told.append, lambda: clock.now, worker=os.getppid()), dict)
    watch.refused("20005")
    other.accepted()
    assert [(news.trouble, news.over) for news in told] == [(Trouble.ACCOUNT, False), (Trouble.ACCOUNT, True)]


def test_transfers_that_fail_in_a_row(watch: Watch, told: list[News]) -> None:
    for result in (DialResult.FAILED, DialResult.BUSY, DialResult.FAILED, DialResult.FAILED):
        watch(transfer(result))
    assert told == []
    watch(transfer(DialResult.FAILED))
    assert told[0] == News(Trouble.TRANSFERS, "CRI Namur, 3x")
    watch(transfer(DialResult.ANSWERED))
    assert told[1] == News(Trouble.TRANSFERS, "", over=True)


def test_a_centre_where_nobody_answers(watch: Watch, told: list[News]) -> None:
    for _ in range(3):
        watch(transfer(DialResult.NO_ANSWER))
        watch(transfer(DialResult.ANSWERED, "mons"))
    assert told == []
    watch(transfer(DialResult.BUSY))
    assert told == [News(Trouble.CENTRE, "CRI Namur, 4x")]
    watch(transfer(DialResult.ANSWERED, "mons"))
    assert len(told) == 1
    watch(transfer(DialResult.ANSWERED))
    assert told[1:] == [News(Trouble.CENTRE, "CRI Namur", over=True)]


def test_refused_signatures_that_rise_and_an_apology(watch: Watch, told: list[News], clock: Clock) -> None:
    for _ in range(19):
        watch(Happened("refused"))
    assert told == []
    watch(Happened("refused"))
    watch(Happened("recovered", webhook="step"))
    assert {news.trouble for news in told} == {Trouble.SIGNATURES, Trouble.ERRORS}
    clock.now += 601
    watch.look()
    assert {news.trouble for news in told if news.over} == {Trouble.SIGNATURES, Trouble.ERRORS}


def test_a_few_refusals_an_hour_are_no_news(watch: Watch, told: list[News], clock: Clock) -> None:
    for _ in range(60):
        watch(Happened("refused"))
        clock.now += 60
    assert told == []


@pytest.mark.parametrize(
    ("code", "trouble"),
    [("20005", Trouble.ACCOUNT), ("10004", Trouble.AT_ONCE), ("20429", Trouble.TOO_FAST), ("20003", Trouble.TOKEN)],
)
def test_limits_of_the_carrier_are_told_each_in_its_own_words(
    watch: Watch, told: list[News], clock: Clock, code: str, trouble: Trouble
) -> None:
    watch.refused("21610")  # this caller wants no messages
    assert told == []
    watch.refused(code)
    assert told == [News(trouble, code)]
    clock.now += 601
    watch.look()
    assert told[1:] == [News(trouble, "", over=True)]


def test_what_the_carrier_accepts_proves_that_the_account_is_active_but_not_that_two_may_call(
    watch: Watch, told: list[News]
) -> None:
    watch.refused("20005")
    watch.refused("10004")
    watch.accepted()
    assert [news.trouble for news in told if news.over] == [Trouble.ACCOUNT]


def test_every_code_has_a_page_of_the_manual_and_words_that_say_what_to_do() -> None:
    for code, what in limits().codes.items():
        assert what.source.endswith(f"/errors/{code}")
        assert "console" in words().troubles[what.trouble].do_fr or what.trouble in (Trouble.TOO_FAST, Trouble.TRIAL)
    assert "profil d'entreprise" in letter(News(Trouble.AT_ONCE, "10004"), "https://line.example")


def test_a_look_that_fails_does_not_hide_the_others_and_is_counted(
    board: Board, told: list[News], caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> str:
        raise OSError("the disk")

    def found() -> str:
        return "3: fr/welcome"

    rounds = Rounds(board, {1: {Trouble.FACTS: fails, Trouble.CLIPS: found}}, [fails])
    assert rounds.warning() == ""
    for minute in range(3):
        rounds.look(minute)
    assert told == [News(Trouble.CLIPS, "3: fr/welcome")]
    assert caplog.text.count("facts could not be looked at") == 1
    assert rounds.warning() == "alerts: could not be looked at: facts (3x), what callers met (3x)"


def test_some_looks_are_taken_less_often(board: Board) -> None:
    taken: list[int] = []

    def look() -> str:
        taken.append(minute)
        return ""

    rounds = Rounds(board, {10: {Trouble.BALANCE: look}})
    for minute in range(25):
        rounds.look(minute)
    assert taken == [0, 10, 20]


def test_an_errand_that_fails_is_counted_and_the_next_one_is_done() -> None:
    pool, done = Pool("text", threads=1), Event()
    assert pool.put(lambda: 1 // 0)
    assert pool.put(done.set)
    assert done.wait(10)
    assert pool.close()
    assert pool.warning() == "text: 1 errands met an error; see the log"


def test_facts_past_their_day_and_stale_translations_are_named(content: Content) -> None:
    assert "centres (2026-12-31)" in looks.facts(content, date(2027, 1, 1))
    assert looks.facts(content, date(2026, 1, 1)) == ""
    changed = content.words["fr"].model_copy(update={"texts": {**content.words["fr"].texts, "sms_done": "Autre chose."}})
    own = replace(content, words={**content.words, "fr": changed})
    today, then = looks.translations(content, PROMPTS), looks.translations(own, PROMPTS)
    assert int(then.partition(":")[0]) == int(today.partition(":")[0] or 0) + 8  # every language but the two it is made from


@pytest.fixture
def certified() -> Iterator[Callable[[datetime], tuple[str, ssl.SSLContext]]]:
    """A server whose certificate ends at a moment."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve(end: datetime) -> tuple[str, ssl.SSLContext]:
        authority = trustme.CA()
        server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
        authority.issue_cert("localhost", not_after=end).configure_cert(server)
        authority.configure_trust(client)

        def answer() -> None:
            connection, _ = listening.accept()
            try:
                with server.wrap_socket(connection, server_side=True) as secure:
                    secure.recv(1)
            except OSError:
                connection.close()

        Thread(target=answer, daemon=True).start()
        return f"https://localhost:{listening.getsockname()[1]}", client

    yield serve
    listening.close()


@pytest.mark.parametrize(("days", "said"), [(60, ""), (5, "localhost: 4 days"), (-1, "localhost: certificate has expired")])
def test_a_certificate_near_its_end(certified: Any, days: int, said: str) -> None:
    now = datetime.now(UTC)
    address, context = certified(now + timedelta(days=days))
    assert looks.certificate(address, now, context) == said


def test_a_line_without_encryption_has_no_certificate() -> None:
    assert looks.certificate("http://127.0.0.1:8000", datetime.now(UTC)) == ""


def test_every_trouble_has_words_in_both_languages() -> None:
    assert set(words().troubles) == set(Trouble)


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    posted: list[dict[str, Any]] = []

    def wsgi(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        posted.append(json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))))
        start("204 No Content", [])
        return []

    with serving(lambda address: wsgi) as address:
        yield address, posted


def test_the_command_tells_everybody(webhook: tuple[str, list[dict[str, Any]]], capsys: pytest.CaptureFixture[str]) -> None:
    address, posted = webhook
    with mailbox() as (port, received):
        env = {
            "MAIL_SERVER": f"smtp://127.0.0.1:{port}",
            "MAIL_FROM": "line@example.org",
            "ALERT_MAIL": "one@example.org, two@example.org",
            "ALERT_WEBHOOK": address,
            "PUBLIC_URL": "https://line.example",
        }
        assert alert.run(alert.parser("alert").parse_args(["test"]), env) == 0
    assert received[0]["Subject"] == subject(News(Trouble.TEST, "")) == "La ligne : ceci est un essai"
    assert "this is a test" in received[0].get_content()
    assert posted[0]["kind"] == "test"
    assert "one@example.org, two@example.org, the webhook" in capsys.readouterr().out


def test_a_mail_server_that_does_not_exist_is_named_without_python() -> None:
    env = {"MAIL_SERVER": "smtp://mail.invalid", "MAIL_FROM": "a@example.org", "ALERT_MAIL": "b@example.org"}
    with pytest.raises(Exception, match=r"^there is no mail server mail\.invalid, or no network$"):
        alert.run(alert.parser("alert").parse_args(["test"]), env)


def test_a_mail_server_that_is_gone_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    port = nobody_there().rpartition(":")[2]
    env = {"MAIL_SERVER": f"smtp://127.0.0.1:{port}", "MAIL_FROM": "a@example.org", "ALERT_MAIL": "b@example.org"}
    with pytest.raises(Exception, match=f"127.0.0.1:{port} did not take it"):
        alert.run(alert.parser("alert").parse_args(["test"]), env)


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"ALERT_MAIL": "b@example.org"}, "MAIL_SERVER and MAIL_FROM"),
        ({"ALERT_MAIL": "nobody"}, "expected an address such as"),
        ({"MAIL_SERVER": "mail.example.org", "MAIL_FROM": "a@example.org"}, "MAIL_SERVER: expected smtp://"),
        ({"MAIL_SERVER": "smtp://mail.example.org"}, "belong together"),
        ({"ALERT_WEBHOOK": "http://chat.example/x"}, "ALERT_WEBHOOK: expected"),
        ({"ALERT_BALANCE": "much"}, "ALERT_BALANCE: expected an amount"),
        ({"TWILIO_REGION": "ie1.evil.example/"}, "TWILIO_REGION: expected a name"),
        ({"TWILIO_EDGE": "a@b"}, "TWILIO_EDGE: expected a name"),
        ({"ALERT_MAIL": "a@example.org\nBcc: b"}, "ALERT_MAIL: expected an address"),
        ({"ALERT_MAIL": "a\x00@example.org"}, "ALERT_MAIL: expected an address"),
        ({"ALERT_MAIL": "a@exémple.org"}, "ALERT_MAIL: expected an address"),
        ({"ALERT_MAIL": "a@example.org]"}, "ALERT_MAIL: expected an address"),
    ],
)
def test_wrong_settings_are_named(env: dict[str, str], named: str) -> None:
    with pytest.raises(Exception, match=named):
        AlertSettings.from_env(env)


def test_no_password_is_sent_in_the_clear() -> None:
    with mailbox() as (port, received), pytest.raises(Exception, match="SMTPNotSupportedError"):
        MailServer("127.0.0.1", port, "a@example.org", "user", "secret").send(["b@example.org"], "x", "y")
    assert received == []


def test_a_mail_server_that_says_nothing_is_given_up_within_seconds() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        before = time.monotonic()
        with pytest.raises(Exception, match="did not take it"):
            MailServer("127.0.0.1", silent.getsockname()[1], "a@example.org").send(["b@example.org"], "x", "y")
        assert time.monotonic() - before < 8
