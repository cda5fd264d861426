"""A fault of a content file is told to whoever made it: file, line, what stands there, what is expected; never a type or a pattern."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.content.content import Content
from ivr.content.inwords import quoted
from ivr.content.yamlfile import ContentError
from ivr.paths import PROMPTS

JARGON = ("Input should", "pattern", "valid dictionary", "Phrase", "tuple", "<unicode", "Traceback", "codec", "Value error")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))


def told(folder: Path) -> str:
    with pytest.raises(ContentError) as fault:
        Content.load(folder)
    sentence = str(fault.value)
    assert not [word for word in JARGON if word in sentence], sentence
    return sentence


def edit(path: Path, old: str, new: str) -> int:
    """Change the first place, and say in which line it is."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1 + (old[0] == "\n")


EN, CENTRES, LANGUAGES, PROGRAMME = "en.yaml", "centres.yaml", "languages.yaml", "programme.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            CENTRES,
            "phone: null",
            'phone: "04 222 33 44"',
            'the telephone number of centre namur must begin with +32 and leave out the first 0, as in "+3242223344"; '
            '"04 222 33 44" stands there',
        ),
        (
            CENTRES,
            "phone: null",
            'phone: "+33142223344"',
            "the telephone number of centre namur is not a Belgian number, +33142223344",
        ),
        (
            CENTRES,
            "phone: null",
            'phone: "+3290012345"',
            "the telephone number of centre namur must not be a premium-rate number",
        ),
        (CENTRES, "phone: null", 'phone: "+32123456"', "the telephone number of centre namur must be a number that exists"),
        (CENTRES, "phone: null", 'phone: "+99912345678"', "the telephone number of centre namur must begin with +32"),
        (CENTRES, "phone: null", "phone: 3242223344", "the telephone number of centre namur must be words, in"),
        (CENTRES, "confirmed_on: null", "confirmed_on: 2999-01-01", "(confirmed_on) of centre namur must not lie in the future"),
        (CENTRES, "confirmed_on: null", "confirmed_on: 2026-02-30", "2026-02-30 is not a day that exists"),
        (CENTRES, "confirmed_on: null", "confirmed_on: yesterday", 'must be a day such as 2026-12-01; "yesterday" stands there'),
        (CENTRES, "hours: null", "hours: {lundi: []}", "must be 'monday', 'tuesday', "),
        (CENTRES, "hours: null", 'hours: {monday: ["9-12"]}', 'must be a time such as "09:00-12:30"; "9-12" stands there'),
        (CENTRES, "hours: null", 'hours: {monday: ["09:00-25:00"]}', "must be a time of the day, from 00:00 to 23:59"),
        (CENTRES, "hours: null", 'hours: {monday: ["12:00-09:00"]}', "must have the earlier time first"),
        (
            CENTRES,
            "website: cainamur.be",
            "site: cainamur.be",
            "site of centre namur is not a name that is known here; did you mean website?",
        ),
        (
            CENTRES,
            "ring: in turn",
            "ring: one by one",
            "ring of desk must be 'in turn' or 'together'; \"one by one\" stands there",
        ),
        (CENTRES, "id: mons", "id: namur", "id of centre 3: namur is the id of an earlier centre, too"),
        (LANGUAGES, 'key: "2"', 'key: "1"', "languages: key 1 belongs to two languages"),
        (
            LANGUAGES,
            'key: "2"',
            'key: "two"',
            'the key of language 2 must be one digit in quotation marks, as in "2"; "two" stands there',
        ),
        (
            PROGRAMME,
            "months: 36",
            "months: three years",
            'months of deadline 2 must be a whole number; "three years" stands there',
        ),
        (
            PROGRAMME,
            "  - {id: must,",
            "  - cost\n  - {id: must,",
            'question 1 must be names and values in braces, such as {name: value}; "cost" stands there',
        ),
        (EN, "reviewed_by: null", "reviewed_by: Amina", "reviewed_on must be filled in as reviewed_by is, or both be null"),
        (EN, "reviewed_on: null", "reviewed_on: 2026-11-01", "reviewed_by must be filled in as reviewed_on is, or both be null"),
        (EN, "reviewed_on: null", 'reviewed_on: "1.12.2026"', 'reviewed_on must be a day such as 2026-12-01; "1.12.2026" stands'),
        (PROGRAMME, "months: 36", "months: 100000", 'months of deadline 2 must be at most 120; "100000" stands there'),
        (PROGRAMME, "from: 2025-01-01", "from: 2013-01-01", "deadlines: each rule must start after the one before"),
        (PROGRAMME, "within_months: 3", "within_months: 1", "distances: each must be farther away than the one before"),
        (
            PROGRAMME,
            "\nstages:",
            "\nstages:" + "".join(f"\n  - {{id: more{number}, label: {{fr: Plus, en: More}}}}" for number in range(40)),
            "stages: stages and checks must be at most 40 together, not ",
        ),
        (PROGRAMME, "certificate: certificate", "certificate: diploma", "certificate must be the part of a stage: one of "),
        (EN, "language: en", "language: fr", "language: must be en, as the file is called; fr stands there"),
        (
            EN,
            "date_order: [day, month, year]",
            "date_order: [day, day, year]",
            "date_order must name day, month and year, each once",
        ),
        (EN, "\n  12: December", "", "months: 12 missing"),
        (EN, "\n  press_1:", "\n  press_2:", "press_2 was given before, in line "),
        (EN, "\n  press_1:", "\n  ../../escaped:", '../../escaped of clips must be small letters, digits and "_"'),
        (EN, "\n  press_1:", "\n  press_1: one: two\n  other:", "there is a colon inside a sentence; put the whole sentence in"),
        (EN, "\nclips:", "\nclips: [", "this cannot be read"),
        (PROGRAMME, "months: 36", f"months: {'9' * 5000}", "is not what YAML calls int; put it in "),
        (PROGRAMME, "months: 36", "months: 036", '"036" is not a number as people write it'),  # YAML reads thirty, and ninety
        (PROGRAMME, "months: 36", "months: 1:30", '"1:30" is not a number as people write it'),
        (PROGRAMME, "months: 36", "months: !!int three", '"three" is not what YAML calls int'),
        (CENTRES, "confirmed_on: null", "confirmed_on: !!timestamp soon", '"soon" is not what YAML calls timestamp'),
        (LANGUAGES, "direction: ltr", "direction: !!bool left", '"left" is not what YAML calls bool'),
    ],
)
def test_a_fault_is_told_with_its_line(folder: Path, file: str, old: str, new: str, sentence: str) -> None:
    edit(folder / file, old, new)
    message = told(folder)
    assert message.startswith(f"{file}")
    assert ", line " in message or ": line " in message
    assert sentence in message


