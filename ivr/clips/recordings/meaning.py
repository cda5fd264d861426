"""What a speaker and a reviewer read beside the words: words.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ivr.clips.recordings.usage import Usage
from ivr.content.languages import Language
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml


class KitWords(Model):
    usages: Mapping[Usage, str]
    own_language: Mapping[str, str]


@cache
def kit_words() -> KitWords:
    return read_yaml(Path(__file__).with_name("words.yaml"), KitWords)


def meaning(reader: str, language: Language, clip: str, words: str) -> str:
    """What a clip of `language` means to somebody who reads `reader`; `words` are the reader's own for this clip."""
    if clip == "language_choice" and language.key:
        return kit_words().own_language[reader].format(french=language.french, name=language.name, key=language.key)
    return words
