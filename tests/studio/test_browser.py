"""The studio in a real browser with a microphone that speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import expect
from sqlalchemy import insert

from ivr.clips.releases import conflicts
from ivr.clips.releases.conflicts import Conflict
from ivr.clips.releases.store import Releases
from ivr.clips.voices.sound import Sound
from ivr.settings import Settings
from ivr.studio.draft import entry_in
from ivr.studio.jobs import Jobs
from ivr.studio.store.proposals import Kind
from ivr.studio.store.proposals import State
from ivr.studio.store.reviews import Verdict
from ivr.studio.store.schema import heard
from ivr.studio.store.schema import verdicts
from ivr.studio.store.tasks import Work
from ivr.studio.studio import Studio
from ivr.studio.tasks import Tasks
from ivr.web.app import create_app
from tests.conftest import DEMO
from tests.phone.test_accessible import findings
from tests.studio.conftest import NOW
from tests.studio.conftest import Clock
from tests.studio.conftest import app_of
from tests.studio.conftest import studio_over
from tests.support.browser import chromium
from tests.support.servers import served
from tests.support.voices import as_wav
from tests.support.voices import spoken

SMALL, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
SAID = "To talk to somebody, zero."  # what the microphone hears, four seconds after it was opened


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Its microphone plays a file."""
    voice = spoken(SAID)
    quiet = np.random.default_rng(2).normal(0, 1e-4, voice.rate * 4).astype(np.float32)
    file = tmp_path_factory.mktemp("microphone") / "voice.wav"
    file.write_bytes(as_wav(Sound(np.concatenate([quiet, voice.samples, quiet, quiet]), voice.rate)))
    fake = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", f"--use-file-for-fake-audio-capture={file}")
    with chromium(*fake) as browser:
        yield browser


@pytest.fixture
def visited(program: Path, tmp_path: Path, clock: Clock) -> Iterator[tuple[Studio, str]]:
    """A studio in demonstration mode, and its address."""
    studio = studio_over(program, tmp_path / "content", clock, demo=True)
    with served(app_of(studio, Settings(demo=True))) as address:
        yield studio, address


@pytest.fixture
def page(browser: Browser, visited: tuple[Studio, str]) -> Iterator[Page]:
    with opened(browser, visited[1]) as page:
        yield page


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """A small page, on which nothing goes wrong that no visitor would see."""
    troubles: list[str] = []
    page = browser.new_page(viewport=SMALL, base_url=address, locale="en-GB", reduced_motion="reduce")  # type: ignore[arg-type]
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    page.close()
    assert troubles == []


def fits(page: Page) -> bool:
    """Nobody has to scroll sideways, neither the page nor a table in it."""
    return bool(
        page.evaluate(
            "document.scrollingElement.scrollWidth <= innerWidth"
            " && [...document.querySelectorAll('.scrolls')].every((each) => each.scrollWidth <= each.clientWidth)"
        )
    )


def home_of(studio: Studio, language: str, left: int | None = None) -> str:
    """The page of somebody with a link, who has been through all sentences but the first few; without `left`, through none."""
    link = studio.links.make(language, "Grace", "anna", NOW)
    sentences = studio.sentences(language)
    done = [] if left is None else list(sentences)[left:]
    rows = [{"link": link.id, "clip": clip, "text": sentences[clip].text} for clip in done]
    if rows:  # in one go: a disk takes its time for each of hundreds
        with studio.store.write() as connection:
            connection.execute(insert(heard), [{"link": row["link"], "clip": row["clip"]} for row in rows])
            connection.execute(insert(verdicts), [row | {"verdict": Verdict.GOOD, "at": 0} for row in rows])
    return f"/studio/r/{studio.links.token(link)}/"


