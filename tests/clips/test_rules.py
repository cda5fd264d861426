"""What callers are promised about words and clips: the checkout keeps every rule, and each rule notices what it is there for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from ivr.clips.manifest import Clips
from ivr.clips.manifest import Manifest
from ivr.clips.manifest import ManifestEntry
from ivr.clips.releases.release import CHECKOUT
from ivr.clips.releases.release import Place
from ivr.clips.releases.release import Release
from ivr.clips.releases.release import read
from ivr.clips.rules.every import broken
from ivr.clips.rules.every import kept_by_words
from ivr.clips.rules.lengths import Lengths
from ivr.clips.rules.objection import SENTENCES
from ivr.clips.rules.objection import Rule
from ivr.clips.rules.wording import script_of
from ivr.content.content import Content
from ivr.content.words import Phrase
from ivr.paths import ROOT


@cache
def checkout() -> Release:
    return read(Place(CHECKOUT, ROOT))


def test_the_line_as_it_stands_keeps_every_rule() -> None:
    """Every sentence has a sound of its words; nobody waits longer than the goals; nothing is left untranslated."""
    assert [str(objection) for objection in checkout().broken] == []
    assert len(checkout().times) == 7 * 10, "every way in every language"


def test_no_english_word_is_left_in_a_table_of_another_language() -> None:
    """The rule lets single words pass: this looks at all of them."""
    content = checkout().content
    english = {clip: phrase.text for clip, phrase in content.words["en"].phrases()}
    for code in set(content.languages.codes) - {"en"}:
        same = {clip for clip, phrase in content.words[code].phrases() if phrase.text == english[clip] and not phrase.voice}
        assert same <= {"whisper", "whisper_unknown", "whisper_again", "digit_6", "digit_end_6"}, code


def test_each_rule_has_its_sentence() -> None:
    assert SENTENCES.keys() == set(Rule)


def test_the_letters_of_a_language_are_those_of_its_own_name() -> None:
    scripts = {language.code: script_of(language) for language in checkout().content.languages.languages}
    assert scripts == dict.fromkeys(("fr", "en", "so", "tr", "es"), "LATIN") | dict.fromkeys(("ar", "ps", "prs"), "ARABIC") | {
        "ru": "CYRILLIC",
        "zh": "CJK",
    }


# --- words that break a rule ---------------------------------------------------------------------------


def saying(language: str, **changes: str) -> Content:
    """The content with other words, or other text messages."""
    content = checkout().content
    words = content.words[language]
    texts = {name: text for name, text in changes.items() if name in words.texts}
    clips = {name: Phrase(text=text) for name, text in changes.items() if name in words.clips}
    new = words.model_copy(update={"clips": words.clips | clips, "texts": words.texts | texts})
    return replace(content, words={**content.words, language: new})


@pytest.mark.parametrize(
    ("language", "words", "sentence"),
    [
        ("ar", {"praise": "Bravo."}, "ar: praise: 'Bravo' is not in the letters of this language, nor a name of languages.yaml"),
        ("zh", {"praise": "很好FOREM。"}, ""),
        ("zh", {"praise": "很好FOREMOST。"}, "zh: praise: 'FOREMOST' is not in the letters of this language"),
        ("fr", {"praise": "Très бien."}, "fr: praise: 'б' is not in the letters of this language"),
        ("so", {"praise": "Très bien."}, "so: praise says the same as fr.yaml: it is not translated"),
        ("es", {"praise": "Bravo."}, ""),
        ("es", {"sms_deadline": "Hasta {fecha}."}, "es: the text message sms_deadline cannot be filled in: 'fecha'"),
        ("es", {"sms_centre": "Su centro: {town"}, "es: the text message sms_centre cannot be filled in: "),
        ("ru", {"sms_done": "Готово."}, ""),
        ("ru", {"sms_deadline": "Слово " * 34 + "{date}"}, "ru: the text message sms_deadline is sent in 4 parts, at most 3"),
        (
            "ru",
            {"sms_centre_site": "Слово " * 34 + "{site}"},
            "ru: the text message sms_centre_site is sent in 4 parts, at most 3",
        ),
    ],
)
def test_words_that_nobody_should_hear_or_read(language: str, words: Mapping[str, str], sentence: str) -> None:
    found = [str(objection) for objection in kept_by_words(saying(language, **words))]
    assert len(found) == bool(sentence), found
    assert not sentence or found[0].startswith(sentence)


def test_a_sound_of_other_words_is_named() -> None:
    found = broken(saying("tr", praise="Aferin."), checkout().clips, checkout_manifest())
    assert [str(objection) for objection in found] == ["tr/praise: the sound says older words"]


def checkout_manifest() -> Manifest:
    phrases = ((code, *entry) for code in checkout().content.languages.codes for entry in checkout().content.phrases(code))
    return {f"{code}/{clip}": entry_of(code, clip, phrase.text) for code, clip, phrase in phrases}


def entry_of(language: str, clip: str, text: str) -> ManifestEntry:
    return ManifestEntry(
        language=language, clip=clip, text=text, engine="pico", voice="a", seconds=1.0, draft=False, licence="CC0", version="1"
    )


# --- clips that last too long ------------------------------------------------------------------------


def lasting(**seconds: float) -> Clips:
    """The clips with other lengths: fr_welcome=30."""
    clips = checkout().clips
    return replace(clips, seconds={**clips.seconds, **{name.replace("_", "/", 1): length for name, length in seconds.items()}})


@pytest.mark.parametrize(
    ("clip", "seconds", "sentences"),
    [
        ("fr_language_choice", 5, {"the opening and the first two languages: it lasts 8.9 s, at most 8 s"}),
        ("zh_language_choice", 12, {"the list of languages lasts "}),
        ("so_main_date", 20, {"so: the main menu lasts "}),
        ("so_s01_question", 21, {"so: the question s01 lasts "}),
        ("es_check_permit_question", 21, {"es: the question permit lasts "}),
        ("fr_s04_todo", 6.2, {"fr: what to do after a no, s04_todo, lasts 6.2 s, at most 6 s"}),
        ("ar_s04_todo", 5.9, set()),
        ("ar_s04_todo", 6.2, {"ar: what to do after a no, s04_todo, lasts 6.2 s, at most 6 s"}),
        ("en_s04_about", 12.2, {"en: the explanation after a don't-know, s04_about, lasts 12.2 s, at most 12 s"}),
        ("tr_faq_must_answer", 51, {"tr: the message faq-must lasts 5"}),
    ],
)
def test_what_lasts_too_long_is_named(clip: str, seconds: float, sentences: set[str]) -> None:
    found = [str(objection) for objection in Lengths(checkout().content, lasting(**{clip: seconds})).objections()]
    assert len(found) == len(sentences), found
    assert all(any(said.startswith(sentence) for said in found) for sentence in sentences), found


def test_a_language_with_a_number_of_its_own_and_no_key_takes_no_time_of_the_list() -> None:
    content = checkout().content
    languages = tuple(
        language.model_copy(update={"key": None}) if language.code == "ps" else language
        for language in content.languages.languages
    )
    without = replace(content, languages=content.languages.model_copy(update={"languages": languages}))
    found = {objection.rule for objection in Lengths(without, lasting(ps_language_choice=30)).objections()}
    assert Rule.OPENING not in found
