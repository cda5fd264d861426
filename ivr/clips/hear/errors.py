"""How much of a sentence was heard wrong: letters and digits only, without accents; Chinese as pinyin without tones."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from pypinyin import lazy_pinyin
from rapidfuzz.distance import Levenshtein

_SAME = str.maketrans({"ي": "ی", "ك": "ک", "ى": "ی"})  # one letter of Arabic, two of Unicode


@dataclass(frozen=True)
class HeardClip:
    """One sentence: what was said and what was understood."""

    clip: str
    said: str
    understood: str
    wrong: int  # characters, at most all of them
    length: int

    @property
    def share(self) -> float:
        return self.wrong / max(self.length, 1)


def compare(clip: str, said: str, understood: str, language: str) -> HeardClip:
    a, b = _bare(said, language), _bare(understood, language)
    return HeardClip(clip, said, understood, min(Levenshtein.distance(a, b), len(a)), len(a))


def rate(heard: list[HeardClip]) -> float:
    """Percent of all characters heard wrong."""
    return 100 * sum(sentence.wrong for sentence in heard) / max(sum(sentence.length for sentence in heard), 1)


def _bare(text: str, language: str) -> str:
    if language == "zh":
        text = " ".join(lazy_pinyin(text))
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()).translate(_SAME) if sign.isalnum())
