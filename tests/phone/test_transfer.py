"""The second phone, of the worker whom a call is passed to."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest
from playwright.sync_api import Request
from playwright.sync_api import expect

from tests.phone.handset import Phone
from tests.phone.handset import fields

CENTRE = "+32000000007"


def passed_on(phone: Phone, *, ring_seconds: float = 30, then: str = "<Hangup/>") -> list[dict[str, str]]:
    """The line passes the call on; its own whisper is heard."""
    whisper = escape(f"{phone.line}/voice/whisper?l=en")
    dial = f'<Dial action="/voice/step" timeout="{ring_seconds}"><Number url="{whisper}">{CENTRE}</Number></Dial>'
    posted = phone.is_answered(dial, then)
    phone.calls()
    return posted


def answers(phone: Phone) -> None:
    """The worker picks up and hears the whisper, in French."""
    phone.button("Answer").click()
    expect(phone.worker.locator("[data-field=now] span[lang=fr], [data-field=now][lang=fr]")).to_be_visible()


def test_a_worker_who_accepts_talks_and_the_call_goes_on(phone: Phone) -> None:
    posted = passed_on(phone)
    expect(phone.worker).to_contain_text(CENTRE)
    phone.sees_state("The worker’s phone rings").types("Enter").sees_state("The worker hears who is calling")
    expect(phone.worker.locator("[data-field=now]")).not_to_be_empty()
    phone.types("1").sees_state("You are talking with the worker")
    phone.button("The worker hangs up").click()
    phone.hears("The line has hung up")
    assert (posted[1]["DialCallStatus"], posted[1]["DialBridged"]) == ("completed", "true")
    expect(phone.worker).to_be_hidden()


@pytest.mark.parametrize(("button", "status"), [("Busy", "busy"), ("No answer", "no-answer"), ("Call fails", "failed")])
def test_a_call_that_nobody_takes_is_reported_as_a_carrier_does(phone: Phone, button: str, status: str) -> None:
    posted = passed_on(phone)
    phone.button(button).click()
    phone.hears("The line has hung up")
    assert posted[1]["DialCallStatus"] == status


def refuses_by_key(phone: Phone) -> None:
    """As long as the line asks again."""
    phone.button("2 · Another key").click()
    phone.page.wait_for_timeout(500)
    if phone.button("2 · Another key").is_visible():
        phone.button("2 · Another key").click()


def refuses_by_hanging_up(phone: Phone) -> None:
    phone.worker.get_by_role("button", name="Hang up").click()


@pytest.mark.parametrize("refuses", [refuses_by_key, refuses_by_hanging_up])
def test_a_worker_who_refuses_after_the_whisper_is_not_connected(phone: Phone, refuses: Callable[[Phone], None]) -> None:
    passed_on(phone)
    answers(phone)

    def is_outcome(request: Request) -> bool:
        return "DialCallStatus" in (request.post_data or "")

    with phone.page.expect_request(is_outcome) as step:
        refuses(phone)
    assert fields(step.value)["DialBridged"] == "false"


def test_a_phone_that_nobody_picks_up_stops_ringing(phone: Phone) -> None:
    posted = passed_on(phone, ring_seconds=0.5)
    phone.hears("The line has hung up")
    assert posted[1]["DialCallStatus"] == "no-answer"


@pytest.mark.parametrize("answered", [False, True])
def test_a_caller_who_hangs_up_takes_the_workers_phone_away(phone: Phone, answered: bool) -> None:
    passed_on(phone)
    expect(phone.worker).to_be_visible()
    if answered:
        answers(phone)
    phone.types("Escape").hears("You have hung up")
    expect(phone.worker).to_be_hidden()
    expect(phone.page.locator("#faults")).to_be_empty()
