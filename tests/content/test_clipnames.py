"""What kind of clip a name is."""

from __future__ import annotations

import pytest

from ivr.content.clipnames import PLACES
from ivr.content.clipnames import TABLES
from ivr.content.clipnames import ClipKind
from ivr.content.clipnames import kind_of
from ivr.content.content import Content


@pytest.mark.parametrize(
    ("clip", "kind"),
    [
        ("commune_is", ClipKind.SENTENCE),
        ("commune_62063", ClipKind.COMMUNE),
        ("press_when_ready", ClipKind.SENTENCE),
        ("press_8", ClipKind.KEY),
        ("digit_end_5", ClipKind.DIGIT_END),
        ("digit_5", ClipKind.DIGIT),
        ("digit_55", ClipKind.SENTENCE),
        ("day_31", ClipKind.DAY),
        ("weekday_today", ClipKind.WEEKDAY),
        ("town_la-louviere", ClipKind.TOWN),
        ("towns_intro", ClipKind.SENTENCE),
        ("date_end", ClipKind.SENTENCE),
        ("day_٣", ClipKind.SENTENCE),
        ("", ClipKind.SENTENCE),
    ],
)
def test_a_clip_is_what_its_name_says(clip: str, kind: ClipKind) -> None:
    assert kind_of(clip) is kind


def test_every_entry_of_a_table_and_every_place_is_known_as_one(content: Content) -> None:
    words = content.words["fr"]
    for kind, table in TABLES.items():
        assert {kind_of(f"{kind}_{key}") for key in getattr(words, table)} == {ClipKind(kind)}, table
    of_the_file = {clip for clip, _ in words.phrases()}
    places = {clip for clip, _ in content.phrases("fr")} - of_the_file
    assert {kind_of(clip) for clip in places} == PLACES
    assert not {clip for clip in words.clips if kind_of(clip) is not ClipKind.SENTENCE and not clip.startswith("press_")}