def test_a_reviewer_comes_from_the_link_to_a_finished_language(page: Page, visited: tuple[Studio, str]) -> None:
    studio, _ = visited
    home = home_of(studio, "en", left=3)
    page.goto(home)
    expect(page.get_by_role("heading", name="Hello Grace")).to_be_visible()
    page.get_by_role("link", name=re.compile("Go on|Begin")).click()
    for _ in range(3):
        good = page.get_by_role("button", name="Good")
        expect(good).to_be_disabled()
        page.get_by_role("button", name="Listen", exact=True).click()
        expect(good).to_be_enabled()
        good.click()
    expect(page.get_by_text("Everything has been heard and nothing is open.")).to_be_visible()
    words = studio.draft.content.words["en"]
    assert (words.reviewed_by, str(words.reviewed_on)) == ("Grace", "2026-11-24")


def test_a_sentence_is_heard_between_what_comes_before_and_after_it(page: Page, visited: tuple[Studio, str]) -> None:
    studio, _ = visited
    played: list[str] = []
    page.goto(f"{home_of(studio, 'ar')}sentence/main_date?ui=en")
    page.on("request", lambda asked: played.append(asked.url.rpartition("/")[2]) if "/sound/" in asked.url else None)
    expect(page.locator(".beside").first).to_contain_text(studio.sentences("ar")["main_steps"].text)
    expect(page.get_by_role("button", name="Good")).to_be_disabled()
    page.get_by_role("button", name="Listen with what comes before and after").click()
    expect(page.get_by_role("button", name="Just after")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Good")).to_be_enabled()
    assert list(dict.fromkeys(played)) == ["main_steps", "main_date", "main_questions"]


def test_a_recording_is_made_kept_published_and_heard_in_a_call(page: Page, visited: tuple[Studio, str]) -> None:
    studio, _ = visited
    page.goto(f"{home_of(studio, 'en')}sentence/main_person")
    page.get_by_text("Speak it").click()
    page.get_by_role("button", name="I agree").click()
    page.get_by_text("Speak it").click()
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Wait: 2")).to_be_visible()
    expect(page.get_by_text("Speak now")).to_be_visible()
    expect(page.get_by_role("meter", name="Level")).to_be_visible()
    page.wait_for_timeout(5000)  # as long as the voice of the microphone speaks
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Hear it").click()
    expect(page.get_by_role("button", name="Hear it")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url(lambda url: not url.endswith("/main_person"))  # on to the next sentence
    (proposal,) = studio.proposals.open_ones()
    assert proposal.kind is Kind.SOUND
    page.goto("/studio/proposals?lang=en")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("No proposal is waiting for you.")).to_be_visible()
    page.get_by_role("link", name="Publish").click()
    page.get_by_label("What changes, in a sentence").fill("A person's voice")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published as release 0001.")).to_be_visible()
    release = studio.releases.load("0001")
    entry = entry_in(release.place, "en", "main_person")
    assert entry
    assert (entry["engine"], entry["speaker"]) == ("human", "Grace")
    line: Flask = create_app(DEMO, release.content, release.clips)
    with line.test_client().get(f"/audio/{release.clips.files['en/main_person']}") as clip:
        assert clip.data == studio.recordings.path(str(proposal.sound)).read_bytes()


def test_silence_is_refused_with_the_reason_and_can_be_tried_again(
    page: Page, visited: tuple[Studio, str], tmp_path: Path
) -> None:
    studio, _ = visited
    page.goto(f"{home_of(studio, 'en')}sentence/welcome")
    page.get_by_text("Speak it").click()
    page.get_by_role("button", name="I agree").click()
    page.get_by_text("Speak it").click()
    silence = tmp_path / "silence.wav"
    silence.write_bytes(as_wav(Sound(np.zeros(32_000, np.float32), 16_000)))
    page.get_by_label("Or choose a sound file").set_input_files(silence)
    expect(page.get_by_role("alert")).to_contain_text("Nothing can be heard", timeout=30_000)
    expect(page.get_by_role("button", name="Record")).to_be_enabled()
    assert studio.proposals.open_ones() == []


def test_an_editors_day(page: Page, visited: tuple[Studio, str]) -> None:
    studio, _ = visited
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto("/studio/?lang=en")
    page.get_by_role("link", name="Personal links").click()
    page.get_by_label("For (name)").fill("Amina")
    page.get_by_label("Language").select_option("so")
    page.get_by_role("button", name="Make").click()
    address = page.locator("#address").input_value()
    page.goto(f"{address}sentence/welcome?ui=en")
    page.get_by_text("Say it differently").click()
    page.get_by_label("The sentence as it should be said").fill("Waa codka barnaamijka.")
    page.get_by_role("button", name="Send").first.click()
    page.goto("/studio/proposals")
    page.get_by_text("Refuse").first.click()
    page.get_by_label("Reason (the reviewer reads it)").fill("It must say that any key works.")
    page.get_by_role("button", name="Refuse").click()
    page.goto(f"{address}sentence/welcome")
    expect(page.get_by_text("It must say that any key works.")).to_be_visible()
    page.goto("/studio/centres")
    page.get_by_text("CRI Namur").click()
    page.get_by_label("Telephone number").first.fill("+32 81 22 33 44")
    page.get_by_label("Confirmed by the centre on").first.fill("2026-11-20")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Saved in the draft.")).to_be_visible()
    page.get_by_role("link", name="Publish").click()
    expect(page.get_by_text("+3281223344")).to_be_visible()
    page.get_by_label("What changes, in a sentence").fill("Namur confirmed")
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("Back to this one (0)").click()
    page.get_by_label("Why").first.fill("Wrong number")
    page.get_by_role("button", name="Back to this one").click()
    expect(page.get_by_text("callers hear this one")).to_be_visible()
    assert studio.releases.current_id() == "0"
    page.get_by_role("link", name="Who did what").click()
    expect(page.get_by_text("went back to 0: Wrong number")).to_be_visible()
    page.get_by_role("link", name="Personal links").click()
    page.get_by_role("button", name="Withdraw: Amina").click()
    page.goto(address)
    expect(page.get_by_role("alert")).to_have_text("This link was withdrawn. Please ask for a new one.")


@pytest.fixture(scope="module")
def full(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Studio, str]]:
    """A studio in which every page has something to show; it is only looked at."""
    studio = studio_over(program, tmp_path_factory.mktemp("full") / "content", Clock(), demo=True)
    link = studio.links.make("ps", "Zarghuna", "anna", NOW, b"sealed")
    studio.proposals.make(link, "welcome", Kind.WORDS, NOW, before="x", after="نوې جمله", note="ځکه")
    studio.proposals.make(link, "main_date", Kind.DOUBT, NOW, before="x", note="ښه ده؟")
    studio.draft.set_centre("namur", {"phone": "+3281223344", "confirmed_on": NOW.date()})
    conflicts.keep(studio.draft.place.folder, [Conflict("en.yaml: clips.welcome", "Welcome.", "Welcome, everybody.")])
    with served(app_of(studio, Settings(demo=True))) as address:
        yield studio, address


