"""Two hundred callers while the carrier's interface hangs, the mail server is gone and the database stops.

No key waits for any of them, and "sent" is said of nothing that was not accepted.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ivr.clips.manifest import Clips
from tests.support.postgres import Postgres
from tests.support.restcarrier import RestCarrier
from tests.support.restcarrier import rest_carrier
from tests.support.servers import nobody_there
from tests.support.simulate.carrier import Carrier
from tests.support.simulate.load import Figures
from tests.support.simulate.load import press
from tests.support.simulate.process import Served
from tests.support.simulate.process import served

CALLERS = 200
SECONDS = 4.0
P99_MS = 100.0
AS_WITHOUT_TROUBLE = 2.0  # on a machine that is busy with other things: so many times what it takes when all is well
LANGUAGE = "ar"


def requests(base: str, first: int) -> list[bytes]:
    """Of each caller: key 5 after the end date, then the look at what became of it, a message for the desk, a key in the menu."""
    carrier, made = Carrier(base, "secret"), []
    for number in range(first, first + CALLERS):
        form = {"CallSid": f"CA{number:032x}", "From": f"+32470{number:06}", "To": "+3242223344", "Direction": "inbound"}
        step = f"{base}/voice/step?v=1&l={LANGUAGE}&s="
        made += [
            carrier.request(f"{step}date-next&d=5.3.2025", form | {"Digits": "5"}),
            carrier.request(f"{step}texting&t=1&d=5.3.2025&b=date-next&q=s", form),
            carrier.request(f"{step}message", form | {"RecordingSid": f"RE{number:032x}", "RecordingDuration": "9"}),
            carrier.request(f"{step}message-sent&q=m", form),
            carrier.request(f"{step}main", form | {"Digits": "2"}),
        ]
    return made


def calls(line: Served, first: int, never: tuple[bytes, ...] = ()) -> Figures:
    host, port = line.base.removeprefix("http://").split(":")
    prepared = requests(line.base, first)
    return asyncio.run(press(host, int(port), prepared, connections=CALLERS, seconds=SECONDS, pause=1.0, never=never))


def settings(database: str) -> dict[str, str]:
    return {
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "secret",
        "SMS_SENDER": "+32460123456",
        "MAIL_SERVER": f"smtp://127.0.0.1:{nobody_there().rpartition(':')[2]}",
        "MAIL_FROM": "line@example.org",
        "DESK_MAIL": "desk@example.org",
        "ALERT_MAIL": "desk@example.org",
        "DESK_NUMBER": "+3242223355",
        "DATABASE_URL": database,
        "WORKERS": "2",
    }


def said(clip: str) -> bytes:
    return Clips.load().files[f"{LANGUAGE}/{clip}"].encode()


@pytest.mark.alone
def test_no_key_waits_for_the_carrier_the_mail_server_or_the_database(tmp_path: Path) -> None:
    carrier: RestCarrier
    with Postgres.create() as database, rest_carrier(tmp_path) as (carrier, env):
        with served(env | settings(database.database("line"))) as line:
            well = calls(line, 0)
            sent = len(carrier.texts)
            carrier.hangs = True
            database.stop()
            troubled = calls(line, CALLERS, never=(said("sms_sent"), said("message_kept")))
        assert sent > 0
        assert len(carrier.texts) == sent
    assert troubled.requests > CALLERS
    assert troubled.p99 < max(P99_MS, AS_WITHOUT_TROUBLE * well.p99), (well, troubled)
