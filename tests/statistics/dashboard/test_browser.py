"""The dashboard in a browser, with a year of tens of thousands of invented calls behind it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import expect

from ivr.content.content import Content
from ivr.paths import ROOT
from ivr.statistics.dashboard import ownthreads
from ivr.statistics.dashboard.figures.views import VIEWS
from tests.support.browser import chromium
from tests.support.dashboards import PASSWORD
from tests.support.dashboards import dashboard
from tests.support.dashboards import example
from tests.support.dashboards import prepared
from tests.support.servers import served
from tests.support.waiting import eventually

Scheme = Literal["light", "dark"]
AXE = ROOT / "tests/pages/node_modules/axe-core/axe.min.js"
CALLS_A_DAY = 150
CHARTS = {"overview": 3, "path": 4, "questions": 1, "difficulties": 3, "centres": 1, "report": 12}
DESKTOP, PHONE = (1280, 900), (360, 740)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, content: Content) -> Flask:
    """The dashboard of the demonstration, over as many calls as a busy line has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ownthreads, "PAGE_SECONDS", 60.0)  # what is measured here is work, not how busy the machine is
        app = example(content, tmp_path_factory.mktemp("year"), calls_a_day=CALLS_A_DAY)
    eventually(lambda: app.test_client().get("/dashboard/overview").status_code == 200, 180)
    return app


