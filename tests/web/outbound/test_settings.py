"""What an operator decides about texts and call-backs is taken as it is written, and a mistake is told by its name."""

from __future__ import annotations

import pytest

from ivr.settings import ConfigError
from ivr.settings import Settings
from ivr.web.outbound.settings import COUNTRIES
from ivr.web.outbound.settings import ReachSettings
from tests.conftest import live

LINE, RINGS = "+3242223344", "+3242223300"
ACCOUNT = live(account_sid="AC" + "0" * 32, line_number=LINE)
SERVICE = "MG" + "0" * 32


def reach(settings: Settings = ACCOUNT, /, **env: str) -> ReachSettings:
    return ReachSettings.from_env(env, settings)


def test_nothing_is_done_outside_of_a_call_unless_it_is_asked_for() -> None:
    made = reach(live())
    assert not made.asks_the_carrier
    assert (made.sms_sender, made.callback_number, made.desk_mail, made.countries) == ("", None, (), COUNTRIES)


def test_every_setting_is_taken() -> None:
    mail = {"MAIL_SERVER": "smtp://mail.example.org", "MAIL_FROM": "line@example.org", "DESK_MAIL": "desk@example.org"}
    calls = {"CALLBACK_NUMBER": RINGS, "CALLBACK_FROM": "+3242223345", "CALLBACKS_AT_ONCE": "3", "CALLBACKS_A_DAY": "70"}
    made = reach(SMS_SENDER=" MRCI 4000 ", REACH_COUNTRIES="be, lu", OUTBOUND_FOLDER="/dev/shm/x", **calls, **mail)
    assert (made.sms_sender, made.countries, made.folder) == ("MRCI 4000", ("BE", "LU"), "/dev/shm/x")
    assert (made.callback_number, made.callback_from) == (RINGS, "+3242223345")
    assert (made.callbacks_at_once, made.callbacks_a_day) == (3, 70)
    assert (made.desk_mail, made.mail and made.mail.sender) == (("desk@example.org",), "line@example.org")


def test_the_line_calls_back_from_its_own_number_and_so_often_unless_told_otherwise() -> None:
    made = reach(CALLBACK_NUMBER=RINGS)
    assert (made.callback_from, made.callbacks_at_once, made.callbacks_a_day) == (LINE, 5, 200)


@pytest.mark.parametrize("sender", ["+32460123456", SERVICE, "Parcours", "CRI"])
def test_a_message_comes_from_a_number_a_service_or_a_name(sender: str) -> None:
    assert reach(SMS_SENDER=sender).sms_sender == sender


@pytest.mark.parametrize(
    ("env", "told"),
    [
        ({"SMS_SENDER": "0460123456"}, "SMS_SENDER: expected a number such as"),
        ({"SMS_SENDER": "A name that is long"}, "SMS_SENDER"),
        ({"REACH_COUNTRIES": "BE,Belgium"}, "expected countries such as BE,FR,LU, not 'BELGIUM'"),
        ({"CALLBACKS_AT_ONCE": "51"}, "CALLBACKS_AT_ONCE: expected a number from 1 to 50, not '51'"),
        ({"CALLBACKS_AT_ONCE": "0"}, "from 1 to 50"),
        ({"CALLBACKS_A_DAY": "5001"}, "CALLBACKS_A_DAY: expected a number from 1 to 5000"),
        ({"CALLBACKS_A_DAY": "many"}, "CALLBACKS_A_DAY"),
        ({"DESK_MAIL": "desk@example.org"}, "DESK_MAIL needs MAIL_SERVER"),
    ],
)
def test_a_mistake_is_told(env: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        reach(**env)


@pytest.mark.parametrize(
    ("env", "most"), [({"CALLBACKS_AT_ONCE": "50"}, 50), ({"CALLBACKS_AT_ONCE": "1"}, 1), ({"CALLBACKS_A_DAY": "5000"}, 5000)]
)
def test_the_largest_and_the_smallest_are_taken(env: dict[str, str], most: int) -> None:
    made = reach(**env)
    assert most in (made.callbacks_at_once, made.callbacks_a_day)


def test_a_line_without_a_number_that_may_call_out_calls_nobody_back() -> None:
    with pytest.raises(ConfigError, match="CALLBACK_FROM"):
        reach(live(account_sid="AC" + "0" * 32, line_number=None), CALLBACK_NUMBER=RINGS)


@pytest.mark.parametrize("env", [{"SMS_SENDER": "Parcours"}, {"CALLBACK_NUMBER": RINGS}])
@pytest.mark.parametrize("settings", [live(line_number=LINE), live(account_sid="AC1", auth_token="", line_number=LINE)])
def test_without_an_account_the_carrier_cannot_be_asked(settings: Settings, env: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="need TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"):
        reach(settings, **env)


def test_the_demonstration_sends_and_calls_nobody() -> None:
    made = reach(Settings(demo=True, line_number=LINE), SMS_SENDER="Parcours", CALLBACK_NUMBER=RINGS, OUTBOUND_FOLDER="/x")
    assert not made.asks_the_carrier
    assert made.folder == "/x"
