"""How the names of places are spoken: which clips are places, and where their spelling is written."""

from __future__ import annotations

from typing import Any

import pytest

from ivr.studio.placenames import is_place
from ivr.studio.placenames import put_spoken
from tests.support.lines import pinned


@pytest.mark.parametrize(
    ("clip", "place"),
    [
        ("town_liege", True),
        ("town_la-louviere", True),
        ("site_liege", True),
        ("commune_62063", True),
        ("commune_6206", False),
        ("commune_620630", False),
        ("commune_is", False),  # sentences about places
        ("commune_or", False),
        ("commune_doubt", False),
        ("town_", False),
        ("town_Liege", False),
        ("town_-liege", False),
        ("day_1", False),
        ("welcome", False),
        ("my_town_liege", False),
    ],
)
def test_a_place_is_told_from_a_sentence(clip: str, place: bool) -> None:
    assert is_place(clip) is place


def test_no_word_of_a_language_is_a_place_and_every_other_clip_is() -> None:
    content = pinned()
    words = {clip for clip, _ in content.words["fr"].phrases()}
    assert {clip for clip, _ in content.phrases("fr") if is_place(clip)} == {clip for clip, _ in content.phrases("fr")} - words


def centres() -> dict[str, Any]:
    return {"centres": [{"id": "mons", "spoken_town": "Mons"}, {"id": "liege", "site_spoken": "cripel point b e"}]}


@pytest.mark.parametrize(("clip", "centre", "field"), [("town_liege", 1, "spoken_town"), ("site_mons", 0, "site_spoken")])
def test_a_town_and_a_web_address_are_written_with_their_centre(clip: str, centre: int, field: str) -> None:
    raw, expected = centres(), centres()
    put_spoken(raw, clip, "as it is said")
    expected["centres"][centre][field] = "as it is said"
    assert raw == expected


def test_the_first_commune_makes_the_table_and_the_next_joins_it() -> None:
    raw = centres()
    put_spoken(raw, "commune_62063", "li-ège")
    put_spoken(raw, "commune_53053", "monss")
    assert raw["spoken_communes"] == {"62063": "li-ège", "53053": "monss"}


def test_a_commune_without_a_spoken_name_is_read_as_it_is_written() -> None:
    raw = centres() | {"spoken_communes": {"62063": "li-ège", "53053": "monss"}}
    put_spoken(raw, "commune_62063", "")
    assert raw["spoken_communes"] == {"53053": "monss"}
    put_spoken(raw, "commune_62063", "")
    untouched = centres()
    put_spoken(untouched, "commune_62063", "")
    assert untouched == centres()