@pytest.fixture(scope="module")
def address(year: Flask) -> Iterator[str]:
    with served(year) as base:
        yield f"{base}/dashboard"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def findings(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("tags => axe.run({ runOnly: tags })", ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    return [f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]]


def open_page(
    browser: Browser, address: str, size: tuple[int, int], language: str = "fr-BE", scheme: Scheme = "light"
) -> tuple[Page, list[str]]:
    """The first page, and what the browser complains of: errors of scripts, and what the policy forbids."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=language, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/")
    page.wait_for_url("**/overview")
    return page, complaints


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("query", ["days=364", "from=2025-12-10&to=2026-06-20", "days=28"])
def test_a_year_of_calls_takes_less_than_a_second_of_work(year: Flask, view: str, query: str) -> None:
    client = year.test_client()

    def took() -> float:
        before = time.process_time()
        assert client.get(f"/dashboard/{view}?{query}").status_code == 200
        return time.process_time() - before

    assert any(took() < 1 for _ in range(3))  # the machine may be busy with something else


def test_the_figures_of_the_year_add_up(year: Flask) -> None:
    client = year.test_client()
    sums = set()
    for name in ("days", "languages", "endings"):
        lines = client.get(f"/dashboard/csv/{name}.csv?lang=en&days=364").text.splitlines()[1:]
        sums.add(sum(int(line.split(",")[1]) for line in lines))
    (calls,) = sums
    assert calls > 30_000


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_view_draws_its_charts_within_the_screen_and_without_complaint(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    page, complaints = open_page(browser, address, size)
    for view in VIEWS:
        page.goto(f"{address}/{view}?days=364")
        page.wait_for_function(f"document.querySelectorAll('.plot svg').length === {CHARTS[view]}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
    page.context.close()

    assert complaints == []


def test_a_chart_can_be_read_without_colour_and_without_eyes(browser: Browser, address: str) -> None:
    page, _ = open_page(browser, address, DESKTOP)
    page.goto(f"{address}/questions?days=364")
    page.wait_for_selector(".plot svg")

    assert page.locator(".plot pattern").count() >= 3
    assert page.get_by_role("img", name="Questions sur les étapes").count() == 1
    page.get_by_text("Les chiffres").press("Enter")
    table = page.get_by_role("table", name="Questions sur les étapes")
    assert table.get_by_role("columnheader", name="Ne sait pas", exact=True).count() == 1
    assert table.get_by_role("rowheader", name="S01 Programme obligatoire").count() == 1
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_has_a_finding_of_axe_in_any_light(browser: Browser, address: str, size: tuple[int, int], scheme: Scheme) -> None:
    page, _ = open_page(browser, address, size, scheme=scheme)
    for view in VIEWS:
        page.goto(f"{address}/{view}?days=28")
        page.wait_for_function(f"document.querySelectorAll('.plot svg').length === {CHARTS[view]}")
        assert findings(page) == [], view
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_login_has_no_finding_of_axe_and_its_end_is_one_click(
    browser: Browser, content: Content, tmp_path: Path, scheme: Scheme
) -> None:
    app = dashboard(prepared(f"sqlite:///{tmp_path / 'journal.sqlite3'}"), content)
    with served(app) as address:
        page = browser.new_page(color_scheme=scheme, locale="fr-BE", viewport={"width": PHONE[0], "height": PHONE[1]})
        page.goto(f"{address}/dashboard/")
        assert findings(page) == []
        page.get_by_label("Nom d'utilisateur").fill("asbl")
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/overview")
        assert findings(page) == []
        page.get_by_role("button", name="Se déconnecter").click()
        page.wait_for_url("**/login*")
        page.close()


def test_a_chart_follows_the_light_and_is_dark_on_white_on_paper(browser: Browser, address: str) -> None:
    page, _ = open_page(browser, address, DESKTOP, scheme="dark")
    page.goto(f"{address}/overview?days=28")
    page.wait_for_selector(".plot svg text")

    first_words = page.locator(".plot svg text").first

    expect(first_words).to_have_attribute("fill", "#eef2f5")
    page.emulate_media(color_scheme="light")
    expect(first_words).to_have_attribute("fill", "#1c2730")
    page.emulate_media(color_scheme="dark")
    expect(first_words).to_have_attribute("fill", "#eef2f5")
    page.emulate_media(color_scheme="dark", media="print")
    expect(first_words).to_have_attribute("fill", "#1c2730")
    page.context.close()


def test_a_chart_is_drawn_once_for_a_change_of_its_size_and_not_where_it_has_no_room(browser: Browser, address: str) -> None:
    page, complaints = open_page(browser, address, PHONE)
    page.goto(f"{address}/overview?days=28")
    page.wait_for_selector(".plot svg text")
    page.evaluate(
        """() => {
            window.drawn = 0;
            const chart = echarts.getInstanceByDom(document.querySelector('.plot'));
            const draw = chart.setOption;
            chart.setOption = (...given) => { window.drawn += 1; return draw.apply(chart, given); };
        }"""
    )
    frames = (
        "() => new Promise((then) => { let left = 5; const next = () => left-- ? requestAnimationFrame(next) : then(); next(); })"
    )
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})  # another width and another look at once
    page.wait_for_function("document.querySelector('.plot svg').clientWidth > 600")
    page.evaluate(frames)
    assert page.evaluate("drawn") == 1
    page.evaluate("document.querySelector('.plot').style.display = 'none'")
    page.evaluate(frames)
    page.emulate_media(color_scheme="dark")
    page.evaluate(frames)
    assert "NaN" not in page.locator(".plot").first.inner_html()
    page.evaluate("document.querySelector('.plot').style.display = ''")
    expect(page.locator(".plot svg text").first).to_have_attribute("fill", "#eef2f5")
    assert complaints == []
    page.context.close()


def test_a_number_can_be_read_on_a_small_telephone(browser: Browser, address: str) -> None:
    page, _ = open_page(browser, address, PHONE)
    for view in VIEWS:
        page.goto(f"{address}/{view}?days=364")
        cut = page.evaluate(
            """() => [...document.querySelectorAll('.value, dt, h1, h2, .presets a, label, button')]
                .filter((part) => part.offsetParent && part.scrollWidth > part.clientWidth + 1)
                .map((part) => part.textContent)"""
        )
        assert cut == [], view
    page.context.close()


def test_without_scripts_every_figure_is_there_as_a_table(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/overview?days=28&lang=en")

    assert page.get_by_role("table", name="Calls per hour").is_visible()
    context.close()


def test_the_language_switch_keeps_the_page_and_the_period(browser: Browser, address: str) -> None:
    page, _ = open_page(browser, address, DESKTOP)
    page.goto(f"{address}/path?days=91")
    page.get_by_role("link", name="English").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Path"
    assert page.locator(".presets [aria-current]").inner_text() == "13 weeks"
    page.get_by_role("link", name="Centres").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.context.close()


def test_a_period_of_ones_own_is_asked_for_with_the_form(browser: Browser, address: str) -> None:
    page, _ = open_page(browser, address, DESKTOP, "en-GB")
    page.get_by_label("From").fill("2026-02-01")
    page.get_by_label("To", exact=True).fill("2026-02-28")
    page.get_by_role("button", name="Show").click()

    assert "1 February 2026 – 28 February 2026".replace("1 F", "01 F") in page.locator(".span").inner_text()
    assert "04 January 2026 – 31 January 2026" in page.locator(".span").inner_text()  # a Monday is compared with a Monday
    page.context.close()


def test_the_report_prints_with_its_charts_and_its_tables(browser: Browser, address: str, tmp_path: Path) -> None:
    page, complaints = open_page(browser, address, DESKTOP)
    page.goto(f"{address}/report?days=28")
    page.wait_for_function(f"document.querySelectorAll('.plot svg').length === {CHARTS['report']}")
    pdf = page.pdf(path=tmp_path / "report.pdf", format="A4")
    page.emulate_media(media="print")

    assert pdf.startswith(b"%PDF")
    assert not page.locator(".views").is_visible()
    assert page.get_by_role("table", name="Transferts par centre").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert complaints == []
    page.context.close()


def test_a_table_is_exported_by_its_link(browser: Browser, address: str) -> None:
    page, _ = open_page(browser, address, DESKTOP)
    page.goto(f"{address}/centres?from=2026-01-01&to=2026-03-31")
    with page.expect_download() as download:
        page.get_by_role("link", name="Exporter (CSV): Transferts par centre").click()

    assert download.value.suggested_filename == f"made-up-transfers-{date(2026, 1, 1)}-{date(2026, 3, 31)}.csv"
    page.context.close()
