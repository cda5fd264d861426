"""The listening room in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page
from playwright.sync_api import Route
from playwright.sync_api import expect

from ivr.clips.manifest import MANIFEST
from ivr.content.content import Content
from ivr.content.words import Phrase
from ivr.web.app import create_app
from tests.conftest import DEMO
from tests.support.browser import chromium
from tests.support.browser import worded_clips
from tests.support.servers import served
from tests.support.waiting import eventually

CONTENT = Content.load()


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    with served(create_app(DEMO, CONTENT)) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800}, base_url=address)
        yield page


@pytest.fixture
def page(browser_page: Page) -> Iterator[Page]:
    troubles: list[str] = []
    browser_page.on("pageerror", lambda error: troubles.append(str(error)))
    browser_page.set_viewport_size({"width": 1280, "height": 800})
    browser_page.goto("about:blank")
    browser_page.goto("/listen")
    browser_page.evaluate("localStorage.clear()")
    browser_page.reload()
    expect(browser_page.locator(".clip").first).to_be_visible()
    yield browser_page
    assert troubles == []


def test_every_sentence_is_there_with_its_words_and_its_meaning_beside(page: Page) -> None:
    page.get_by_label("Language").select_option("ps")
    expect(page.locator(".clip")).to_have_count(len(list(CONTENT.phrases("ps"))))
    row = page.locator(".clip", has=page.get_by_text("main_steps", exact=True))
    text = row.locator(".text")
    expect(text).to_have_text(CONTENT.words["ps"].clips["main_steps"].text)
    expect(text).to_have_attribute("dir", "rtl")
    expect(row.locator(".meaning")).to_have_text(CONTENT.words["fr"].clips["main_steps"].text)
    page.get_by_label("Meaning in").select_option("en")
    expect(row.locator(".meaning")).to_have_text(CONTENT.words["en"].clips["main_steps"].text)
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
    expect(second).to_have_attribute("aria-pressed", "false")  # played to its end
    expect(page.locator("#trouble")).to_be_hidden()


def test_until_a_language_is_here_nothing_of_the_one_before_can_be_played(page: Page) -> None:
    held: list[Route] = []
    page.route("**/listen/clips/*", lambda route: held.append(route))  # noqa: PLW0108  (a method of a list cannot be a handler)
    page.get_by_label("Language").select_option("en")
    expect(page.locator(".clip")).to_have_count(0)
    expect(page.locator("#nothing")).to_be_hidden()
    page.get_by_label("Language").select_option("ru")
    eventually(lambda: page.evaluate("1") and len(held) == 2)
    held[1].continue_()
    russian = page.get_by_text(CONTENT.words["ru"].clips["sorry"].text, exact=True)
    expect(russian).to_be_visible()
    with page.expect_response("**/listen/clips/en"):
        held[0].continue_()  # late: another was chosen since
    page.unroute("**/listen/clips/*")
    expect(russian).to_be_visible()
    expect(page.locator("#summary")).to_contain_text("sentences")


def test_a_sentence_stopped_before_it_began_is_no_trouble(page: Page) -> None:
    page.route("**/audio/fr/welcome-*", lambda route: None)  # it never comes
    page.get_by_role("button", name="Play welcome").click()
    second = page.get_by_role("button", name="Play sorry")
    second.click()
    expect(second).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#trouble")).to_be_hidden()
    page.unroute("**/audio/fr/welcome-*")


def test_a_clip_that_cannot_be_played_is_named(page: Page) -> None:
    page.route("**/audio/fr/welcome-*", lambda route: route.fulfill(body="no sound", content_type="audio/mpeg"))
    button = page.get_by_role("button", name="Play welcome")
    button.click()
    expect(page.locator("#trouble")).to_have_text("welcome cannot be played")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.unroute("**/audio/fr/welcome-*")


@pytest.mark.parametrize(
    ("language", "reader", "meaning"),
    [
        ("prs", "fr", "Cette langue (dari) : appuyez sur 5."),
        ("prs", "en", "This language (دری): press 5."),
        ("zh", "fr", "Cette langue (chinois) : appuyez sur 0."),
    ],
)
def test_a_language_that_offers_itself_means_itself(page: Page, language: str, reader: str, meaning: str) -> None:
    page.get_by_label("Language").select_option(language)
    page.get_by_label("Meaning in").select_option(reader)
    page.get_by_label("Search").fill("language_choice")
    expect(page.locator(".clip .meaning")).to_have_text(meaning)


def test_all_sentences_play_one_after_the_other_and_are_marked_as_heard(page: Page) -> None:
    page.get_by_label("Language").select_option("en")
    page.get_by_label("Search").fill("digit_end_")
    expect(page.locator(".clip")).to_have_count(10)
    page.get_by_role("button", name="Play all").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(page.locator(".clip .marks").nth(1)).to_contain_text("heard")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".play[aria-pressed=true]")).to_have_count(0)
    expect(page.locator("#progress")).to_have_text(re.compile(r"^[2-9] of \d+ heard$"))
    heard = page.locator(".clip[data-heard]").count()
    page.get_by_label("not heard yet").check()
    expect(page.locator(".clip")).to_have_count(10 - heard)
    page.reload()
    expect(page.locator("#progress")).to_have_text(re.compile(r"^[2-9] of \d+ heard$"))


def test_the_next_sentence_is_one_button_away(page: Page) -> None:
    buttons = page.locator(".clip .play")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(buttons.nth(0)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(buttons.nth(0)).to_have_attribute("aria-pressed", "false")
    expect(buttons.nth(1)).to_have_attribute("aria-pressed", "true")


def test_playing_all_ends_with_the_list(page: Page) -> None:
    page.get_by_label("Search").fill("digit_end_1")
    page.get_by_role("button", name="Play all").click()
    expect(page.locator(".clip .marks")).to_contain_text("heard")
    expect(page.get_by_role("button", name="Play all")).to_be_visible()


def test_a_search_without_result_says_so_and_leads_back(page: Page) -> None:
    every = page.locator(".clip").count()
    page.get_by_label("Search").fill("xyzzy")
    expect(page.get_by_text("Nothing found.")).to_be_visible()
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator(".clip")).to_have_count(every)
    expect(page.get_by_text("Nothing found.")).to_be_hidden()


def test_the_length_is_told_in_minutes_and_seconds(page: Page) -> None:
    summary = page.locator("#summary")
    expect(summary).to_contain_text(re.compile(r", \d+ min \d+ s of sound;"))
    page.get_by_label("Search").fill("language_choice")
    expect(summary).to_contain_text(re.compile(r"^1 of \d+ sentences, [1-9] s of sound;"))


def test_a_line_that_was_stopped_is_told_in_a_sentence(page: Page) -> None:
    page.route("**/listen/clips/**", lambda route: route.abort())
    page.get_by_label("Language").select_option("ru")
    expect(page.locator("#trouble")).to_have_text("The line cannot be reached. Was it stopped?")
    page.unroute("**/listen/clips/**")


def test_filters_narrow_the_list(page: Page) -> None:
    rows = page.locator(".clip")
    every = rows.count()
    page.get_by_label("Search").fill("étoile")
    for text in rows.all_inner_texts():
        assert "étoile" in text.lower()
    page.get_by_label("Search").fill("")
    page.get_by_label("Part").select_option("place")
    expect(rows).to_have_count(len(CONTENT.postcodes.communes) + 2 * len(CONTENT.centres.centres))
    page.get_by_label("Part").select_option("question")
    assert len(CONTENT.programme.question_ids) <= rows.count() < every / 2
    page.get_by_label("drafts only").check()
    expect(rows).to_have_count(0)
    page.get_by_label("Part").select_option("place")
    page.get_by_label("Language").select_option("ps")  # its own words are drafts, the French places are not
    expect(rows).to_have_count(0)
    page.get_by_label("Part").select_option("")
    expect(rows.first).to_be_visible()


def test_a_recording_names_its_speaker_and_what_must_be_made_again_can_be_found(browser_page: Page, tmp_path: Path) -> None:
    clips = worded_clips(CONTENT, tmp_path)
    manifest = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
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


def test_a_translation_of_older_words_is_named(browser_page: Page) -> None:
    french = CONTENT.words["fr"]
    newer = french.model_copy(update={"clips": french.clips | {"praise": Phrase(text="Bravo.")}})
    with served(create_app(DEMO, replace(CONTENT, words={**CONTENT.words, "fr": newer}))) as address:
        page = browser_page
        page.goto(f"{address}/listen#tr")
        page.get_by_label("Search").fill("praise")
        row = page.locator(".clip", has=page.get_by_text("praise", exact=True))
        expect(row.locator(".marks")).to_contain_text("translation of older words")
        page.get_by_label("missing or outdated").check()
        expect(row).to_be_visible()