@pytest.mark.parametrize(
    ("hours", "sentences"),
    [
        ('{monday: ["9h-12h30"]}', ["monday 1 of the opening hours of centre mons must be a time such as"]),
        ("{monday: []}", ["monday of the opening hours of centre mons must have at least one entry; nothing stands there"]),
        (
            'null\n    special_hours: {2026-12-24: ["9h"], 24/12: ["09:00-12:00"]}',
            [
                "2026-12-24 1 of special_hours of centre mons must be a time such as",
                "24/12 of special_hours of centre mons must be a day such as 2026-12-01",
            ],
        ),
    ],
)
def test_each_wrong_hour_of_a_centre_is_told_once_and_by_the_centre_s_name(
    folder: Path, hours: str, sentences: list[str]
) -> None:
    edit(folder / CENTRES, "site_spoken: c i m b, point b e\n    hours: null", f"site_spoken: c i m b\n    hours: {hours}")
    lines = told(folder).splitlines()
    assert len(lines) == len(sentences), lines
    assert all(sentence in line for sentence, line in zip(sentences, lines, strict=True)), lines


def test_the_line_is_the_one_where_it_stands(folder: Path) -> None:
    line = edit(folder / CENTRES, "phone: null", 'phone: "04 222 33 44"')
    assert told(folder).startswith(f"centres.yaml: line {line}: the telephone number of centre namur")


