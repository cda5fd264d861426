"""Files of prompts/ as nested tables of names, in which each fact has one place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.clips.releases import tables
from ivr.content.languages import load_languages
from ivr.content.sources import FILE as SOURCES
from ivr.paths import PROMPTS


@pytest.mark.parametrize(
    ("lists", "name"),
    [
        ([[{"id": "a"}, {"id": "b"}]], "id"),
        ([[{"code": "fr"}, {"code": "so"}]], "code"),
        ([[{"from": "4000"}]], "from"),
        ([[{"id": "a", "code": "x"}, {"id": "b", "code": "x"}]], "id"),
        ([[{"id": "a", "code": "x"}, {"id": "a", "code": "y"}]], "code"),  # what does not tell apart is no name
        ([[{"id": "a"}, {"id": "a"}]], None),
        ([[{"id": 1}, {"id": "1"}]], None),  # the same once it is written
        ([[{"id": "a"}, {"v": 1}]], None),
        ([[{"id": "a"}, "b"]], None),
        ([["a", "b"]], None),
        ([[]], None),
        ([[], []], None),
        ([[], [{"id": "a"}]], "id"),  # one side is empty: that says nothing against the name
        ([[{"id": "a"}], [{"code": "a"}]], None),
        ([], None),
    ],
)
def test_entries_are_told_apart_by_a_name_that_all_have_once(lists: list[list[Any]], name: str | None) -> None:
    assert tables.name_of_entries(*lists) == name


def test_lists_with_names_become_tables_at_every_depth_and_others_stay() -> None:
    raw = {"centres": [{"id": "liege", "rows": [{"from": 4000, "to": 4999}]}, {"id": "mons", "rows": ["x", "y"]}], 1: "one"}
    assert tables.named(raw) == {
        "centres": {
            "liege": {"id": "liege", "rows": {"4000": {"from": 4000, "to": 4999}}},
            "mons": {"id": "mons", "rows": ["x", "y"]},
        },
        "1": "one",
    }


def test_each_fact_has_one_place() -> None:
    table = {"a": {"b": 1, "c": {}}, "d": [1, 2], "e": None}
    assert list(tables.leaves(table)) == [(("a", "b"), 1), (("d",), [1, 2]), (("e",), None)]


def test_a_line_of_a_table_is_known_by_its_first_two_columns() -> None:
    text = "postcode,locality,commune\n4000,Liège,62063\n4000,Glain,62063\n"
    table = tables.read_csv(text)
    assert list(table) == ["4000/Liège", "4000/Glain"]
    assert tables.write_csv(table) == text


def test_a_table_without_lines_is_written_without_a_fault() -> None:
    assert tables.write_csv(tables.read_csv("a,b\n")).strip() == ""


WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
)  # the studio makes a space of every other end of a line
VALUES = st.recursive(
    WORDS | st.integers() | st.none() | st.booleans(), lambda inside: st.lists(inside, max_size=3), max_leaves=5
)


@given(st.dictionaries(st.text("abé", min_size=1, max_size=3), VALUES, max_size=4))
def test_what_is_written_is_read_back(table: dict[str, Any]) -> None:
    assert tables.read_yaml(tables.write_yaml(table)) == table


def test_facts_are_all_files_but_the_words_and_what_they_were_made_from() -> None:
    languages = load_languages(PROMPTS).codes
    facts, everything = tables.read_facts(PROMPTS, languages), tables.read_tables(PROMPTS)
    assert everything.keys() - facts.keys() == {f"{code}.yaml" for code in languages} | {SOURCES}
    assert {"centres.yaml", "programme.yaml", "languages.yaml", "postcodes.csv"} <= facts.keys()


def test_nothing_but_tables_is_read(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("no table")
    (tmp_path / "a.yaml").write_text("v: 1\n")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "b.yaml").write_text("v: 2\n")
    assert tables.read_tables(tmp_path) == {"a.yaml": {"v": 1}}