REVIEWERS_PAGES = ("", "sentence/welcome", "sentence/goodbye_short", "several", "telephone")
EDITORS_PAGES = (
    *("", "proposals", "links", "centres", "release", "audit", "sentences/ps", "sentences/ps/welcome", "questions"),
    *("questions/must", "conflicts", "messages/ps", "work/1"),
)
EDITORS_PAGES_WITH = ("ar", "zh")  # they look the same whatever language a reviewer has


@pytest.mark.parametrize(
    ("scheme", "size", "language"),
    [("light", SMALL, "ar"), ("dark", SMALL, "ps"), ("light", DESK, "prs"), ("dark", DESK, "zh")],
    ids=["light-small-ar", "dark-small-ps", "light-desk-prs", "dark-desk-zh"],
)
def test_every_page_fits_and_has_no_finding(
    browser: Browser, full: tuple[Studio, str], scheme: str, size: dict[str, int], language: str
) -> None:
    studio, address = full
    link = studio.links.make(language, "Zarghuna Abdirahman-Vandenbroucke", "anna", NOW, b"sealed")
    studio.links.accept_licence(link, NOW)
    studio.reviews.judge(link, "welcome", Verdict.DIFFERENTLY, "x", NOW)
    home = f"/studio/r/{studio.links.token(link)}/"
    pages = [f"{home}{name}" for name in REVIEWERS_PAGES]
    pages += [f"/studio/{name}" for name in EDITORS_PAGES if language in EDITORS_PAGES_WITH]
    with opened(browser, address) as page:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for path in pages:
            page.goto(path)
            if path.endswith("/release"):
                expect(page.get_by_role("button", name="Publish")).to_be_visible()  # somebody looks through the draft before
            page.evaluate("document.querySelectorAll('details').forEach((each, n) => { each.open = n < 3 })")
            assert fits(page), path
            assert findings(page) == [], path


