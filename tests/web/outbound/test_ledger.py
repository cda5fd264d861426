"""What became of an errand is known at once where nobody can begin it, and forgotten when it is over."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest

from ivr.call.reach import Errand
from ivr.call.reach import Outcome
from ivr.call.reach import VoiceMessage
from ivr.call.steps import MOST_LOOKS
from ivr.statistics.together.together import Together
from ivr.web.outbound.ledger import KEPT_SECONDS
from ivr.web.outbound.ledger import Ledger
from ivr.web.outbound.memory import Memory
from ivr.web.outbound.texting import Texting
from ivr.web.outbound.voicemail import Voicemail
from tests.support.waiting import eventually
from tests.web.outbound.conftest import RINGS
from tests.web.outbound.conftest import Dial
from tests.web.outbound.telephone import Telephone
from tests.web.outbound.test_callback import CALL_ME_BACK
from tests.web.outbound.test_texting import to_the_date

CALL = "CA" + "1" * 32
BUSY = Mock(put=Mock(return_value=False))  # a pool in which too much is waiting


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(Memory(str(tmp_path), b"key"), Together(None))


def test_a_text_that_nobody_has_time_to_send_is_told_at_once(ledger: Ledger) -> None:
    Texting(Mock(), ledger, Mock(), BUSY, "Parcours").take(CALL, "+32470000000", "words")
    assert ledger.look(CALL, Errand.TEXT, 0) is Outcome.NOT_DONE


def test_a_text_too_many_is_told_at_once(ledger: Ledger) -> None:
    carrier, limits, at_once = Mock(), Mock(take=Mock(return_value=False)), Mock(put=lambda job: job() or True)
    Texting(carrier, ledger, limits, at_once, "Parcours").take(CALL, "+32470000000", "words")
    assert ledger.look(CALL, Errand.TEXT, 0) is Outcome.NOT_DONE
    assert carrier.text.call_count == 0


def test_a_message_that_nobody_has_time_to_mail_is_told_at_once(ledger: Ledger) -> None:
    Voicemail(Mock(), ledger, BUSY, Mock(), ()).take(CALL, "RE1", VoiceMessage("fr", "", ""))
    assert ledger.look(CALL, Errand.MESSAGE, 0) is Outcome.NOT_DONE


def test_what_nobody_has_begun_at_the_last_look_is_never_done(ledger: Ledger) -> None:
    assert ledger.open(CALL, Errand.TEXT)
    assert ledger.look(CALL, Errand.TEXT, MOST_LOOKS - 1) is Outcome.UNKNOWN
    assert ledger.look(CALL, Errand.TEXT, MOST_LOOKS) is Outcome.NOT_DONE
    assert not ledger.begin(CALL, Errand.TEXT)


def test_what_was_begun_by_then_may_still_be_done(ledger: Ledger) -> None:
    ledger.open(CALL, Errand.TEXT)
    assert ledger.begin(CALL, Errand.TEXT)
    assert ledger.look(CALL, Errand.TEXT, MOST_LOOKS) is Outcome.UNKNOWN
    ledger.close(CALL, Errand.TEXT, done=True)
    assert ledger.look(CALL, Errand.TEXT, MOST_LOOKS) is Outcome.DONE


def test_the_same_errand_is_opened_once_and_another_one_of_the_call_too(ledger: Ledger) -> None:
    assert [ledger.open(CALL, errand) for errand in (Errand.TEXT, Errand.TEXT, Errand.MESSAGE)] == [True, False, True]


ASKED: dict[str, Callable[[Telephone], object]] = {
    "a text": lambda phone: to_the_date(phone).presses("5"),
    "a call-back": lambda phone: phone.dials(RINGS),
}


@pytest.mark.parametrize("what", ASKED)
def test_whoever_asks_for_something_has_what_is_over_forgotten(
    phone: Dial, carrier: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr("ivr.web.outbound.callback.PAUSE_SECONDS", 0)
    caller = phone(**CALL_ME_BACK)
    (tmp_path / "outbound").mkdir()
    over, lately = (tmp_path / "outbound" / f"e-{name}.done" for name in ("over", "lately"))
    for file, seconds in ((over, KEPT_SECONDS + 60), (lately, KEPT_SECONDS - 60)):
        file.touch()
        os.utime(file, (0, time.time() - seconds))
    ASKED[what](caller)
    eventually(lambda: not over.exists())
    assert lately.exists()
