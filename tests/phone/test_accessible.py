"""The pages hold to WCAG 2.2 AA as far as axe can tell, and their colours to its contrasts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from ivr.paths import ROOT
from tests.phone.handset import Phone
from tests.phone.handset import gather
from tests.phone.handset import plays
from tests.phone.test_transfer import passed_on

AXE = ROOT / "tests/pages/node_modules/axe-core/axe.min.js"
THEME = ROOT / "ivr/phone/static/shared/theme.css"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def findings(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("tags => axe.run({ runOnly: tags })", TAGS)
    return [f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_phone_has_no_finding_before_in_and_after_a_call(phone: Phone, scheme: str) -> None:
    phone.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    phone.is_answered(gather(plays("en/hello.wav"), seconds=60), "<Hangup/>", keys="12")
    assert findings(phone.opens().page) == []
    assert findings(phone.types("Enter").sees_keys("12").page) == []
    assert findings(phone.types("1").sees_state("Call ended").page) == []


def test_the_workers_phone_has_no_finding(phone: Phone) -> None:
    passed_on(phone)
    expect(phone.worker).to_be_visible()
    assert findings(phone.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_listening_room_has_no_finding(phone: Phone, scheme: str) -> None:
    phone.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    phone.page.goto(f"{phone.line}/listen#ps")
    phone.page.get_by_label("Part").select_option("question")
    expect(phone.page.locator(".clip").first).to_be_visible()
    assert findings(phone.page) == []


def test_the_phone_is_called_with_the_keyboard_alone(phone: Phone) -> None:
    phone.is_answered(gather(plays("en/hello.wav")), "<Hangup/>", keys="12")
    phone.opens()
    phone.button("Call").focus()
    phone.types("Space").sees_keys("12")
    phone.key("2").focus()
    phone.types("Space").hears("The line has hung up")
    expect(phone.key("2")).to_be_focused()


# --- contrast -----------------------------------------------------------------------------------------------


def colours(scheme: str) -> dict[str, str]:
    light, dark = THEME.read_text(encoding="utf-8").split("@media screen and (prefers-color-scheme: dark)")
    pattern = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6});")
    return dict(pattern.findall(light)) | (dict(pattern.findall(dark)) if scheme == "dark" else {})


def luminance(colour: str) -> float:
    """As WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


SURFACES = ("paper", "card", "well")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "behind", "least"),
    [
        ("ink", (*SURFACES, "accent-soft", "notice-soft", "alert-soft"), 4.5),
        ("quiet", (*SURFACES, "accent-soft", "notice-soft"), 4.5),
        ("accent", (*SURFACES, "accent-soft"), 4.5),
        ("notice", ("card", "notice-soft"), 4.5),
        ("alert", ("card", "alert-soft"), 4.5),
        ("on-colour", ("go", "stop"), 4.5),
        ("on-accent", ("accent",), 4.5),
        ("line", (*SURFACES, "accent-soft", "notice-soft"), 3),
        ("chart-1", ("card", "paper"), 3),
        ("chart-2", ("card", "paper"), 3),
        ("chart-3", ("card", "paper"), 3),
    ],
)
def test_the_colours_of_the_theme_can_be_told_apart(scheme: str, front: str, behind: tuple[str, ...], least: float) -> None:
    known = colours(scheme)
    for surface in behind:
        assert contrast(known[front], known[surface]) >= least, surface


def test_every_colour_of_the_pages_is_one_of_the_theme() -> None:
    own = [path for path in Path(THEME).parents[1].rglob("*.css") if path != THEME]
    assert len(own) >= 3
    for path in own:
        assert not re.findall(r"#[0-9a-f]{3,8}\b(?=[;,)])|rgb\(", path.read_text(encoding="utf-8").replace("#000 ", "")), (
            path.name
        )
