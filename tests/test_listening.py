"""The listening room in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from ivr.audio import MANIFEST
from ivr.audio import read_manifest
from ivr.content import Content
from ivr.web import create_app
from tests.browser import chromium
from tests.browser import served
from tests.browser import worded_clips
from tests.conftest import DEMO

CONTENT = Content.load()


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    with served(create_app(DEMO, CONTENT)) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800}, base_url=address)
        page.on("console", lambda message: pytest.fail(message.text) if message.type == "error" else None)
        yield page


@pytest.fixture
def page(browser_page: Page) -> Page:
    browser_page.set_viewport_size({"width": 1280, "height": 800})
    browser_page.goto("about:blank")
    browser_page.goto("/listen")
    expect(browser_page.locator(".clip").first).to_be_visible()
    return browser_page


def test_every_sentence_is_there_with_its_words_and_the_french_beside(page: Page) -> None:
    page.get_by_label("Language").select_option("ps")
    expect(page.locator(".clip")).to_have_count(len(list(CONTENT.phrases("ps"))))
    row = page.locator(".clip", has=page.get_by_text("main_steps", exact=True))
    text = row.locator(".text")
    expect(text).to_have_text(CONTENT.words["ps"].clips["main_steps"].text)
    expect(text).to_have_attribute("dir", "rtl")
    expect(row.locator(".french")).to_have_text(CONTENT.words["fr"].clips["main_steps"].text)
    expect(row.locator(".marks")).to_contain_text("draft")
    expect(page.locator("#summary")).to_contain_text("not yet reviewed by a native speaker")


def test_a_sentence_is_heard_and_only_one_at_a_time(page: Page) -> None:
    first, second = page.get_by_role("button", name="Play welcome"), page.get_by_role("button", name="Play sorry")
    first.click()
    expect(first).to_have_attribute("aria-pressed", "true")
    second.focus()
    page.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(first).to_have_attribute("aria-pressed", "false")
    expect(second).to_have_attribute("aria-pressed", "false", timeout=15_000)  # played to its end
    expect(page.locator("#trouble")).to_be_hidden()


def test_a_sentence_stopped_before_it_began_is_no_trouble(page: Page) -> None:
    page.route("**/audio/fr/welcome-*", lambda route: None)  # it never comes
    page.get_by_role("button", name="Play welcome").click()
    second = page.get_by_role("button", name="Play sorry")
    second.click()
    expect(second).to_have_attribute("aria-pressed", "false", timeout=15_000)
    expect(page.locator("#trouble")).to_be_hidden()
    page.unroute("**/audio/fr/welcome-*")


def test_a_clip_that_cannot_be_played_is_named(page: Page) -> None:
    page.route("**/audio/fr/welcome-*", lambda route: route.fulfill(body="no sound", content_type="audio/mpeg"))
    button = page.get_by_role("button", name="Play welcome")
    button.click()
    expect(page.locator("#trouble")).to_have_text("welcome cannot be played")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.unroute("**/audio/fr/welcome-*")


def test_filters_narrow_the_list(page: Page) -> None:
    page.get_by_label("Search").fill("étoile")
    rows = page.locator(".clip")
    assert 3 <= rows.count() < 30
    for text in page.locator(".clip").all_inner_texts():
        assert "étoile" in text.lower()
    page.get_by_label("Search").fill("")
    page.get_by_label("Part").select_option("place")
    expect(rows).to_have_count(len(CONTENT.postcodes.communes) + 2 * len(CONTENT.centres.centres))
    page.get_by_label("Part").select_option("question")
    expect(rows).to_have_count(len(CONTENT.programme.question_ids))
    page.get_by_label("drafts only").check()
    expect(rows).to_have_count(0)
    page.get_by_label("Language").select_option("ps")  # its own words are drafts, the French places are not
    expect(rows).to_have_count(len(CONTENT.programme.question_ids))
    page.get_by_label("Part").select_option("place")
    expect(rows).to_have_count(0)


def test_a_recording_names_its_speaker_and_what_must_be_made_again_can_be_found(browser_page: Page, tmp_path: Path) -> None:
    clips = worded_clips(CONTENT, tmp_path)
    manifest = read_manifest(tmp_path)
    person = {"engine": "human", "voice": "Amina", "licence": "CC BY 4.0", "recorded_on": "2026-11-24"}
    manifest["en/praise.wav"] |= person | {"seconds": 1.5, "draft": False}
    manifest["en/goodbye.wav"]["text"] = "Words of long ago."
    del manifest["en/sorry.wav"]
    (tmp_path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with served(create_app(DEMO, CONTENT, clips)) as address:
        page = browser_page
        page.goto(f"{address}/listen#en")
        rows = page.locator(".clip")
        page.get_by_label("Voice").select_option("human")
        expect(rows).to_have_count(1)
        expect(rows.locator(".voice")).to_have_text("human: Amina, 2026-11-24, CC BY 4.0")
        expect(rows.locator(".marks")).to_have_text("a person")
        page.get_by_label("Voice").select_option("")
        page.get_by_label("missing or outdated").check()
        expect(rows.locator("code")).to_have_text(["sorry", "goodbye"])
        expect(page.get_by_role("button", name="Play sorry")).to_be_disabled()


def test_a_language_can_be_linked_to(page: Page) -> None:
    page.goto("about:blank")
    page.goto("/listen#so")
    expect(page.get_by_label("Language")).to_have_value("so")


def test_it_fits_a_small_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
