"""Where an update of the program and the studio say different things, shown until an editor has settled it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ivr.clips.manifest import by_clip
from ivr.clips.manifest import read_manifest
from ivr.clips.manifest import write_manifest
from ivr.clips.releases import conflicts
from ivr.clips.releases import files
from ivr.clips.releases.conflicts import Conflict
from ivr.clips.releases.merge import ABSENT
from ivr.clips.releases.release import CHECKOUT
from ivr.clips.releases.release import Place
from ivr.clips.releases.tables import write_yaml
from ivr.clips.writing import only_builder
from ivr.studio.deciding import edit
from ivr.studio.jobs import Jobs
from ivr.studio.rawwords import clip_at
from ivr.studio.studio import Studio


@dataclass(frozen=True)
class Disagreement:
    """In words: what both sides began with, what is new, and what the studio says. "": nothing is there.

    `language` and `clip` of a sentence; "" for a fact.
    """

    conflict: Conflict
    language: str
    clip: str
    before: str
    theirs: str
    ours: str

    @property
    def can_be_taken(self) -> bool:
        """Not files that the studio does not change."""
        return self.conflict.file.endswith(".yaml")


def disagreements(studio: Studio) -> Iterator[Disagreement]:
    """Those that nobody has settled."""
    prompts, languages = studio.draft.place.prompts, studio.draft.content.languages.codes
    for each in studio.releases.conflicts():
        language = each.file.removesuffix(".yaml")
        clip = clip_at(each.path) if language in languages else ""
        ours, theirs = (in_words(value) for value in (conflicts.said(prompts / each.file, each.path), each.theirs))
        if ours != theirs and not studio.settled.has(each.place, theirs):
            yield Disagreement(each, language if clip else "", clip, in_words(each.before), theirs, ours)


def find(studio: Studio, place: str) -> Disagreement | None:
    return next((each for each in disagreements(studio) if each.conflict.place == place), None)


def keep_ours(studio: Studio, each: Disagreement, who: str) -> None:
    studio.settled.settle(each.conflict.place, each.theirs, who, studio.now())


def take_theirs(studio: Studio, jobs: Jobs, each: Disagreement) -> None:
    """Into the draft, with its sound. Raises ContentError or ValueError when the rest of the draft cannot do with it."""
    conflict = each.conflict
    studio.draft.change({conflict.file: lambda raw: conflicts.put_at(raw, conflict.path, conflict.theirs)})
    if each.clip and conflict.theirs is not ABSENT:
        studio.reviews.forget_heard(each.language, each.clip)
        try:
            taken = _take_sound(studio.releases.place(CHECKOUT), studio.draft.place, each)
        except BlockingIOError:  # a sound is being made: this one is asked for behind it
            taken = False
        if not taken:
            jobs.rebuild(each.language, each.clip, "", studio.now())


def say_otherwise(studio: Studio, jobs: Jobs, each: Disagreement, words: str, who: str) -> None:
    """A third way to say the sentence. Raises ContentError or ValueError."""
    edit(studio, jobs, each.language, each.clip, words)
    keep_ours(studio, each, who)


def in_words(value: Any) -> str:
    if value is ABSENT or value is None:
        return ""
    if isinstance(value, dict) and "text" in value:
        return str(value["text"])
    return write_yaml(value).strip() if isinstance(value, dict | list) else str(value)


def _take_sound(program: Place, draft: Place, each: Disagreement) -> bool:
    """The clip that came with the program, if it has one of these words. Raises BlockingIOError while a build is at work."""
    found = by_clip(read_manifest(program.audio)).get((each.language, each.clip))
    if found is None or found.entry["text"] != each.theirs or not (program.audio / found.file).is_file():
        return False
    with only_builder(draft.audio):
        manifest = read_manifest(draft.audio)
        kept = {file: it for file, it in manifest.items() if (it["language"], it["clip"]) != (each.language, each.clip)}
        if not (draft.audio / found.file).exists():
            files.copy(program.audio / found.file, draft.audio / found.file)
        write_manifest(draft.audio, kept | {found.file: found.entry})
    return True