def test_nobody_has_reviewed_a_language_tomorrow(folder: Path) -> None:
    edit(folder / EN, "reviewed_by: null", "reviewed_by: Amina")
    edit(folder / EN, "reviewed_on: null", "reviewed_on: 2999-01-01")
    assert "reviewed_on must not lie in the future, and is 2999-01-01" in told(folder)
    edit(folder / EN, "reviewed_on: 2999-01-01", 'reviewed_on: "2026-11-01"')
    assert str(Content.load(folder).words["en"].reviewed_on) == "2026-11-01"


def test_every_fault_of_a_file_is_told_at_once_each_with_the_files_name(folder: Path) -> None:
    edit(folder / CENTRES, "phone: null", "phone: 1")
    edit(folder / CENTRES, "confirmed_on: null", "confirmed_on: soon")
    lines = told(folder).splitlines()
    assert len(lines) == 2
    assert all(line.startswith("centres.yaml: line ") for line in lines)


def test_a_sentence_without_words_is_told(folder: Path) -> None:
    path = folder / EN
    text = path.read_text(encoding="utf-8")
    first = next(
        line for line in text.splitlines() if line.startswith("  press_when_ready:") or line.startswith("  goodbye_short:")
    )
    edit(path, first, f"{first.split(':', maxsplit=1)[0]}:")
    assert "of clips must not be empty; nothing stands there" in told(folder)


def test_a_sentence_that_one_language_lacks_is_told_with_the_language_that_has_it(folder: Path) -> None:
    path = folder / EN
    edit(path, "\n  goodbye_short:", "\n  goodbye_shorter:")
    message = told(folder)
    assert message.startswith("en.yaml, line ")
    assert "goodbye_short missing and goodbye_shorter not known (compared with fr.yaml)" in message


def test_a_sentence_that_a_fact_asks_for_is_told_where_the_fact_stands(folder: Path) -> None:
    edit(folder / PROGRAMME, "clip: deadline_3_years", "clip: deadline_4_years")
    message = told(folder)
    assert message.startswith("programme.yaml, line ")
    assert "no words for deadline_4_years in fr.yaml" in message


@pytest.mark.parametrize("digits", ["5", "٥", "25"])
def test_digits_that_a_voice_would_misread_are_told(folder: Path, digits: str) -> None:
    text = (folder / "so.yaml").read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.startswith("  goodbye_short:"))
    line = edit(folder / "so.yaml", first, f"  goodbye_short: riix {digits}.")
    message = told(folder)
    assert message.startswith(f"so.yaml: line {line}: goodbye_short of clips must have its numbers written as words")
    assert f'"riix {digits}." stands there' in message


def test_a_language_whose_voices_read_digits_may_have_them(folder: Path) -> None:
    assert Content.load(folder).words["fr"].reads_digits


def _latin(path: Path) -> None:
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1", "replace"))


def _utf16(path: Path) -> None:
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _brackets(path: Path) -> None:
    path.write_text("clips: " + "[" * 100_000, encoding="utf-8")


def _quoted(path: Path) -> None:
    path.write_text('postal_code,locality,commune,nis,centre,certain\n"' + "a" * 200_000, encoding="utf-8")


def _pipe(path: Path) -> None:
    """Whoever reads it waits for somebody to write."""
    path.unlink()
    os.mkfifo(path)


