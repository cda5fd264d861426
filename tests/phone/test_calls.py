"""Calls from the web phone to the line itself."""

from __future__ import annotations

from playwright.sync_api import expect

from ivr.content.content import Content
from tests.phone.handset import Phone
from tests.phone.handset import fields


def test_a_call_by_keyboard_hears_the_languages_and_chooses_one(phone: Phone, content: Content) -> None:
    phone.calls().hears(content.words["es"].clips["language_choice"].text).types("3").hears_language("ar")
    expect(phone.page.locator("#now")).to_have_attribute("dir", "rtl")
    phone.types("Escape").hears("You have hung up").sees_state("Call ended")


def test_a_call_by_touch_can_be_made_again(phone: Phone) -> None:
    phone.opens()
    for _ in range(2):
        phone.button("Call").click()
        phone.sees_label("2", "English").key("2").click()
        phone.hears_language("en").button("Hang up").click()
        phone.hears("You have hung up").sees_state("Call ended")


def test_a_language_of_the_page_begins_the_call_in_it(phone: Phone, content: Content) -> None:
    for language in content.languages.languages:
        phone.opens()
        with phone.page.expect_request("**/voice/step**") as step:
            phone.page.get_by_role("list", name="Call in a language").get_by_text(language.name, exact=True).click()
        assert fields(step.value)["Digits"] == language.key
        phone.hears_language(language.code).types("Escape").sees_state("Call ended")


def test_a_key_of_the_phone_begins_the_call_in_its_language(phone: Phone) -> None:
    phone.opens().key("6").click()
    phone.hears_language("so")


def test_a_key_of_the_keyboard_begins_the_call_in_its_language(phone: Phone) -> None:
    phone.opens().types("0").hears_language("zh")


def test_a_key_meant_for_the_call_that_has_ended_begins_no_other(phone: Phone) -> None:
    calls = phone.is_answered("<Hangup/>", "<Hangup/>")
    phone.calls().sees_state("Call ended").types("6")
    phone.page.wait_for_timeout(2500)
    assert len(calls) == 1
    phone.types("6").page.wait_for_timeout(500)
    assert len(calls) == 2


def test_only_the_chosen_language_stays_in_the_history(phone: Phone, content: Content) -> None:
    phone.calls().hears(content.words["ar"].clips["language_choice"].text).types("2").hears_language("en")
    expect(phone.page.locator("#earlier b")).to_have_text("You pressed 2")
    expect(phone.page.locator("#earlier p:not([lang=en])")).to_have_count(0)


def test_hanging_up_reports_the_end_of_the_call(phone: Phone) -> None:
    phone.calls().sees_label("1", "Français")
    with phone.page.expect_response("**/voice/status") as answer:
        phone.types("Escape")
    assert answer.value.status == 204
    assert fields(answer.value.request)["CallStatus"] == "completed"


def test_a_wrong_signature_is_told(phone: Phone) -> None:
    phone.opens().page.evaluate("document.body.dataset.token = 'wrong'")
    phone.types("Enter").sees_fault("it is not signed with the line’s own token (403)").hears("The call broke off")
    expect(phone.page.locator("#faults li")).to_have_count(1)
    phone.expects_troubles(containing="403")


def test_a_line_that_was_stopped_is_told_in_a_sentence_and_once(phone: Phone) -> None:
    phone.calls().sees_label("2", "English").page.route("**/voice**", lambda route: route.abort())
    phone.types("2").sees_fault("The line cannot be reached. Was it stopped?").hears("The call broke off")
    expect(phone.page.locator("#faults li")).to_have_text(["The line cannot be reached. Was it stopped?"])
    phone.expects_troubles(containing="ERR_FAILED")
