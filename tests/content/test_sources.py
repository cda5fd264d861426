"""A translation knows its source: a change of the French or English cannot be overlooked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from ivr.content.content import Content
from ivr.content.sources import Sources
from ivr.content.sources import done
from ivr.content.sources import load_sources
from ivr.content.sources import save_sources
from ivr.content.sources import stale
from ivr.content.words import Words
from ivr.paths import PROMPTS

WORDS = Content.load().words


@pytest.fixture(scope="module")
def sources() -> Sources:
    return load_sources(PROMPTS)


def test_every_translation_was_made_from_the_words_of_today(sources: Sources) -> None:
    assert [str(fault) for fault in stale(WORDS, sources)] == []


@pytest.mark.parametrize("source", ["fr", "en"])
def test_a_changed_source_makes_every_translation_stale_and_says_what_changed(source: str, sources: Sources) -> None:
    words = _with(WORDS, source, "give_up", "Something else.")
    faults = list(stale(words, sources))
    assert {(fault.language, fault.sentence) for fault in faults} == {
        (code, "give_up") for code in WORDS if code not in ("fr", "en")
    }
    assert WORDS[source].clips["give_up"].text in str(faults[0])
    assert "Something else." in str(faults[0])


def test_a_translation_made_anew_is_no_longer_stale_and_the_others_still_are(sources: Sources) -> None:
    words = _with(WORDS, "fr", "give_up", "Autre chose.")
    known = done(words, sources, "so", ["give_up"])
    assert {fault.language for fault in stale(words, known)} == set(WORDS) - {"fr", "en", "so"}
    assert [made.languages for made in known.sentences["give_up"]][-1] == ("so",)


def test_translations_of_the_same_words_stand_together_and_words_that_nobody_follows_are_forgotten(sources: Sources) -> None:
    words = _with(WORDS, "fr", "give_up", "Autre chose.")
    known = done(words, done(words, sources, "so", ["give_up"]), "tr", ["give_up"])
    assert [made.languages[-2:] for made in known.sentences["give_up"]][-1] == ("so", "tr")
    assert len(known.sentences["give_up"]) == 2
    for code in set(WORDS) - {"fr", "en"}:
        known = done(words, known, code, ["give_up"])
    assert [(made.fr, len(made.languages)) for made in known.sentences["give_up"]] == [("Autre chose.", len(WORDS) - 2)]


def test_a_new_sentence_is_stale_until_somebody_writes_down_its_source(sources: Sources) -> None:
    known = Sources(sentences={name: made for name, made in sources.sentences.items() if name != "welcome"})
    fault = next(iter(stale(WORDS, known)))
    assert str(fault) == "ar: welcome: nobody wrote down which words it was made from"


@pytest.mark.parametrize(("language", "sentence"), [("xx", "welcome"), ("fr", "welcome"), ("so", "no_such_sentence")])
def test_what_does_not_exist_is_not_written_down(language: str, sentence: str, sources: Sources) -> None:
    with pytest.raises(ValueError, match=language if language != "so" else sentence):
        done(WORDS, sources, language, [sentence])


def test_the_file_is_read_back_as_it_was_written(sources: Sources, tmp_path: Path) -> None:
    save_sources(tmp_path, sources)
    assert load_sources(tmp_path) == sources


def test_whoever_reads_the_file_finds_the_sentences_in_the_order_of_the_french(sources: Sources, tmp_path: Path) -> None:
    save_sources(tmp_path, done(WORDS, sources, "so", ["welcome"]))
    assert list(load_sources(tmp_path).sentences) == [*WORDS["fr"].clips, *WORDS["fr"].texts]


def _with(words: Mapping[str, Words], language: str, sentence: str, text: str) -> dict[str, Words]:
    own = words[language]
    clips = own.clips | {sentence: own.clips[sentence].model_copy(update={"text": text})}
    return {**words, language: own.model_copy(update={"clips": clips})}