def _endless(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def _laughing(path: Path) -> None:
    """A thousand million words in a few lines, if somebody wrote them out."""
    lines = [f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 10)}]\n" for n in range(8)]
    path.write_text("a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(lines), encoding="utf-8")


def _emptied(path: Path) -> None:
    path.write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "spoil", "sentence"),
    [
        ("fr.yaml", _latin, "saved in another encoding than UTF-8; open it again, and under Save as choose the encoding UTF-8"),
        ("postcodes.csv", _latin, "line 9: this file was saved in another encoding"),
        ("fr.yaml", _utf16, "this file was saved as UTF-16"),
        ("centres.yaml", _folder, "a folder stands where this file is expected"),
        ("postcodes.csv", _folder, "a folder stands where this file is expected"),
        ("fr.yaml", _pipe, "something else than a file stands here"),
        ("postcodes.csv", _endless, "something else than a file stands here"),
        ("programme.yaml", _laughing, "a is not a name that is known here"),
        ("fr.yaml", _brackets, "more than 20 lists or tables lie within each other"),
        ("fr.yaml", _emptied, "this file is empty"),
        ("fr.yaml", Path.unlink, "this file is missing"),
        ("postcodes.csv", Path.unlink, "this file is missing"),
        ("postcodes.csv", _emptied, "no commune belongs to "),
        ("postcodes.csv", _quoted, "this is not a table of values with commas between them"),
    ],
)
def test_a_file_that_is_no_text_of_ours_is_told(folder: Path, file: str, spoil: Callable[[Path], None], sentence: str) -> None:
    spoil(folder / file)
    message = told(folder)
    assert message.startswith(f"{file}: ")
    assert sentence in message


def test_a_file_that_notepad_saved_as_utf_8_is_read(folder: Path) -> None:
    path = folder / "fr.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert Content.load(folder).words["fr"].language == "fr"


LIEGE = "4000,Liège,Liège,62063,liege,yes"


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("400,Liège,Liège,62063,liege,yes", 'postal_code must be four digits; "400" stands there'),
        ("٤٠٠٠,Liège,Liège,62063,liege,yes", "postal_code must be four digits"),
        ("4000,Liège,Liège,62063,luik,yes", 'centre must be one of centres.yaml; "luik" stands there'),
        ("4000,Liège,,62063,liege,yes", "commune must be a name"),
        ("4000,Liège,Liège,62063,liege,", "certain must be yes or no; nothing stands there"),
        ("4000,Liège,Liège,6206,liege,yes", "nis must be five digits"),
        ("4000,Liège,Liège,62063,mons,yes", "must have one name, one centre, and be certain or not"),
    ],
)
def test_a_line_of_the_postal_codes_is_told(folder: Path, new: str, sentence: str) -> None:
    line = edit(folder / "postcodes.csv", LIEGE, new)
    message = told(folder)
    assert sentence in message
    assert f"line {line}" in message or "earlier line" in message


def test_a_table_of_postal_codes_that_was_cut_off_is_told(folder: Path) -> None:
    path = folder / "postcodes.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:40]), encoding="utf-8")
    assert "is the table cut off?" in told(folder)


def test_more_communes_of_one_code_than_a_call_can_carry_are_told(folder: Path) -> None:
    path = folder / "postcodes.csv"
    more = "".join(f"4870,X{n},X{n},9900{n},liege,yes\n" for n in range(4))
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert "more than 4 communes, which a caller cannot choose among" in told(folder)


def test_demonstration_numbers_that_somebody_could_have_are_refused(folder: Path) -> None:
    text = (folder / CENTRES).read_text(encoding="utf-8")
    invented = next(line for line in text.splitlines() if "{n}" in line)
    edit(folder / CENTRES, invented, f'{invented.split("phone")[0]}phone: "+324222334{{n}}"')
    assert "the telephone number of demo must be numbers that nobody can have" in told(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (EN, "    voice: fr   # heard", "    voice: nl   # heard", "voice: nl is not in languages.yaml"),
        (
            EN,
            "  sms_centre_site:",
            "  sms_centre_page:",
            "sms_centre_site missing and sms_centre_page not known (compared with fr",
        ),
        (PROGRAMME, "{id: years, compulsory_if", "{id: s04, compulsory_if", "an id is used twice among stages and checks"),
        (
            CENTRES,
            "  numbers: []\n",
            '  numbers: [{phone: "+3290012345", hours: null}]\n',
            "number 1 of desk must not be a premium-rate number, as +3290012345 is",
        ),
        (CENTRES, "  closed_on: []\n\n#", "  closed_on: [[1, 2]]\n\n#", "a list stands there"),
        (CENTRES, "  closed_on: []\n\n#", "  closed_on: {a: b}\n\n#", "a table stands there"),
        (
            CENTRES,
            "  hours: null\n  closed_on: []\n  numbers",
            '  hours: {monday: ["25:00-26:00"]}\n  closed_on: []\n  numbers',
            "from 00:00",
        ),
        (
            CENTRES,
            "  hours: null\n  closed_on: []\n  numbers",
            '  hours: {monday: ["12:00-12:00"]}\n  closed_on: []\n  numbers',
            "earlier time",
        ),
    ],
)
def test_what_does_not_agree_is_told(folder: Path, file: str, old: str, new: str, sentence: str) -> None:
    edit(folder / file, old, new)
    assert sentence in told(folder)


