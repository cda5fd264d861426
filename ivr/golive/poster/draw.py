"""A poster: the number, then each language with a picture of its key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos
from fpdf.enums import YPos

from ivr.call.speech import number_groups
from ivr.content.content import Content
from ivr.content.languages import Language
from ivr.golive.poster.layout import Layout

FONTS = Path(__file__).with_name("fonts")
FILES = {"latin": "NotoSans-Bold.ttf", "arabic": "NotoSansArabic-Bold.ttf", "chinese": "NotoSansSC-Bold.ttf"}
SCRIPTS = {"ar": ("arabic", "arab"), "ps": ("arabic", "arab"), "prs": ("arabic", "arab"), "zh": ("chinese", "hani")}
POINT = 25.4 / 72  # millimetres
KEYPAD = ("123", "456", "789", "*0#")
Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True)
class Ink:
    band: Colour
    on_band: Colour
    key: Colour
    on_key: Colour
    words: Colour


COLOUR = Ink((16, 62, 115), (255, 255, 255), (16, 62, 115), (255, 255, 255), (20, 20, 20))
BLACK = Ink((255, 255, 255), (0, 0, 0), (0, 0, 0), (255, 255, 255), (0, 0, 0))


def poster(content: Content, number: str, layout: Layout, ink: Ink = COLOUR) -> bytes:
    """The PDF. `number` is E.164, shown as it is printed in its country."""
    page = FPDF("P", "mm", (layout.width, layout.height))
    page.set_auto_page_break(False)
    page.set_title(f"{' '.join(number_groups(number))}")
    for name, file in FILES.items():
        page.add_font(name, "", FONTS / file)
    page.set_text_shaping(True)
    page.add_page()
    _band(page, layout, number, ink)
    offered = [language for language in content.languages.languages if language.key]
    for index, language in enumerate(offered):
        sentence = content.words[language.code].clips["language_choice"].text if layout.sentences else ""
        from_right = language.direction == "rtl" and layout.columns == 1  # beside another column its key would seem to be theirs
        _row(page, layout.row(index, len(offered)), language, sentence, ink, from_right=from_right)
    return bytes(page.output())


def _band(page: FPDF, layout: Layout, number: str, ink: Ink) -> None:
    """A telephone and the number, as large as the page allows."""
    page.set_fill_color(*ink.band)
    page.rect(0, 0, layout.width, layout.head, "F")
    page.set_draw_color(*ink.on_band)
    page.set_line_width(layout.head / 40)
    tall = layout.head * 0.76
    _telephone(page, (layout.margin, (layout.head - tall) / 2, tall * 0.52, tall), ink.on_band)
    left = layout.margin + tall * 0.52 + layout.margin
    place = (left, 0, layout.width - left - layout.margin, layout.head)
    _words(page, " ".join(number_groups(number)), place, 0.62, align="C", colour=ink.on_band)
    page.set_draw_color(*ink.words)
    page.line(0, layout.head, layout.width, layout.head)


def _telephone(page: FPDF, place: Box, colour: Colour) -> None:
    """A simple one with keys, as many callers have."""
    left, top, width, height = place
    page.set_draw_color(*colour)
    page.set_line_width(width / 16)
    page.rect(left, top, width, height, "D", round_corners=True, corner_radius=width / 6)
    page.set_fill_color(*colour)
    page.rect(
        left + width * 0.16, top + height * 0.1, width * 0.68, height * 0.24, "F", round_corners=True, corner_radius=width / 20
    )
    cell = width * 0.25
    _keypad(page, (left + width * 0.16, top + height * 0.43), cell, "", colour)


def _row(page: FPDF, place: Box, language: Language, sentence: str, ink: Ink, *, from_right: bool) -> None:
    left, top, width, height = place
    key, cell = height * 0.8, height * 0.8 / 4
    pictures = key + 4 * cell + height * 0.15
    at = left + width - key if from_right else left
    _key(page, (at, top + height * 0.1, key, key), language.key or "", ink)
    pad = at - 3 * cell - height * 0.15 if from_right else at + key + height * 0.15
    _keypad(page, (pad, top + height * 0.1), cell, language.key or "", ink.key)
    box = (left if from_right else left + pictures + height * 0.1, top, width - pictures - height * 0.1, height)
    align = "R" if from_right else "L"
    if not sentence:
        _words(page, language.name, box, 0.42, align=align, colour=ink.words, code=language.code)
        return
    x, y, w, h = box
    _words(page, language.name, (x, y, w, h * 0.58), 0.72, align=align, colour=ink.words, code=language.code)
    _words(page, sentence, (x, y + h * 0.53, w, h * 0.42), 0.6, align=align, colour=ink.words, code=language.code)


def _words(page: FPDF, text: str, box: Box, share: float, *, align: str, colour: Colour, code: str = "") -> None:
    """One line in the middle of a box, of `share` of its height, smaller where it is too wide."""
    left, top, width, height = box
    font, script = SCRIPTS.get(code, ("latin", None))
    page.set_text_shaping(True, direction="rtl" if script == "arab" else "ltr", script=script)
    size = height * share / POINT
    page.set_font(font, size=size)
    wide = page.get_string_width(text)
    if wide > width:
        page.set_font(font, size=size * width / wide * 0.98)
    page.set_text_color(*colour)
    page.set_xy(left, top)
    page.cell(width, height, text, align=align, new_x=XPos.LEFT, new_y=YPos.TOP)


def _key(page: FPDF, place: Box, digit: str, ink: Ink) -> None:
    page.set_fill_color(*ink.key)
    left, top, size, _ = place
    page.rect(left, top, size, size, "F", round_corners=True, corner_radius=size / 6)
    _words(page, digit, place, 0.75, align="C", colour=ink.on_key)


def _keypad(page: FPDF, corner: tuple[float, float], cell: float, pressed: str, colour: Colour) -> None:
    """Twelve keys as on every telephone, one of them filled."""
    page.set_draw_color(*colour)
    page.set_fill_color(*colour)
    page.set_line_width(cell / 16)
    left, top = corner
    for row, keys in enumerate(KEYPAD):
        for column, key in enumerate(keys):
            page.ellipse(left + column * cell, top + row * cell, cell * 0.72, cell * 0.72, "DF" if key == pressed else "D")
