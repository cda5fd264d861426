"""Whether every sentence has a sound, of the words of today."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.clips.manifest import Clips
from ivr.clips.manifest import Manifest
from ivr.clips.manifest import by_clip
from ivr.clips.rules.objection import Objection
from ivr.clips.rules.objection import Rule
from ivr.content.content import Content


def silent(content: Content, clips: Clips) -> Iterator[Objection]:
    for name in clips.missing(content.clip_names):
        language, _, clip = name.partition("/")
        yield Objection(Rule.SILENT, language, clip)


def old_words(content: Content, manifest: Manifest) -> Iterator[Objection]:
    said = {clip: listed.entry["text"] for clip, listed in by_clip(manifest).items()}
    for language in content.languages.codes:
        for clip, phrase in content.phrases(language):
            if said.get((language, clip), phrase.text) != phrase.text:
                yield Objection(Rule.OLD_WORDS, language, clip)
