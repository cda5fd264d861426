"""The poster, as whoever prints it sees it."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from ivr.content.content import Content
from ivr.golive.poster.draw import FILES
from ivr.golive.poster.draw import FONTS
from ivr.golive.poster.draw import KEYPAD
from ivr.golive.poster.draw import SCRIPTS
from ivr.golive.poster.layout import LAYOUTS
from scripts.commands import poster

Picture = npt.NDArray[np.uint8]
DPI = 100


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("poster")


@pytest.fixture(scope="module")
def pictures(folder: Path) -> dict[str, Picture]:
    poster.run(poster.parser("poster").parse_args(["--number", "+3280012345", str(folder)]), {})
    made = {}
    for pdf in folder.glob("*.pdf"):
        subprocess.run(["pdftoppm", "-r", str(DPI), "-png", "-singlefile", pdf, pdf.with_suffix("")], check=True)
        made[pdf.stem] = np.asarray(Image.open(pdf.with_suffix(".png")).convert("RGB"))
    return made


def _dark(picture: Picture, place: tuple[float, float, float, float]) -> float:
    """How much of a place, in millimetres, is printed."""
    left, top, width, height = (round(value * DPI / 25.4) for value in place)
    return float((picture[top : top + height, left : left + width].min(axis=2) < 128).mean())


def test_six_files_of_the_right_size(pictures: dict[str, Picture]) -> None:
    assert set(pictures) == {name + suffix for name in LAYOUTS for suffix in ("", "-black")}
    for name, layout in LAYOUTS.items():
        height, width, _ = pictures[name].shape
        assert (round(width * 25.4 / DPI), round(height * 25.4 / DPI)) == (round(layout.width), round(layout.height))


def test_black_and_white_has_no_colour(pictures: dict[str, Picture]) -> None:
    for name, picture in pictures.items():
        coloured = int((picture.max(axis=2).astype(int) - picture.min(axis=2)).max())
        assert (coloured < 8) == name.endswith("-black")


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_language_has_its_place_and_no_two_touch(pictures: dict[str, Picture], name: str) -> None:
    layout, picture = LAYOUTS[name], pictures[f"{name}-black"]
    places = [layout.row(index, 10) for index in range(10)]
    for left, top, width, height in places:
        assert 0.03 < _dark(picture, (left, top, width, height)) < 0.5
        assert _dark(picture, (left, top + height * 0.96, width, height * 0.06)) == 0
    for (_, top, _, height), (_, below, _, _) in pairwise(places[:5]):
        assert below >= top + height - 0.01
    assert _dark(picture, (0, 0, layout.margin * 0.6, layout.height)) < 0.02  # nothing in what a printer cuts off


@pytest.mark.parametrize("name", ["a4", "a3"])
def test_scripts_from_the_right_have_their_key_on_the_right(pictures: dict[str, Picture], name: str) -> None:
    layout = LAYOUTS[name]
    for index in range(10):
        left, top, width, height = layout.row(index, 10)
        right = _dark(pictures[name], (left + width - height * 0.8, top, height * 0.8, height))
        assert (right > 0.4) == (index in (2, 3, 4))


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_picture_beside_each_language_shows_its_key_pressed_and_no_other(
    pictures: dict[str, Picture], content: Content, name: str
) -> None:
    layout = LAYOUTS[name]
    for index, language in enumerate(content.languages.languages):
        left, top, width, height = layout.row(index, 10)
        from_right = language.direction == "rtl" and layout.columns == 1
        cell, beside = height * 0.2, height * 0.95
        pad = left + width - height * 0.8 - height * 0.15 - 3 * cell if from_right else left + beside
        pressed = ""
        for row, keys in enumerate(KEYPAD):
            for column, key in enumerate(keys):
                middle = (pad + (column + 0.26) * cell, top + height * 0.1 + (row + 0.26) * cell, cell * 0.2, cell * 0.2)
                pressed += key if _dark(pictures[f"{name}-black"], middle) > 0.5 else ""
        assert pressed == language.key, language.code


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_head_shows_a_telephone_and_the_number_as_it_is_dialled(
    pictures: dict[str, Picture], folder: Path, name: str
) -> None:
    layout = LAYOUTS[name]
    assert (
        0.1 < _dark(pictures[f"{name}-black"], (layout.margin, layout.head * 0.12, layout.head * 0.4, layout.head * 0.76)) < 0.6
    )
    for pdf in (f"{name}.pdf", f"{name}-black.pdf"):
        words = subprocess.run(["pdftotext", folder / pdf, "-"], capture_output=True, text=True, check=True).stdout
        assert "0800 12 345" in words


@pytest.mark.parametrize("name", ["a4", "a3"])
def test_nothing_stands_in_what_a_printer_cuts_off(pictures: dict[str, Picture], name: str) -> None:
    layout, picture = LAYOUTS[name], pictures[f"{name}-black"]
    edge = 5.0
    assert _dark(picture, (0, layout.head + 1, edge, layout.height - layout.head - 1)) == 0
    assert _dark(picture, (layout.width - edge, layout.head + 1, edge, layout.height - layout.head - 1)) == 0
    assert _dark(picture, (0, layout.height - edge, layout.width, edge)) == 0


def test_letters_join_in_arabic_pashto_and_dari(content: Content) -> None:
    """A joined word is narrower than its letters one by one."""
    from fpdf import FPDF

    from ivr.golive.poster.draw import FILES
    from ivr.golive.poster.draw import FONTS

    page = FPDF()
    page.add_font("arabic", "", FONTS / FILES["arabic"])
    page.set_font("arabic", size=20)
    for language in content.languages.languages:
        if language.direction == "rtl":
            page.set_text_shaping(False)
            sentence = content.words[language.code].clips["language_choice"].text
            apart = page.get_string_width(sentence)
            page.set_text_shaping(True, direction="rtl", script="arab")
            assert page.get_string_width(sentence) < apart * 0.97, language.code


def test_every_letter_has_a_picture(content: Content) -> None:
    letters = {name: set(TTFont(FONTS / file).getBestCmap()) for name, file in FILES.items()}
    for language in content.languages.languages:
        text = language.name + content.words[language.code].clips["language_choice"].text
        known = letters[SCRIPTS.get(language.code, ("latin", None))[0]]
        assert {letter for letter in text if not letter.isspace() and ord(letter) not in known} == set(), language.code


def test_a_number_is_needed(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="LINE_NUMBER"):
        poster.run(poster.parser("poster").parse_args([str(tmp_path)]), {})
