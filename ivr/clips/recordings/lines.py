"""What a speaker of a language has to record: numbered lines that follow from the words alone."""

from __future__ import annotations

import hashlib
import math
import unicodedata
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass

from ivr.clips.manifest import ManifestEntry
from ivr.clips.recordings.meaning import kit_words
from ivr.clips.recordings.meaning import meaning
from ivr.clips.recordings.usage import Usage
from ivr.clips.recordings.usage import Usages
from ivr.clips.voices.catalogue import HUMAN
from ivr.content.content import Content
from ivr.content.words import Phrase

SLOWEST = 6.5  # letters a second: a calm reader is faster, in all our languages
FASTEST = 28  # letters a second: nobody says all the words so fast
# How many letters a sign takes to say: a Chinese one, an Arabic one with the vowel that is not written, a digit.
WEIGHTS = (("CJK", 3.0), ("ARABIC", 1.4), ("DIGIT", 4.0))
ALLOWANCE = 1  # seconds that even the shortest word may take
SHORTEST = 0.15  # seconds of a word of one letter
LIMITS = {"language_choice": 2.5}  # seconds; ten of these make the list of languages, which lasts at most 30


@dataclass(frozen=True)
class KitLine:
    """One line of a kit. `languages` are those that play it: a Belgian town sounds French in all of them."""

    number: int
    language: str
    clip: str
    text: str
    french: str
    use: Usage
    spoken: str | None  # how a name is pronounced, where it is not read as it is written
    languages: tuple[str, ...]

    @property
    def name(self) -> str:
        """Of the speaker's file, without its ending."""
        return f"{self.number:03}-{self.clip}"

    @property
    def usage(self) -> str:
        """How to say it, in French."""
        return kit_words().usages[self.use]

    @property
    def code(self) -> str:
        """Changes with the words. It begins with letters, because spreadsheets round long numbers."""
        digest = hashlib.sha256(f"{self.language}\n{self.clip}\n{self.text}".encode()).hexdigest()[:12]
        return f"{self.language}-{digest}"

    @property
    def max_seconds(self) -> float:
        return LIMITS.get(self.clip, math.ceil(ALLOWANCE + _letters(self.spoken or self.text) / SLOWEST))

    @property
    def min_seconds(self) -> float:
        return max(SHORTEST, _letters(self.spoken or self.text) / FASTEST)


def lines_for(content: Content, language: str) -> tuple[KitLine, ...]:
    """Every line that this language's voice says, also for other languages, numbered from 1.

    What another language's voice says in this one is not among them.
    """
    french, usages = dict(content.phrases(content.languages.first)), Usages(content)
    lines = []
    for number, ((clip, text), played) in enumerate(_played_by(content, language).items(), 1):
        line = KitLine(
            number=number,
            language=language,
            clip=clip,
            text=text,
            french=_meaning(content, language, clip, french[clip].text),
            use=usages.of(clip, language),
            spoken=next(iter(played.values())).say.get("every"),
            languages=tuple(played),
        )
        lines.append(line)
    return tuple(lines)


def _meaning(content: Content, language: str, clip: str, french: str) -> str:
    """In French; nothing where the words are French."""
    if language == content.languages.first:
        return ""
    return meaning(content.languages.first, content.languages.by_code[language], clip, french)


def _played_by(content: Content, language: str) -> Mapping[tuple[str, str], dict[str, Phrase]]:
    """Clip and words -> the languages that play them in this language's voice. The language's own come first."""
    found: dict[tuple[str, str], dict[str, Phrase]] = {}
    for code in sorted(content.languages.codes, key=lambda code: code != language):
        for clip, phrase in content.phrases(code):
            if (phrase.voice or code) == language:
                found.setdefault((clip, phrase.text), {})[code] = phrase
    return found


def only_draft(lines: Iterable[KitLine], manifest: Mapping[str, ManifestEntry]) -> Iterator[KitLine]:
    """Those whose clip is missing or made by a voice that does not really speak the language."""
    good = {(entry["language"], entry["clip"], entry["text"]) for entry in manifest.values() if not entry["draft"]}
    return (line for line in lines if (line.language, line.clip, line.text) not in good)


def only_unrecorded(lines: Iterable[KitLine], manifest: Mapping[str, ManifestEntry]) -> Iterator[KitLine]:
    """Those that no person has recorded in these words."""
    human = {(entry["language"], entry["clip"], entry["text"]) for entry in manifest.values() if entry["engine"] == HUMAN}
    return (line for line in lines if (line.language, line.clip, line.text) not in human)


def _letters(text: str) -> float:
    """How much there is to say, in letters."""
    return sum(_weight(unicodedata.name(sign, "")) for sign in text if sign.isalnum())


def _weight(name: str) -> float:
    return next((weight for start, weight in WEIGHTS if name.startswith(start)), 1.0)
