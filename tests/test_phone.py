"""The web phone, in a browser, against a line that is served."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterator
from datetime import datetime
from typing import Self
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

import pytest
from flask import Request as WebRequest
from playwright.sync_api import Browser
from playwright.sync_api import Locator
from playwright.sync_api import Page
from playwright.sync_api import Request
from playwright.sync_api import Route
from playwright.sync_api import expect

from ivr.audio import Clips
from ivr.config import Settings
from ivr.content import Content
from ivr.demo import demo_clock
from ivr.web import create_app
from tests.browser import chromium
from tests.browser import served
from tests.browser import sound_for
from tests.browser import worded_clips
from tests.conftest import WORKING_MORNING

# Counts the clips that the browser itself is sounding, whatever the page believes.
COUNT_SOUNDS = """
let sounding = 0;
const count = (change) => (document.documentElement.dataset.sounding = sounding += change);
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...when) {
  count(1);
  this.addEventListener("ended", () => count(-1));
  return start.apply(this, when);
};
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def spoken(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Clips:
    return worded_clips(content, tmp_path_factory.mktemp("audio"))


@pytest.fixture(scope="module")
def line(content: Content, spoken: Clips) -> Iterator[str]:
    """The demonstration line: always the same working morning, unless the phone asks for another time."""

    def clock(request: WebRequest) -> datetime:
        return demo_clock(request) if "X-Demo-Now" in request.headers else WORKING_MORNING

    app = create_app(Settings(demo=True, line_number="+32000000000"), content, spoken, clock)
    with served(app) as address:
        yield address


class Phone:
    """A person at the page."""

    def __init__(self, page: Page, line: str) -> None:
        self.page = page
        self.line = line
        self.troubles: list[str] = []
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda message: self.troubles.append(message.text) if message.type == "error" else None)

    def opens(self, query: str = "?fast=1") -> Self:
        self.page.goto(f"{self.line}/{query}")
        self.page.locator("body[data-ready]").wait_for()
        return self

    def calls(self, query: str = "?fast=1") -> Self:
        return self.opens(query).types("Enter")

    def types(self, *keys: str) -> Self:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def chooses_english(self) -> Self:
        return self.sees_key("2").types("2").hears("Welcome.").types("1").hears("go through the stages")

    def reaches_a_transfer(self) -> Self:
        """To the centre of Liège."""
        self.chooses_english().types("4").hears("your postal code").types(*"4000").hears("talk to the centre now")
        self.types("1").hears("I am calling the centre")
        expect(self.worker).to_be_visible()
        return self

    def hears(self, words: str) -> Self:
        """These words now, or since the last key."""
        expect(self.page.locator("#now, #earlier li:not(:has(~ li b))").filter(has_text=words).last).to_be_visible()
        return self

    def sees_key(self, key: str) -> Self:
        """The key is one that works now."""
        expect(self.key(key)).to_have_class(re.compile("works"))
        return self

    def sees_state(self, words: str) -> Self:
        expect(self.page.locator("#state")).to_have_text(words)
        return self

    def is_sounding(self, clips: int) -> Self:
        expect(self.page.locator("html")).to_have_attribute("data-sounding", str(clips))
        return self

    def sees_fault(self, words: str) -> Self:
        expect(self.page.locator("#faults")).to_contain_text(words)
        return self

    def key(self, key: str) -> Locator:
        return self.page.locator(f'.key[data-key="{key}"]')

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def worker(self) -> Locator:
        return self.page.locator("#worker")


