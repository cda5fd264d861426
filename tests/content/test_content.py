"""Content is checked before the first call; a fault names the file, the key and what was expected."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from ivr.content.content import Content
from ivr.content.yamlfile import ContentError
from ivr.paths import PROMPTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "en.yaml").unlink()
    with pytest.raises(ContentError, match=r"en\.yaml: this file is missing in /"):
        Content.load(folder)


def test_a_foreign_number_can_be_listed(folder: Path) -> None:
    edit(folder / "centres.yaml", "phone: null", 'phone: "+33142223344"')
    edit(folder / "centres.yaml", "foreign_numbers: []", 'foreign_numbers: ["+33142223344"]')
    assert Content.load(folder).centres.centres[0].phone == "+33142223344"


def test_a_question_is_added_by_files_alone(folder: Path) -> None:
    edit(folder / "programme.yaml", "questions_source:", "  - {id: cost, label: {fr: Coût, en: Cost}}\nquestions_source:")
    for path in folder.glob("*.yaml"):
        words = yaml.safe_load(path.read_text(encoding="utf-8"))
        if "clips" in words:
            words["clips"] |= {"faq_cost": "?", "faq_cost_answer": "!"}
            path.write_text(yaml.safe_dump(words, allow_unicode=True), encoding="utf-8")
    assert Content.load(folder).programme.questions[-1].id == "cost"


def test_no_number_is_confirmed_that_nobody_confirmed() -> None:
    """Two numbers were found, each in one old source: they may only be used once a centre confirmed them."""
    assert [centre.id for centre in Content.load().centres.centres if centre.number] == []


def test_places_sound_in_every_language_as_they_do_in_belgium() -> None:
    content = Content.load()
    places = {f"{what}_{centre.id}" for centre in content.centres.centres for what in ("town", "site")}
    places |= {commune.clip for commune in content.postcodes.communes.values()}
    for code in content.languages.codes:
        voices = {clip: phrase.voice for clip, phrase in content.phrases(code) if clip in places}
        assert voices == dict.fromkeys(places, content.languages.first), code
