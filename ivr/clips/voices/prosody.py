"""How long and how high each sound of a sentence is, for a voice that has no sense of it: MBROLA is given sounds one by one.

The words come as sounds without spaces between them: "'" before a stressed vowel, ":" after a long one. A sound written twice,
but for vowels, is one long sound. "," is a pause, "|" the end of a sentence, "؟" that of a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from itertools import pairwise

from ivr.clips.voices.diphones import SILENCE
from ivr.clips.voices.diphones import Diphones

PITCH = 110.0  # Hz in the middle of a phrase
GLOTTAL_STOP = "?"  # parts two vowels that the voice cannot join
START, SHORT_REST, LONG_REST = 50, 280, 430  # milliseconds of silence: at the start, at a comma, at a full stop

_PHRASE = re.compile(r"([^,|؟]+)([,|؟ ]*)")
_ENDS = frozenset("|؟")
_VOWEL = re.compile(r"[aeiou@][.:yw']*")
# Milliseconds at 100 percent, by the first letter of a consonant's name.
_CONSONANTS = {**dict.fromkeys("mnN", 82), **dict.fromkeys("rlL", 66), **dict.fromkeys("wyjh?", 72)}
_CONSONANTS |= {**dict.fromkeys("fvszSZxXHTDG", 110)}
_STOP, _SHORT, _LONG = 94, 88, 165
_DOUBLED, _STRESSED, _LAST_VOWEL, _LAST_CONSONANT, _BETWEEN_VOWELS = 1.8, 1.15, 1.35, 1.2, 0.5


class UnspeakableError(Exception):
    """The voice has no sound, or no joint of two sounds, that the words need."""


@dataclass(frozen=True)
class _Sound:
    name: str
    doubled: bool = False
    stressed: bool = False
    share: float = 1.0  # of its ordinary length

    @property
    def is_vowel(self) -> bool:
        return bool(_VOWEL.fullmatch(self.name))


def to_pho(words: str, diphones: Diphones, speed: int) -> str:
    """The lines that the program mbrola reads: a sound, its milliseconds, its melody. Raises UnspeakableError."""
    lines = [f"{SILENCE} {START}"]
    for phrase, marks in _PHRASE.findall(words):
        sounds = _joined([sound for word in phrase.split() for sound in _sounds_of(word, diphones)], diphones)
        if not sounds:
            continue
        ends = bool(_ENDS & set(marks)) or not marks.strip()
        lines += _lines(sounds, 100 / speed, ends)
        lines.append(f"{SILENCE} {LONG_REST if ends else SHORT_REST}")
    return "\n".join(lines) + "\n"


def _sounds_of(word: str, diphones: Diphones) -> list[_Sound]:
    found: list[_Sound] = []
    at, stressed = 0, False
    while at < len(word):
        name = next((name for name in diphones.sounds if word.startswith(name, at)), None)
        if word[at] == "'":
            stressed, at = True, at + 1
        elif name is None and word[at] == ":" and found:
            found[-1], at = replace(found[-1], doubled=True), at + 1
        elif name is None:
            raise UnspeakableError(f"no sound of the voice is called {word[at]} (in {word})")
        else:
            sound = _Sound(name, stressed=stressed and bool(_VOWEL.fullmatch(name)))
            if found and found[-1].name == name and not sound.is_vowel:
                found[-1] = replace(found[-1], doubled=True)
            else:
                found.append(sound)
            stressed, at = stressed and not sound.is_vowel, at + len(name)
    return found


def _joined(sounds: Sequence[_Sound], diphones: Diphones) -> list[_Sound]:
    """With a glottal stop where two vowels meet, or a vowel begins, that the voice cannot join otherwise."""
    if sounds and sounds[0].name == GLOTTAL_STOP and (SILENCE, GLOTTAL_STOP) not in diphones.pairs:
        sounds = sounds[1:]
    stop = _Sound(GLOTTAL_STOP, share=_BETWEEN_VOWELS)
    joined: list[_Sound] = []
    for sound in sounds:
        before = joined[-1].name if joined else SILENCE
        if (before, sound.name) not in diphones.pairs and sound.is_vowel and (not joined or joined[-1].is_vowel):
            joined.append(stop)
        joined.append(sound)
    for left, right in pairwise([SILENCE, *(sound.name for sound in joined), SILENCE] if joined else []):
        if (left, right) not in diphones.pairs:
            raise UnspeakableError(f"the voice cannot join {left} and {right}")
    return joined


def _lines(sounds: Sequence[_Sound], slowness: float, ends: bool) -> Iterator[str]:
    last_vowel = max((place for place, sound in enumerate(sounds) if sound.is_vowel), default=0)
    for place, sound in enumerate(sounds):
        length = _milliseconds(sound) * slowness
        pitch = PITCH * (1.12 - 0.25 * place / max(len(sounds) - 1, 1)) * (1.08 if sound.stressed else 1)
        if place >= last_vowel:
            length *= _LAST_VOWEL if sound.is_vowel else _LAST_CONSONANT
            pitch = PITCH * (0.8 if ends else 1.08)  # falls at the end, rises where the sentence goes on
        yield f"{sound.name} {length:.0f}" + (f" 50 {pitch:.0f}" if sound.is_vowel else "")


def _milliseconds(sound: _Sound) -> float:
    if sound.is_vowel:
        long = sound.doubled or sound.name[-1] in ":yw"
        length: float = _LONG if long else _SHORT
    else:
        length = _CONSONANTS.get(sound.name[0], _STOP) * (_DOUBLED if sound.doubled else 1)
    return length * sound.share * (_STRESSED if sound.stressed else 1)
