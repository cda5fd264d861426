"""Words and keys at one glance, on every screen."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from ivr.content.content import Content
from tests.phone.handset import Phone
from tests.phone.handset import gather
from tests.phone.handset import plays
from tests.phone.test_transfer import answers
from tests.phone.test_transfer import passed_on

SCREENS = {"portrait": (360, 740), "landscape": (740, 360), "desk": (1366, 768), "old phone": (320, 568)}
LEAST_LETTERS = 15  # pixels

# Shows sentence after sentence and reports those that are cut, or in letters too small to read.
CUT = """
async ([sentences, least]) => {
  const { Captions } = await import("/static/phone/captions.js");
  const now = document.getElementById("now");
  const captions = new Captions(now);
  const cut = [];
  for (const { id, ...spoken } of sentences) {
    captions.clear();
    captions.speak(spoken);
    const small = parseFloat(getComputedStyle(now).fontSize) < least;
    if (small || now.scrollHeight > now.clientHeight + 1 || now.clientHeight < 20) cut.push(id);
  }
  return cut;
}
"""


def show(phone: Phone, screen: str) -> Phone:
    width, height = SCREENS[screen]
    phone.page.set_viewport_size({"width": width, "height": height})
    return phone


@pytest.mark.parametrize("screen", ["portrait", "landscape"])
def test_no_sentence_of_any_language_is_cut(phone: Phone, content: Content, screen: str) -> None:
    show(phone, screen).is_answered(gather(plays("en/hello.wav")))
    phone.calls().hears("Hello")
    for language in content.languages.languages:
        sentences = [
            {"id": clip, "text": phrase.text, "kind": "sentence", "language": language.code, "direction": language.direction,
             "fullStop": "."}
            for clip, phrase in content.phrases(language.code)
            if not phrase.voice
        ]  # fmt: skip
        assert len(sentences) > 100
        assert phone.page.evaluate(CUT, [sentences, LEAST_LETTERS]) == [], language.code


def test_a_sentence_too_long_for_the_screen_would_be_found(phone: Phone) -> None:
    show(phone, "portrait").is_answered(gather(plays("en/hello.wav")))
    phone.calls().hears("Hello")
    endless = {"id": "endless", "text": "word " * 500, "kind": "sentence", "language": "en", "direction": "ltr", "fullStop": "."}
    assert phone.page.evaluate(CUT, [[endless], LEAST_LETTERS]) == ["endless"]


@pytest.mark.parametrize("screen", SCREENS)
def test_before_and_in_a_call_the_keys_are_in_sight(phone: Phone, screen: str) -> None:
    show(phone, screen).is_answered(gather(plays("en/hello.wav")), keys="1")
    phone.opens()
    phone.page.evaluate("scrollTo(0, 0)")
    phone.sees_in_full(phone.button("Call"), *(phone.key(key) for key in "147*0#"))
    phone.types("Enter").hears("Hello")
    phone.sees_in_full(phone.page.locator("#now"), phone.button("Hang up"), *(phone.key(key) for key in "147*0#"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_scrolls_sideways(phone: Phone, screen: str, scheme: str) -> None:
    show(phone, screen).page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    def overflow() -> int:
        wider: int = phone.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return wider

    phone.opens()
    assert overflow() <= 0
    passed_on(phone)
    expect(phone.worker).to_be_visible()
    assert overflow() <= 0
    answers(phone)
    assert overflow() <= 0


@pytest.mark.parametrize("screen", ["portrait", "landscape", "desk"])
def test_the_workers_buttons_are_in_sight(phone: Phone, screen: str) -> None:
    passed_on(show(phone, screen))
    phone.page.evaluate("scrollTo(0, 0)")
    phone.sees_in_full(phone.button("Answer"), phone.button("Call fails"))
    answers(phone)
    phone.sees_in_full(phone.button("1 · Accept"), phone.worker.get_by_role("button", name="Hang up"))


def test_the_landing_page_says_what_this_is_and_names_every_language(phone: Phone, content: Content) -> None:
    phone.opens()
    expect(phone.page.get_by_role("heading", level=1)).to_contain_text("integration programme")
    offered = phone.page.get_by_role("list", name="Call in a language").get_by_role("button")
    expect(offered).to_have_text([f"{each.key} {each.name}" for each in content.languages.languages])
    for language in content.languages.languages:
        assert language.key
        label = phone.key(language.key).locator(".label")
        expect(label).to_have_text(language.name)
        expect(label).to_have_attribute("lang", language.code)
    expect(phone.page.get_by_role("link", name="Listening room")).to_have_attribute("href", "/listen")


@pytest.mark.parametrize(
    ("moment", "today", "told"),
    [
        ("open", "2026-11-24T12:00:00", None),
        ("evening", "2026-11-24T12:00:00", "2026-11-24T22:00"),
        ("christmas", "2026-12-25T09:00:00", "2026-12-25T10:00"),
        ("christmas", "2026-12-26T09:00:00", "2027-12-25T10:00"),
    ],
)
def test_the_line_is_told_the_time_of_the_call(phone: Phone, moment: str, today: str, told: str | None) -> None:
    phone.page.clock.set_fixed_time(today)
    phone.opens().page.get_by_label("Time of the call").select_option(moment)
    with phone.page.expect_request("**/voice") as first:
        phone.button("Call").click()
    assert first.value.headers.get("x-demo-now") == told


def test_a_switch_can_be_read_in_forced_colours(phone: Phone) -> None:
    phone.page.emulate_media(forced_colors="active")
    phone.opens()
    looks = "each => [getComputedStyle(each).backgroundColor, getComputedStyle(each, '::before').backgroundColor]"
    mute, skip = (json.dumps(phone.page.locator(switch).evaluate(looks)) for switch in ("#mute", "#skip"))
    assert mute != skip  # one is off, the other on
    for colours in (mute, skip):
        track, thumb = json.loads(colours)
        assert track != thumb