@pytest.fixture
def phone(browser: Browser, line: str) -> Iterator[Phone]:
    """A page; at the end of the test it must have met no error of which the test does not speak."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    phone = Phone(page, line)
    yield phone
    page.close()
    assert phone.troubles == []


def says(phone: Phone, *documents: str) -> list[dict[str, str]]:
    """Answer the call with these documents, one after the other, instead of the line; collect what is posted, and where."""
    posted: list[dict[str, str]] = []
    answers = iter(documents)

    def answer(route: Route) -> None:
        posted.append(fields(route.request) | {"address": route.request.url.removeprefix(phone.line)})
        route.fulfill(content_type="text/xml", body=f"<Response>{next(answers)}</Response>")

    phone.page.route(re.compile(r"/voice($|\?|/step)"), answer)
    return posted


def fields(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.post_data or "").items()}


# --- whole calls --------------------------------------------------------------------------------------------


def test_a_call_by_keyboard_leads_to_the_end_date(phone: Phone) -> None:
    phone.calls().chooses_english()
    phone.types("2").hears("I need the date").types("1")
    phone.hears("First, the day").types("1", "5")
    phone.hears("Now the month").types("0", "3")
    phone.hears("Now the year").types("2", "0", "2", "5")
    phone.hears("You typed: the fifteenth of March twenty twenty-five").hears("If this is right, press 1")
    phone.types("1").hears("the fifteenth of March twenty twenty-eight").hears("So the law gives you three years")
    phone.types("Escape").hears("You have hung up")


def test_a_call_by_touch_can_be_made_again(phone: Phone) -> None:
    for _ in range(2):
        phone.opens() if not phone.page.url.startswith(phone.line) else None
        phone.button("Call").click()
        phone.sees_key("2").key("2").click()
        phone.hears("Welcome.")
        phone.button("Hang up").click()
        phone.hears("You have hung up").sees_state("Call ended")


def test_silence_three_times_ends_with_goodbye(phone: Phone) -> None:
    phone.calls("?fast=1&timeout=0.2").sees_key("2").types("2")
    phone.hears("I did not hear a key").hears("open the keypad on your phone")
    phone.hears("Thank you for your call. Goodbye.").hears("The line has hung up").sees_state("Call ended")


def test_hanging_up_reports_the_end_of_the_call(phone: Phone) -> None:
    phone.calls().sees_key("1")
    with phone.page.expect_response("**/voice/status") as answer:
        phone.types("Escape")
    assert answer.value.status == 204
    assert fields(answer.value.request)["CallStatus"] == "completed"


# --- what a carrier does ------------------------------------------------------------------------------------


def test_a_call_begins_with_the_fields_a_carrier_sends(phone: Phone) -> None:
    posted = says(phone, "<Hangup/>")
    phone.calls().hears("The line has hung up")
    assert posted[0].keys() >= {"CallSid", "AccountSid", "From", "To", "CallStatus", "Direction", "ApiVersion"}
    assert (posted[0]["To"], posted[0]["CallStatus"]) == ("+32000000000", "ringing")


def gather(most: int = 5, seconds: float = 30, finish: str = "", sound: str = "") -> str:
    return (
        f'<Gather numDigits="{most}" timeout="{seconds}" finishOnKey="{finish}" action="/voice/step">{sound}</Gather>'
        "<Redirect>/voice/step?silence</Redirect>"
    )


@pytest.mark.parametrize(
    ("keys", "document", "digits"),
    [
        pytest.param("12", gather(most=2), "12", id="the last digit sends the number at once"),
        pytest.param("12", gather(seconds=0.3), "12", id="silence after a key sends what was typed"),
        pytest.param("12#", gather(finish="#"), "12", id="the finishing key is not sent"),
        pytest.param("*#", gather(most=2), "*#", id="without a finishing key every key is a digit"),
        pytest.param("#", gather(finish="#"), None, id="the finishing key alone counts as silence"),
        pytest.param("", gather(seconds=0.3), None, id="silence leads to the next verb"),
    ],
)
def test_keys_are_collected_as_a_carrier_collects_them(phone: Phone, keys: str, document: str, digits: str | None) -> None:
    posted = says(phone, document, "<Hangup/>")
    phone.calls("").page.locator(":is([data-call=speaking], [data-call=waiting])").wait_for()
    phone.types(*keys).hears("The line has hung up")
    assert posted[1].get("Digits") == digits
    assert posted[1]["address"] == ("/voice/step" if digits else "/voice/step?silence")


def test_a_key_typed_while_the_line_is_being_asked_is_lost(phone: Phone) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    phone.calls().sees_key("2").page.route("**/voice/step**", hold)
    with phone.page.expect_request("**/voice/step**"):
        phone.types("2")
    phone.types("3")
    expect(phone.page.locator("#lost")).to_have_text("Key 3 was not heard: the line was not listening.")
    while not held:  # the browser asks in its own time
        phone.page.wait_for_timeout(20)
    held[0].continue_()
    phone.hears("You can press a key at any time.")


def test_an_unknown_verb_is_told(phone: Phone) -> None:
    says(phone, "<Say>Hello</Say>")
    phone.calls().sees_fault("Unknown verb: <Say>").hears("The call broke off")


def test_a_wrong_signature_is_told(phone: Phone) -> None:
    phone.calls("?token=wrong").sees_fault("The line answered 403").hears("The call broke off")
    assert all("403" in trouble for trouble in phone.troubles)
    phone.troubles.clear()


# --- the sound ----------------------------------------------------------------------------------------------


def test_a_key_stops_the_sounding_clip(phone: Phone, spoken: Clips) -> None:
    sound_for(spoken, "fr/opening", 60)
    phone.page.add_init_script(COUNT_SOUNDS)
    says(phone, gather(most=2, sound=f"<Play>{phone.line}/audio/{spoken.files['fr/opening']}</Play>"))
    phone.calls("").hears("Parcours d'intégration en Wallonie.").is_sounding(1)
    phone.types("7").is_sounding(0).sees_state("Waiting for a key")
    expect(phone.page.locator("#typed")).to_have_text("7·")


def test_hanging_up_stops_the_sounding_clip(phone: Phone, spoken: Clips) -> None:
    sound_for(spoken, "fr/opening", 60)
    phone.page.add_init_script(COUNT_SOUNDS)
    says(phone, gather(sound=f"<Play>{phone.line}/audio/{spoken.files['fr/opening']}</Play>"))
    phone.calls("").is_sounding(1).types("Escape").is_sounding(0)


def test_clips_follow_each_other_and_then_silence_counts(phone: Phone, spoken: Clips) -> None:
    sound_for(spoken, "fr/opening", 0.3)
    sound_for(spoken, "en/language_choice", 0.3)
    play = "".join(f"<Play>{phone.line}/audio/{spoken.files[name]}</Play>" for name in ("fr/opening", "en/language_choice"))
    says(phone, gather(sound=play))
    phone.calls("").sees_state("Speaking").hears("Parcours d'intégration en Wallonie.").hears("For English, press 2.")
    phone.sees_state("Waiting for a key")
    expect(phone.page.locator("#silence")).to_be_visible()


def test_a_clip_that_does_not_load_is_told_and_left_out(phone: Phone) -> None:
    says(phone, gather(most=1, seconds=0.3, sound=f"<Play>{phone.line}/audio/en/nowhere.wav</Play>"), "<Hangup/>")
    phone.calls("").sees_fault("en/nowhere.wav: this clip cannot be fetched (404).").hears("The line has hung up")
    assert all("404" in trouble for trouble in phone.troubles)
    phone.troubles.clear()


def test_words_run_in_the_direction_of_their_language(phone: Phone) -> None:
    phone.calls().hears("For English, press 2.").types("3")
    expect(phone.page.locator("#now[lang=ar]")).to_have_attribute("dir", "rtl")
    expect(phone.page.locator("#earlier p[lang=fr]").first).to_have_attribute("dir", "ltr")


# --- the transfer ---------------------------------------------------------------------------------------------


def test_a_transfer_that_is_accepted_becomes_a_conversation_and_the_call_goes_on(phone: Phone) -> None:
    phone.calls().reaches_a_transfer()
    expect(phone.worker).to_contain_text("+32000000007")
    phone.types("Enter")
    expect(phone.worker).to_contain_text("Ligne du parcours d'intégration.")
    phone.types("1")
    expect(phone.worker).to_contain_text("In conversation")
    with phone.page.expect_request("**/voice/step**") as step:
        phone.button("The worker hangs up").click()
    assert fields(step.value)["DialCallStatus"] == "completed"
    assert fields(step.value)["DialBridged"] == "true"
    phone.hears("Your call has ended.").hears("To call again, press 1.")
    expect(phone.worker).to_be_hidden()


@pytest.mark.parametrize(
    ("button", "status", "words"),
    [
        ("Busy", "busy", "The line is busy."),
        ("No answer", "no-answer", "Nobody can answer at this moment."),
        ("Call fails", "failed", "The call did not go through."),
    ],
)
def test_a_transfer_that_is_not_answered_leads_on(phone: Phone, button: str, status: str, words: str) -> None:
    phone.calls().reaches_a_transfer()
    with phone.page.expect_request("**/voice/step**") as step:
        phone.button(button).click()
    assert fields(step.value)["DialCallStatus"] == status
    phone.hears(words).hears("To call again, press 1.")


def refuses_by_key(phone: Phone) -> None:
    phone.button("2 · Another key").click()


def refuses_by_hanging_up(phone: Phone) -> None:
    phone.worker.get_by_role("button", name="Hang up").click()


@pytest.mark.parametrize("refuses", [refuses_by_key, refuses_by_hanging_up])
def test_a_worker_who_refuses_after_the_whisper_is_not_connected(phone: Phone, refuses: Callable[[Phone], None]) -> None:
    phone.calls().reaches_a_transfer()
    phone.button("Answer").click()
    expect(phone.worker).to_contain_text("Ligne du parcours d'intégration.")
    with phone.page.expect_request(lambda request: "DialCallStatus" in (request.post_data or "")) as step:
        refuses(phone)
    assert fields(step.value)["DialBridged"] == "false"
    phone.hears("Nobody can answer at this moment.")


def test_a_phone_that_nobody_picks_up_stops_ringing(phone: Phone) -> None:
    whisper = escape(f"{phone.line}/voice/whisper?l=en")
    dial = f'<Dial action="/voice/step" timeout="0.5"><Number url="{whisper}">+32000000001</Number></Dial>'
    posted = says(phone, dial, "<Hangup/>")
    phone.calls().hears("The line has hung up")
    assert posted[1]["DialCallStatus"] == "no-answer"


@pytest.mark.parametrize("answered", [False, True])
def test_a_caller_who_hangs_up_takes_the_workers_phone_away(phone: Phone, answered: bool) -> None:
    phone.calls().reaches_a_transfer()
    if answered:
        phone.button("Answer").click()
        expect(phone.worker).to_contain_text("Ligne du parcours d'intégration.")
    phone.types("Escape").hears("You have hung up")
    expect(phone.worker).to_be_hidden()
    expect(phone.page.locator("#faults")).to_be_empty()


# --- the page -------------------------------------------------------------------------------------------------


def test_a_call_in_the_evening_tells_the_line_so_and_finds_the_centre_closed(phone: Phone) -> None:
    phone.page.clock.set_fixed_time("2026-11-24T12:00:00")
    phone.opens().page.get_by_label("Time of the call").select_option("evening")
    with phone.page.expect_request("**/voice") as first:
        phone.button("Call").click()
    assert first.value.headers["x-demo-now"] == "2026-11-24T22:00"
    phone.chooses_english().types("4").hears("your postal code").types(*"4000").hears("talk to the centre now")
    phone.types("1").hears("The centre is closed now.")


@pytest.mark.parametrize(
    ("today", "christmas"), [("2026-12-25T09:00:00", "2026-12-25T10:00"), ("2026-12-26T09:00:00", "2027-12-25T10:00")]
)
def test_christmas_is_the_next_one(phone: Phone, today: str, christmas: str) -> None:
    phone.page.clock.set_fixed_time(today)
    phone.opens().page.get_by_label("Time of the call").select_option("christmas")
    with phone.page.expect_request("**/voice") as first:
        phone.button("Call").click()
    assert first.value.headers["x-demo-now"] == christmas


def test_the_keys_that_work_are_shown_and_the_digits_typed(phone: Phone) -> None:
    phone.calls().chooses_english().sees_key("4").sees_key("*")
    expect(phone.key("7")).not_to_have_class(re.compile("works"))
    phone.types("2").hears("I need the date").types("1").hears("First, the day").types("1")
    expect(phone.page.locator("#typed")).to_have_text("1·")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_never_scrolls_sideways(phone: Phone, scheme: str) -> None:
    phone.page.set_viewport_size({"width": 360, "height": 740})
    phone.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    def widths() -> list[int]:
        found: list[int] = phone.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        return found

    phone.opens()
    assert widths() == [360, 360]
    phone.types("Enter").reaches_a_transfer()
    assert widths() == [360, 360]
    phone.button("Answer").click()
    expect(phone.worker).to_contain_text("Ligne du parcours d'intégration.")
    assert widths() == [360, 360]


def test_the_keypad_is_in_sight_on_a_narrow_screen(phone: Phone) -> None:
    phone.page.set_viewport_size({"width": 360, "height": 740})
    phone.calls().sees_key("1")
    for part in (phone.page.locator("#now"), phone.button("Hang up"), phone.key("1"), phone.key("#")):
        expect(part).to_be_in_viewport(ratio=1)


def test_it_leads_to_the_listening_room(phone: Phone) -> None:
    expect(phone.opens().page.get_by_role("link", name="Listening room")).to_have_attribute("href", "/listen")
