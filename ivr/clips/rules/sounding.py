"""Whether every sentence has a sound, of the words of today."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from typing import Any

from ivr.clips.manifest import Clips
from ivr.clips.rules.objection import Objection
from ivr.clips.rules.objection import Rule
from ivr.content.content import Content


def silent(content: Content, clips: Clips) -> Iterator[Objection]:
    for name in clips.missing(content.clip_names):
        language, _, clip = name.partition("/")
        yield Objection(Rule.SILENT, language, clip)


def old_words(content: Content, manifest: Mapping[str, Mapping[str, Any]]) -> Iterator[Objection]:
    said = {(entry["language"], entry["clip"]): entry["text"] for entry in manifest.values()}
    for language in content.languages.codes:
        for clip, phrase in content.phrases(language):
            if said.get((language, clip), phrase.text) != phrase.text:
                yield Objection(Rule.OLD_WORDS, language, clip)