def test_a_file_that_must_not_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk's own error, not ours: root may read everything, so it is made up."""
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == EN:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert "en.yaml: this file cannot be read: Permission denied" in told(folder)


def test_a_commune_that_nobody_lives_in_is_told(folder: Path) -> None:
    line = edit(folder / CENTRES, "spoken_communes: {}", 'spoken_communes: {"99999": "Nulle part"}')
    assert told(folder) == f"centres.yaml, line {line}: spoken_communes 99999: no commune of postcodes.csv has this number"


def test_what_is_missing_and_what_is_not_known_are_listed_in_order(folder: Path) -> None:
    for name in ("welcome", "praise", "goodbye"):
        edit(folder / EN, f"\n  {name}:", f"\n  x_{name}:")
    assert "goodbye, praise, welcome missing and x_goodbye, x_praise, x_welcome not known (compared with fr.yaml)" in told(folder)


def test_what_is_missing_in_a_whole_file_is_told_where_it_begins(folder: Path) -> None:
    edit(folder / CENTRES, "\nreview_by:", "\n# review_by:")
    lines = (folder / CENTRES).read_text(encoding="utf-8").splitlines()
    begins = next(number for number, line in enumerate(lines, start=1) if line and not line.startswith("#"))
    assert told(folder) == f"centres.yaml: line {begins}: the day of the next review (review_by) is missing"


def test_a_name_is_suggested_where_one_is_missing_and_nowhere_else(folder: Path) -> None:
    edit(folder / CENTRES, "    website: cainamur.be\n", "")
    edit(folder / CENTRES, "    website: ceraic.be\n", "    website: ceraic.be\n    websites: ceraic.be\n")
    missing, surplus = told(folder).splitlines()
    centre = (folder / CENTRES).read_text(encoding="utf-8").splitlines().index("  - id: namur") + 1
    assert missing == f"centres.yaml: line {centre}: website of centre namur is missing"
    assert surplus.endswith("websites of centre la-louviere is not a name that is known here")


def test_the_number_of_a_line_is_not_looked_up_among_the_postal_codes(folder: Path) -> None:
    assert "\n1300," in (folder / "postcodes.csv").read_text(encoding="utf-8")
    assert str(ContentError(folder / "postcodes.csv", "line 1300", "is wrong")) == "postcodes.csv: line 1300: is wrong"


@pytest.mark.parametrize(("length", "more"), [(60, ""), (61, "...")])
def test_of_what_stands_there_the_first_sixty_letters_are_told(length: int, more: str) -> None:
    assert quoted("x" * length) == f'"{"x" * 60}{more}"'


def test_a_name_that_is_given_twice_is_told_with_both_lines(folder: Path) -> None:
    first = edit(folder / EN, "\n  press_1:", "\n  press_2:")
    second = next(
        number
        for number, line in enumerate((folder / EN).read_text(encoding="utf-8").splitlines(), start=1)
        if line.startswith("  press_2:") and number > first
    )
    assert told(folder) == f"en.yaml: line {second}: press_2 was given before, in line {first}"
