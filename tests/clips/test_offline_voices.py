"""Every voice that needs no network, for real: it speaks, at its pace, and what it cannot say is found before it is asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivr.clips.voices.engine import EngineError
from ivr.clips.voices.engines import engine_named
from ivr.clips.voices.faults import UnsayableError
from ivr.clips.voices.faults import check_words
from ivr.clips.voices.levels import finish
from ivr.clips.voices.mbrola import Mbrola
from ivr.clips.voices.plan import Plan
from ivr.clips.voices.plan import Selection
from ivr.clips.voices.plan import Target
from ivr.clips.voices.plan import make_plan
from ivr.clips.voices.recipes import Recipe
from ivr.clips.voices.sounds import load_spellings
from ivr.clips.voices.sounds import respell
from ivr.content.content import Content
from ivr.content.languages import ONLINE
from ivr.content.languages import EngineName
from ivr.content.languages import Voice
from ivr.content.languages import load_languages
from ivr.paths import PROMPTS

SPELLINGS = load_spellings(PROMPTS / "sounds")
SAID = {
    "fr": "Bonjour et bienvenue. Pour parler à une personne, appuyez sur zéro.",
    "en": "Hello and welcome. To talk to a person, press zero.",
    "ar": "أَهْلًا بِكُمْ. لِلْكَلَامِ مَعَ شَخْصٍ، اِضْغَطُوا صِفْر.",
    "ps": "ښه راغلاست. د یو کس سره د خبرو لپاره، صفر کېکاږئ.",
    "prs": "خوش آمدید. برای گپ زدن با یک نفر، صفر را فشار دهید.",
    "so": "Ku soo dhawow. Si aad qof ula hadasho, riix eber.",
    "tr": "Hoş geldiniz. Bir kişiyle konuşmak için sıfıra basın.",
    "ru": "Здравствуйте. Чтобы поговорить с человеком, нажмите ноль.",
    "es": "Hola y bienvenidos. Para hablar con una persona, marque cero.",
    "zh": "您好，欢迎。想和工作人员说话，请按零。",
}
VOICES = [
    (language.code, voice)
    for language in load_languages(PROMPTS).languages
    for voice in language.voices
    if voice.engine not in ONLINE
]


def spelled(language: str, voice: Voice) -> str:
    words = SAID[language]
    return respell(words, SPELLINGS[voice.sounds], voice.engine) if voice.sounds else words


# What a build without a network speaks with, and every engine once: the network of Kokoro takes seven seconds a sentence.
FIRST = list({language: (language, voice) for language, voice in reversed(VOICES)}.values())
ONE_OF_EACH = list({voice.engine: (language, voice) for language, voice in reversed((*FIRST, *VOICES))}.values())
SPOKEN = [*FIRST, *(one for one in ONE_OF_EACH if one not in FIRST)]


@pytest.mark.parametrize(("language", "voice"), SPOKEN, ids=lambda part: part if isinstance(part, str) else part.engine)
def test_every_offline_voice_of_the_line_speaks(language: str, voice: Voice) -> None:
    engine = engine_named(voice.engine)
    words = spelled(language, voice)
    assert engine.lacks(voice) is None
    assert engine.faults(words, voice) == ()
    assert 2 < finish(engine.speak(words, voice), 0.2).seconds < 9
    assert any(sign.isdigit() for sign in engine.version(voice)), "the version of what spoke is known"


@pytest.mark.parametrize(("language", "voice"), ONE_OF_EACH, ids=lambda part: part if isinstance(part, str) else part.engine)
def test_a_slower_voice_takes_longer(language: str, voice: Voice) -> None:
    engine, words = engine_named(voice.engine), spelled(language, voice)
    slow, fast = (engine.speak(words, voice.model_copy(update={"speed": speed})) for speed in (75, 120))
    assert slow.seconds > 1.2 * fast.seconds


@pytest.mark.parametrize(
    ("engine", "voice", "install"),
    [("mbrola", "zz9", "voices install mbrola"), ("rhvoice", "nobody", "voices install rhvoice")],
)
def test_a_voice_that_is_not_installed_says_how_to_get_it(engine: EngineName, voice: str, install: str) -> None:
    assert install in str(engine_named(engine).lacks(Voice(engine=engine, voice=voice)))


@pytest.mark.parametrize(("engine", "program"), [("espeak", "espeak-ng"), ("rhvoice", "RHVoice-test"), ("mbrola", "mbrola")])
def test_without_its_program_an_engine_says_how_to_get_it(
    engine: EngineName, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    lack = engine_named(engine).lacks(Voice(engine=engine, voice="ar2" if engine == "mbrola" else "anna"))
    assert lack == f"{engine} is not installed; scripts/line voices install {engine}"


# --- what cannot be said ----------------------------------------------------------------------------------


AR2 = Voice(engine="mbrola", voice="ar2")
KUMO = Voice(engine="kokoro", voice="jm_kumo")


@pytest.mark.parametrize(
    ("voice", "words", "fault"),
    [
        (AR2, "marxaban |", None),
        (AR2, "marpaban |", "no sound of the voice is called p (in marpaban)"),
        (AR2, "t.aba |", "the voice cannot join t. and a"),
        (AR2, "s'u: ?a'a |", None),
        (KUMO, "maɾħaban.", "no sound of the voice is called ħ"),
        (KUMO, "maɾhaban.", None),
        (Voice(engine="mbrola", voice="tr1", phonemes="mb-tr1"), "Belçika", "the voice cannot join b and &"),
    ],
)
def test_sounds_that_a_voice_lacks_are_found_without_speaking(voice: Voice, words: str, fault: str | None) -> None:
    found = engine_named(voice.engine).faults(words, voice)
    assert found == ((fault,) if fault else ())


def test_a_build_names_the_clips_that_cannot_be_said() -> None:
    recipe = Recipe(AR2, "press 1 |", 0.2)
    plan = Plan(jobs={recipe: [Target("ar", "sms_choice", "press 1", recipe)]})
    with pytest.raises(UnsayableError, match="ar/sms_choice: mbrola ar2 cannot say it: no sound of the voice is called p"):
        check_words(plan)


def test_where_only_free_voices_may_speak_they_can_say_every_sentence() -> None:
    """In the languages that other voices speak otherwise."""
    selection = Selection(["ar", "ru", "so", "tr"], only_free=True)
    plan = make_plan(
        Content.load(), SPELLINGS, {}, (), selection=selection, ready=lambda voice: voice.engine in ("kokoro", "pico")
    )
    check_words(plan)
    assert {target.recipe.voice.engine for target in plan.targets if not target.borrowed} == {"kokoro"}


def test_a_voice_asked_for_what_it_cannot_say_refuses() -> None:
    with pytest.raises(EngineError, match="MBROLA, voice ar2: no sound of the voice is called p"):
        Mbrola().speak("press |", AR2)


def test_a_sentence_longer_than_the_network_reads_is_said_in_parts() -> None:
    long = ", ".join(["xoʃ ɑmaded"] * 60) + "."
    assert engine_named("kokoro").faults(long, KUMO) == ()
    assert engine_named("kokoro").faults("a" * 600 + ".", KUMO) == ("more than 500 sounds without a comma",)


# --- respelling for voices that are given sounds ------------------------------------------------------------


ARABIC = [
    ("المَسَارُ الجَدِيد.", "?almas'a:ru lZad'i:d |"),
    ("الشَّمْسُ وَالقَمَر.", "?aSS'amsu w'alqamar |"),
    ("فِي البَيْتِ، الآن؟", "f'i lb'ajt , ?al?'a:n ؟"),
    ("هٰذَا مُهِمٌّ جِدًّا.", "h'a:Da: muh'immun Z'idda: |"),
    ("لِلرَّجُلِ وَلِلْمَرْأَةِ.", "lirr'aZuli walilm'ar?ah |"),
    ("مَرْكَزُ الِانْدِمَاجِ.", "m'arkazu lindim'a:Z |"),
    ("مَرْكَزُ الاِنْدِمَاجِ.", "m'arkazu lindim'a:Z |"),
    ("وَاسْتَمِعُوا صَوْتًا.", "wast'amiHu: s.'a.wta: |"),
]


@pytest.mark.parametrize(("written", "sounds"), ARABIC)
def test_arabic_with_its_vowels_becomes_the_sounds_of_the_voice(written: str, sounds: str) -> None:
    """The article before sun and moon letters, swallowed beginnings, endings before a pause, emphatic letters, stress."""
    assert respell(written, SPELLINGS["ar"], "mbrola") == sounds


@pytest.mark.parametrize(
    ("language", "engine", "written", "sounds"),
    [
        ("tr", "mbrola", "Değil, dağ.", "dej'Il , d'a: |"),
        ("so", "mbrola", "dhagax weyn", "d.'a.GaX w'ajn"),
        ("so", "mbrola", "Weydii, riix kow, shaqeeyo.", "wajd'i: , r'i:X k'aw , Saq'i:ju |"),
        ("so", "kokoro", "dhagax weyn?", "ɖˈaɡah wˈejn ؟"),
        ("ps", "kokoro", "د زده کړو سند، پیل کړو، نه شم.", "də zdˈa kɽˈo sanˈad , pˈajl kɽˈu , nˈa ʃˈəm |"),
        ("prs", "kokoro", "خوش آمدید.", "xˈoʃ ɑːmadˈeːd |"),
        ("prs", "espeak", "خوش آمدید.", "[[x'oS]] [[Amad'e:d]]."),
    ],
)
def test_words_become_the_sounds_of_the_engine_that_says_them(
    language: str, engine: EngineName, written: str, sounds: str
) -> None:
    assert respell(written, SPELLINGS[language], engine) == sounds


@pytest.mark.parametrize("language", ["ps", "prs"])
def test_every_word_whose_vowels_are_not_written_has_sounds_of_its_own(language: str) -> None:
    """Letter by letter, Pashto "to say" would be "oajl", and Dari "gftan": no Afghan understands that."""
    listed = SPELLINGS[language].model_copy(update={"letters": {}, "rules": ()})
    text = " ".join(phrase.text for _, phrase in Content.load().words[language].phrases() if not phrase.voice)
    assert re.findall(r"\S*[\u0621-\u06d3]\S*", respell(text, listed, "kokoro")) == []
