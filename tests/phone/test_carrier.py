"""The web phone does with TwiML what a carrier documents."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route
from playwright.sync_api import expect

from ivr.clips.manifest import Clips
from tests.phone.handset import Phone
from tests.phone.handset import gather
from tests.phone.handset import plays
from tests.support.browser import sound_for

HELLO, GOODBYE = "en/hello.wav", "en/goodbye.wav"


def test_a_call_begins_with_the_fields_a_carrier_sends(phone: Phone) -> None:
    posted = phone.is_answered("<Hangup/>")
    phone.calls().hears("The line has hung up")
    assert posted[0].keys() >= {"CallSid", "AccountSid", "From", "To", "CallStatus", "Direction", "ApiVersion"}
    assert (posted[0]["To"], posted[0]["CallStatus"]) == ("+32000000000", "ringing")


@pytest.mark.parametrize(
    ("keys", "document", "digits"),
    [
        pytest.param("12", gather(most=2), "12", id="the last digit sends the number at once"),
        pytest.param("12", gather(most=5, seconds=3), "12", id="silence after a key sends what was typed"),
        pytest.param("12#", gather(most=5, finish="#"), "12", id="the finishing key is not sent"),
        pytest.param("*#", gather(most=2), "*#", id="without a finishing key every key is a digit"),
        pytest.param("#", gather(most=5, finish="#"), None, id="the finishing key alone counts as silence"),
        pytest.param("", gather(seconds=0.3), None, id="silence leads to the next verb"),
        pytest.param("123", gather(most=2), "12", id="a key too many is not sent"),
    ],
)
def test_keys_are_collected_as_a_carrier_collects_them(phone: Phone, keys: str, document: str, digits: str | None) -> None:
    posted = phone.is_answered(document, "<Hangup/>")
    phone.calls(sound=True).page.locator(":is([data-call=speaking], [data-call=waiting])").wait_for()
    phone.types(*keys).hears("The line has hung up")
    assert posted[1].get("Digits") == digits
    assert posted[1]["address"] == ("/voice/step" if digits else "/voice/step?silence")


def test_silence_goes_to_the_action_when_the_document_wants_it(phone: Phone) -> None:
    document = '<Gather timeout="0.2" numDigits="1" actionOnEmptyResult="true" action="/voice/step?empty"/>'
    posted = phone.is_answered(document, "<Hangup/>")
    phone.calls().hears("The line has hung up")
    assert posted[1]["address"] == "/voice/step?empty"


def test_a_key_between_two_gathers_is_lost_and_that_is_told(phone: Phone) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    phone.calls().sees_label("2", "English").page.route("**/voice/step**", hold)
    with phone.page.expect_request("**/voice/step**"):
        phone.types("2")
    phone.types("3")
    expect(phone.page.locator("#hint")).to_have_text("Key 3 was not heard: the line was not listening.")
    while not held:  # the browser asks in its own time
        phone.page.wait_for_timeout(20)
    held[0].continue_()
    phone.hears_language("en")


@pytest.mark.parametrize("document", ["<Say>Hello</Say>", "<Gather><Say>Hello</Say></Gather>", "<Dial><Sip>a</Sip></Dial>"])
def test_a_verb_this_phone_does_not_know_is_told_and_not_played(phone: Phone, document: str) -> None:
    phone.is_answered(document)
    phone.calls().sees_fault("This phone cannot carry out <S").hears("The call broke off")


def test_what_is_not_twiml_is_told(phone: Phone) -> None:
    phone.page.route("**/voice", lambda route: route.fulfill(body="Internal Server Error"))
    phone.calls().sees_fault("The answer of the line is not TwiML.").hears("The call broke off")
    phone.expects_troubles(containing="Content Security Policy")  # the browser's own page about what it could not read


# --- the sound ----------------------------------------------------------------------------------------------


def test_a_key_stops_the_sounding_clip(phone: Phone, spoken: Clips) -> None:
    sound_for(spoken, "en/hello", 60)
    phone.is_answered(gather(plays(HELLO), most=2))
    phone.calls(sound=True).hears("Hello, this is a sentence.").is_sounding(1)
    phone.types("7").is_sounding(0).sees_state("Waiting for digits")
    expect(phone.page.locator("#typed")).to_have_text("7·")


def test_hanging_up_stops_the_sounding_clip(phone: Phone, spoken: Clips) -> None:
    sound_for(spoken, "en/hello", 60)
    phone.is_answered(gather(plays(HELLO)))
    phone.calls(sound=True).is_sounding(1).types("Escape").is_sounding(0)


def test_clips_follow_each_other_and_then_silence_counts(phone: Phone, spoken: Clips) -> None:
    sound_for(spoken, "en/hello", 0.3)
    sound_for(spoken, "en/goodbye", 0.3)
    phone.is_answered(gather(plays(HELLO, GOODBYE)))
    phone.calls(sound=True).sees_state("Speaking").hears("Hello, this is a sentence.").hears("And this is the last one.")
    phone.sees_state("Waiting for a key")
    expect(phone.page.locator("#silence")).to_be_visible()


def test_a_clip_that_does_not_load_is_told_and_left_out(phone: Phone) -> None:
    phone.is_answered(gather(plays("en/nowhere.wav"), seconds=0.3), "<Hangup/>")
    phone.calls(sound=True).sees_fault("en/nowhere.wav: this clip cannot be fetched (404).").hears("The line has hung up")
    phone.expects_troubles(containing="404")


def test_mute_silences_the_page_and_not_the_call(phone: Phone, spoken: Clips) -> None:
    sound_for(spoken, "en/hello", 0.5)
    sound_for(spoken, "en/goodbye", 60)
    phone.is_answered(gather(plays(HELLO, GOODBYE)))
    phone.opens(sound=True).page.get_by_label("Mute").check()
    phone.button("Call").click()
    phone.hears("And this is the last one.").is_sounding(1)
