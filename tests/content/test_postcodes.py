"""Postal codes as a table, and what must hold for all 606."""

from __future__ import annotations

import pytest

from ivr.content.content import Content

CONTENT = Content.load()
POSTCODES = CONTENT.postcodes


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("4000", [("Liège", "liege")]),
        ("5000", [("Namur", "namur")]),
        ("6000", [("Charleroi", "charleroi")]),
        ("7100", [("La Louvière", "la-louviere")]),
        ("7000", [("Mons", "mons")]),
        ("7010", [("Mons", "mons")]),
        ("1400", [("Nivelles", "brabant-wallon")]),
        ("6800", [("Libramont-Chevigny", "luxembourg")]),
        ("6686", [("Bastogne", "luxembourg")]),
        ("4800", [("Verviers", "verviers")]),
        ("4960", [("Malmedy", "verviers")]),
        ("4700", [("Eupen", "german-speaking")]),
        ("4780", [("Sankt Vith", "german-speaking")]),
        ("7700", [("Mouscron", "la-louviere")]),
        ("7780", [("Comines-Warneton", "la-louviere")]),
        ("7500", [("Tournai", "mons")]),
        ("4870", [("Trooz", "liege"), ("Olne", "verviers")]),
        ("7850", [("Enghien", "la-louviere"), ("Silly", "la-louviere")]),
        ("4010", []),
        ("0000", []),
    ],
)
def test_the_communes_of_a_code(code: str, found: list[tuple[str, str]]) -> None:
    assert [(commune.name, commune.centre) for commune in POSTCODES.by_code.get(code, ())] == found


@pytest.mark.parametrize(
    ("code", "clip"),
    [
        ("1000", "outside_brussels"),
        ("1299", "outside_brussels"),
        ("1500", "outside_flanders"),
        ("3790", "outside_flanders"),
        ("3999", "outside_flanders"),
        ("8000", "outside_flanders"),
        ("9999", "outside_flanders"),
        ("1300", None),
        ("4075", None),
        ("0612", None),
        ("0999", None),
    ],
)
def test_codes_outside_wallonia(code: str, clip: str | None) -> None:
    assert POSTCODES.clip_elsewhere(code) == clip


def test_all_codes_and_communes_are_there() -> None:
    assert len(POSTCODES.by_code) == 606
    assert len(POSTCODES.communes) == 261


def test_fourteen_communes_are_uncertain() -> None:
    assert sum(not commune.certain for commune in POSTCODES.communes.values()) == 14


def test_no_code_of_the_table_is_outside_wallonia() -> None:
    assert [code for code in POSTCODES.by_code if POSTCODES.clip_elsewhere(code)] == []


def test_every_centre_serves_somebody() -> None:
    assert {commune.centre for commune in POSTCODES.communes.values()} == {*CONTENT.centres.by_id, "german-speaking"}
