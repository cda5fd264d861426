"""Content is checked before the first call; a fault names the file, the key and what was expected."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from ivr.content import PROMPTS
from ivr.content import Content
from ivr.yamlfile import ContentError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("fr.yaml", "  praise: Très bien.\n", "", ["en.yaml", "praise"]),
        ("en.yaml", "  praise: Very good.\n", "", ["en.yaml", "praise missing"]),
        ("en.yaml", "  praise: Very good.\n", "  praise:\n", ["en.yaml", "clips.praise"]),
        ("en.yaml", "  12: December\n", "", ["en.yaml", "months: 12 missing"]),
        ("en.yaml", "language: en", "language: fr", ["en.yaml", "language: expected en"]),
        ("en.yaml", "date_order: [day, month, year]", "date_order: [day, day, year]", ["en.yaml", "date_order"]),
        ("en.yaml", "clips:\n", "clips: [\n", ["en.yaml", "not readable as YAML"]),
        ("languages.yaml", 'key: "2"', 'key: "1"', ["languages.yaml", "belongs to two languages"]),
        ("languages.yaml", 'key: "2"', 'key: "two"', ["languages.yaml", "key"]),
        ("programme.yaml", "months: 36", "months: three years", ["programme.yaml", "deadlines.1.months", "integer"]),
        ("programme.yaml", "from: 2025-01-01", "from: 2013-01-01", ["programme.yaml", "start after the one before"]),
        ("programme.yaml", "clip: deadline_3_years", "clip: deadline_4_years", ["programme.yaml", "deadline_4_years"]),
        ("programme.yaml", "questions: [must,", "questions: [cost, must,", ["programme.yaml", "questions cost", "faq_cost"]),
        ("programme.yaml", "certificate: certificate", "certificate: diploma", ["programme.yaml", "certificate"]),
        ("centres.yaml", "phone: null", 'phone: "04 222 33 44"', ["centres.yaml", "centres.0.phone"]),
        ("centres.yaml", "phone: null", 'phone: "+33142223344"', ["centres.yaml", "not a Belgian number"]),
        ("centres.yaml", "hours: null", "hours: {lundi: []}", ["centres.yaml", "hours"]),
        ("centres.yaml", "website: ceraic.be", "site: ceraic.be", ["centres.yaml", "centres.1.site"]),
        (
            "postcodes.csv",
            "4000,Liège,Liège,62063,liege,yes",
            "400,Liège,Liège,62063,liege,yes",
            ["postcodes.csv", "line", "four digits"],
        ),
        ("postcodes.csv", "62063,liege,yes", "62063,luik,yes", ["postcodes.csv", "'luik' is not in centres.yaml"]),
    ],
)
def test_a_fault_is_named(folder: Path, file: str, old: str, new: str, words: list[str]) -> None:
    edit(folder / file, old, new)
    with pytest.raises(ContentError) as fault:
        Content.load(folder)
    for word in words:
        assert word in str(fault.value)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "en.yaml").unlink()
    with pytest.raises(ContentError, match=r"en\.yaml: this file is missing"):
        Content.load(folder)


def test_a_foreign_number_can_be_listed(folder: Path) -> None:
    edit(folder / "centres.yaml", "phone: null", 'phone: "+33142223344"')
    edit(folder / "centres.yaml", "foreign_numbers: []", 'foreign_numbers: ["+33142223344"]')
    assert Content.load(folder).centres.centres[0].phone == "+33142223344"


def test_a_question_is_added_by_files_alone(folder: Path) -> None:
    edit(folder / "programme.yaml", "french]", "french, cost]")
    for path in folder.glob("*.yaml"):
        words = yaml.safe_load(path.read_text(encoding="utf-8"))
        if "clips" in words:
            words["clips"] |= {"faq_cost": "?", "faq_cost_answer": "!"}
            path.write_text(yaml.safe_dump(words, allow_unicode=True), encoding="utf-8")
    assert Content.load(folder).programme.questions[-1] == "cost"


def test_no_number_is_confirmed_that_nobody_confirmed() -> None:
    """Two numbers were found, each in one old source: they may only be used once a centre confirmed them."""
    assert [centre.id for centre in Content.load().centres.centres if centre.number] == []
