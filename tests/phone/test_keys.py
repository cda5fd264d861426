"""The keys that mean something, what they do, and how the call stands."""

from __future__ import annotations

from playwright.sync_api import expect

from ivr.content.content import Content
from ivr.phone.keylabels import key_labels
from tests.phone.handset import Phone
from tests.phone.handset import gather
from tests.phone.handset import plays

HELLO = plays("en/hello.wav")


def test_a_question_lights_its_keys_and_says_what_those_of_every_question_do(phone: Phone) -> None:
    phone.is_answered(gather(HELLO), keys="1290*#")
    phone.calls().sees_state("Waiting for a key").sees_keys("1290*#")
    phone.sees_label("9", "again").sees_label("0", "a person").sees_label("*", "back").sees_label("7", "")
    expect(phone.page.locator("#keys-now")).to_have_text("Keys that mean something now: 1 2 9 0 * #")


def test_the_label_of_a_key_is_what_the_prompt_offers(phone: Phone, content: Content) -> None:
    clip, labels = next(
        (clip, keys) for clip, keys in key_labels(content).items() if all(keys.values()) and clip != "language_choice"
    )
    phone.is_answered(gather(plays(f"ar/{clip}.wav")), keys="123456789*0#")
    phone.calls().hears_language("ar")
    for key, label in labels.items():
        phone.sees_label(key, label)


def test_a_key_after_a_name_is_labelled_with_the_name(phone: Phone, content: Content) -> None:
    town = f"town_{content.centres.centres[0].id}"
    name = content.centres.centres[0].spoken_town
    phone.is_answered(gather(plays(f"en/{town}.wav", "en/press_4.wav")), keys="4")
    phone.calls().sees_label("4", name)


def test_a_message_can_be_skipped_by_any_key(phone: Phone) -> None:
    phone.is_answered(gather(HELLO, seconds=1), "<Hangup/>", keys="1234567890*#")
    phone.calls().sees_state("Speaking: any key skips").sees_keys("90*")
    expect(phone.page.locator("#hint")).to_have_text("Any other key goes on")
    phone.types("5").hears("The line has hung up")


def test_a_message_goes_on_by_itself(phone: Phone) -> None:
    phone.is_answered(gather(HELLO, seconds=1), "<Hangup/>", keys="1234567890*#")
    phone.calls().sees_state("The call goes on by itself").hears("The line has hung up")


def test_a_number_shows_its_places_and_what_was_typed(phone: Phone) -> None:
    phone.is_answered(gather(HELLO, most=4, finish="#"), keys="1234567890*#")
    phone.calls().sees_state("Waiting for digits").sees_keys("1234567890*#")
    phone.sees_label("*", "erase").sees_label("#", "done").types("5", "0")
    expect(phone.page.locator("#typed")).to_have_text("50··")


def test_after_the_call_the_keys_are_languages_again(phone: Phone) -> None:
    phone.is_answered("<Hangup/>")
    phone.calls().sees_state("Call ended").sees_label("7", "Türkçe").sees_keys("1234567890")


def test_call_and_hang_up_are_seen_whether_they_work_or_not(phone: Phone) -> None:
    phone.opens()
    for button, works in ((phone.button("Call"), True), (phone.button("Hang up"), False)):
        button.hover()
        expect(button).to_be_visible()
        expect(button).to_have_attribute("aria-disabled", str(not works).lower()) if not works else None
        shown = button.evaluate("each => getComputedStyle(each).filter + getComputedStyle(each).opacity")
        assert shown == "none1"
