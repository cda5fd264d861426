"""A file as a person wrote it: what YAML would let pass is refused, and the line is named."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ivr.content.yamlfile import DEEPEST
from ivr.content.yamlfile import ContentError
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_text
from ivr.content.yamlfile import read_yaml


class Sheet(Model):
    value: Any = None
    other: Any = None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sheet.yaml"


def read(path: Path, text: str) -> object:
    path.write_text(text, encoding="utf-8")
    return read_yaml(path, Sheet).value


def fault(path: Path, text: str) -> str:
    with pytest.raises(ContentError) as found:
        read(path, text)
    return str(found.value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", 0),
        ("12", 12),
        ("-5", -5),
        ("+5", 5),
        ('"012"', "012"),
        ('"0800 12 345"', "0800 12 345"),
        ("2026-02-28", date(2026, 2, 28)),
        ("2024-02-29", date(2024, 2, 29)),
        ("1.5", 1.5),
        ("09:00-12:00", "09:00-12:00"),
        ("oui", "oui"),
    ],
)
def test_a_value_is_what_a_person_reads(path: Path, written: str, value: object) -> None:
    assert read(path, f"value: {written}\n") == value


@pytest.mark.parametrize("written", ["012", "00", "1:30", "0x10", "0b11", "1_000", "-012"])
def test_a_number_that_yaml_reads_otherwise_than_people_is_refused(path: Path, written: str) -> None:
    said = fault(path, f"other: 1\nvalue: {written}\n")
    assert said.startswith(f'sheet.yaml: line 2: "{written}" is not a number as people write it')


@pytest.mark.parametrize("day", ["2026-02-29", "2026-13-01", "2026-04-31", "2026-00-10"])
def test_a_day_that_does_not_exist_is_refused_with_its_line(path: Path, day: str) -> None:
    assert fault(path, f"other: 1\nvalue: {day}\n") == f"sheet.yaml: line 2: {day} is not a day that exists"


@pytest.mark.parametrize(
    "text", ["value: 1\nvalue: 2\n", "value:\n  a: 1\n  b: 2\n  a: 3\n", "value:\n- a: 1\n  a: 2\n", 'value: 1\n"value": 1\n']
)
def test_a_name_given_twice_is_refused_with_both_lines(path: Path, text: str) -> None:
    said = fault(path, text)
    first = 1 if "value: 1" in text else 2
    assert f"was given before, in line {first}" in said
    assert f"line {len(text.splitlines())}: " in said


def test_the_same_name_may_stand_in_two_tables(path: Path) -> None:
    assert read(path, "value:\n- a: 1\n- a: 2\nother:\n  value: 3\n") == [{"a": 1}, {"a": 2}]


def nested(depth: int) -> str:
    """Lists within lists; the table of the whole file is the first of them."""
    return f"value: {'[' * (depth - 1)}{']' * (depth - 1)}\n"


def test_twenty_lists_may_lie_within_each_other_and_no_more(path: Path) -> None:
    assert DEEPEST == 20
    assert read(path, nested(20)) is not None
    assert "more than 20 lists or tables lie within each other" in fault(path, nested(21))
    assert "more than 20" in fault(path, nested(100_000))


def test_lists_beside_each_other_are_not_deep(path: Path) -> None:
    assert read(path, "value:\n" + "- [[1], [2]]\n" * 50) == [[[1], [2]]] * 50


# --- how the file was saved --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("a: é".encode("utf-16"), "this file was saved as UTF-16"),
        ("a: é".encode("utf-16-be"), "this file was saved in another encoding than UTF-8"),
        (b"\xfe\xff" + "a: é".encode("utf-16-be"), "this file was saved as UTF-16"),
        ("a: 1\nb: é\n".encode("latin-1"), "line 2: this file was saved in another encoding than UTF-8"),
        ("é\n".encode("latin-1"), "line 1: this file was saved in another encoding than UTF-8"),
    ],
)
def test_a_file_that_was_saved_otherwise_is_told_how_to_save(path: Path, raw: bytes, said: str) -> None:
    path.write_bytes(raw)
    with pytest.raises(ContentError, match="UTF-8") as found:
        read_text(path)
    if "another" in said and b"\x00" in raw:
        return  # of a UTF-16 without its mark only the line may be told
    assert said in str(found.value)


def test_the_mark_that_some_editors_put_in_front_is_no_letter(path: Path) -> None:
    path.write_bytes("\ufeffvalue: é\n".encode())
    assert read_text(path) == "value: é\n"
    assert read_yaml(path, Sheet).value == "é"


def test_what_is_no_file_is_told_as_what_it_is(path: Path) -> None:
    with pytest.raises(ContentError, match="this file is missing"):
        read_text(path)
    path.mkdir()
    with pytest.raises(ContentError, match="a folder stands where this file is expected"):
        read_text(path)
    pipe = path.with_name("pipe.yaml")
    os.mkfifo(pipe)
    with pytest.raises(ContentError, match="something else than a file stands here"):
        read_text(pipe)


# --- which line --------------------------------------------------------------------------------------

LINES = """\
# phone numbers
centres:
- id: liege
  telephone: x
  phone-number: z
  phone: y
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("phone", 6),  # neither in the comment nor as a part of a longer name
        ("centres.phone", 6),
        ("the phone", 6),
        ("telephone", 4),
        ("number", None),
        ("liege", 3),
        ("nowhere", None),
        ("", None),
        ("line 7", None),  # it says so itself
    ],
)
def test_a_fault_names_the_line_where_its_last_word_stands(path: Path, key: str, line: int | None) -> None:
    path.write_text(LINES, encoding="utf-8")
    said = str(ContentError(path, key, "is wrong"))
    begins = f"sheet.yaml, line {line}: " if line else "sheet.yaml: "
    assert said == begins + (f"{key}: " if key else "") + "is wrong"
