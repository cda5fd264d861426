"""The listening room in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from ivr.content import Content
from ivr.web import create_app
from tests.browser import chromium
from tests.browser import served
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


def test_filters_narrow_the_list(page: Page) -> None:
    page.get_by_label("Search").fill("étoile")
    rows = page.locator(".clip")
    assert 3 <= rows.count() < 30
    for text in page.locator(".clip").all_inner_texts():
        assert "étoile" in text.lower()
    page.get_by_label("Search").fill("")
    page.get_by_label("Part").select_option("place")
    expect(rows).to_have_count(261 + 16)
    page.get_by_label("Part").select_option("question")
    expect(rows).to_have_count(len(CONTENT.programme.question_ids))
    page.get_by_label("drafts only").check()
    expect(rows).to_have_count(0)


def test_a_language_can_be_linked_to(page: Page) -> None:
    page.goto("about:blank")
    page.goto("/listen#so")
    expect(page.get_by_label("Language")).to_have_value("so")


def test_it_fits_a_small_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