def test_how_far_something_is_fits_a_small_page_and_has_no_finding(browser: Browser, full: tuple[Studio, str]) -> None:
    studio, address = full
    with opened(browser, address) as page, studio.releases.alone():  # so that it waits
        task = Tasks(studio.store, studio.releases).begin(Work.READY, "demo", NOW)
        page.goto(f"/studio/work/{task}?lang=fr")
        expect(page.get_by_role("heading", name="Préparation du brouillon")).to_be_visible()
        assert fits(page)
        assert findings(page) == []


def test_a_sentence_is_judged_with_the_keyboard_alone(page: Page, visited: tuple[Studio, str]) -> None:
    studio, _ = visited
    page.goto(f"{home_of(studio, 'en')}sentence/welcome")
    page.get_by_text("I am not sure").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Is it polite?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/welcome"))  # on to the next sentence
    (proposal,) = studio.proposals.open_ones()
    assert (proposal.note, proposal.state) == ("Is it polite?", State.OPEN)


def test_a_wrong_hour_leaves_the_week_as_it_was_typed_and_is_mended_where_the_cursor_stands(
    page: Page, visited: tuple[Studio, str]
) -> None:
    studio, _ = visited
    page.goto("/studio/centres?lang=en")
    page.get_by_text("CRI Mons").click()
    mons = page.locator("#mons")
    mons.get_by_label("Tuesday").fill("09:00-12:30")
    mons.get_by_label("Monday").fill("9h-12h30")
    mons.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("CRI Mons, Monday: expected a time such as 09:00-12:30")
    expect(mons.get_by_label("Monday")).to_be_focused()
    expect(mons.get_by_label("Tuesday")).to_have_value("09:00-12:30")
    assert fits(page)
    assert findings(page) == []
    mons.get_by_label("Monday").fill("09:00-12:30")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved in the draft.")).to_be_visible(timeout=30_000)
    assert set(studio.draft.content.centres.by_id["mons"].hours or {}) == {"monday", "tuesday"}


def test_an_update_is_settled_and_a_question_moved_with_the_keyboard_alone(
    page: Page, visited: tuple[Studio, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    studio, _ = visited
    newer = [
        Conflict("en.yaml: clips.welcome", "Welcome.", "Welcome, everybody."),
        Conflict("en.yaml: clips.praise", "", "Fine."),
    ]
    monkeypatch.setattr(Releases, "conflicts", lambda self: tuple(newer))
    monkeypatch.setattr(Jobs, "rebuild", lambda self, *asked: 0)
    page.goto("/studio/?lang=en")
    page.get_by_role("link", name="to be decided: 2").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Welcome, everybody.")).to_be_visible()
    page.get_by_role("link", name="welcome").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # keep what is said here
    expect(page.get_by_text("Welcome, everybody.")).to_be_hidden()
    page.get_by_role("link", name="praise").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # take the new one
    expect(page.get_by_text("There is nothing to decide.")).to_be_visible(timeout=30_000)
    assert studio.draft.content.words["en"].clips["praise"].text == "Fine."
    page.goto("/studio/questions")
    page.get_by_role("button", name="Later: Question: obligation").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved in the draft.")).to_be_visible()
    assert [question.id for question in studio.draft.content.programme.asked][:2] == ["rights", "must"]
