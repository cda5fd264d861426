"""What there is to do: which clips stay, and which are made with which voice. Reads nothing and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from enum import StrEnum

from ivr.content import Content
from ivr.voices.manifest import HUMAN
from ivr.voices.manifest import Entry
from ivr.voices.recipes import Recipe
from ivr.voices.recipes import tail_of
from ivr.voices.recipes import voice_for
from ivr.voices.sounds import Spellings
from ivr.voices.sounds import respell
from ivr.words import Phrase

OFFLINE = "espeak"


class Need(StrEnum):
    """Why a clip is to be made."""

    STALE = "stale"  # there is one, but its words, its voice or the pipeline changed
    MISSING = "missing"


@dataclass(frozen=True)
class Selection:
    """The part of the line a build is about; an empty field means everything."""

    languages: Collection[str] = ()
    clips: Collection[str] = ()
    engine: str | None = None

    def covers(self, language: str, clip: str) -> bool:
        return (not self.languages or language in self.languages) and (not self.clips or clip in self.clips)


@dataclass(frozen=True)
class Target:
    """One clip to be made."""

    language: str
    clip: str
    text: str
    need: Need
    recipe: Recipe
    replaces: tuple[str, ...] = ()  # files of the manifest that say older words of this clip
    speaker: str | None = None  # who recorded those older words

    @property
    def file(self) -> str:
        return f"{self.language}/{self.recipe.file_name(self.clip)}"

    def entry(self, seconds: float) -> Entry:
        voice = self.recipe.voice
        return Entry(
            language=self.language,
            clip=self.clip,
            text=self.text,
            engine=voice.engine,
            voice=voice.voice,
            seconds=round(seconds, 3),
            draft=voice.draft,
        )


@dataclass
class Plan:
    """The result: manifest files that stay with what is now known of them, and clips to make, the same recipes together."""

    kept: dict[str, Entry] = field(default_factory=dict)
    jobs: dict[Recipe, list[Target]] = field(default_factory=lambda: defaultdict(list))

    @property
    def targets(self) -> Iterator[Target]:
        for targets in self.jobs.values():
            yield from targets


def make_plan(
    content: Content,
    spellings: Spellings,
    manifest: Mapping[str, Entry],
    files: Collection[str],
    selection: Selection,
) -> Plan:
    """Compare the words with the clips. `files` are those on disk; an entry without its file counts as missing."""
    plan = Plan()
    known = _by_clip(manifest)
    for language in content.languages.codes:
        for clip, phrase in content.phrases(language):
            if not selection.covers(language, clip):
                continue
            listed = known.get((language, clip), {})
            there = {file: entry for file, entry in listed.items() if file in files}
            recipes = tuple(_recipes(content, spellings, language, clip, phrase))
            stays = _recorded(phrase, there) or _made_before(clip, phrase, recipes, there, selection.engine)
            if stays:
                plan.kept |= stays
                continue
            recipe = _recipe_to_make(recipes, selection.engine)
            need = Need.STALE if there else Need.MISSING
            plan.jobs[recipe].append(Target(language, clip, phrase.text, need, recipe, tuple(listed), _speaker(there)))
    return plan


def _by_clip(manifest: Mapping[str, Entry]) -> dict[tuple[str, str], dict[str, Entry]]:
    found: dict[tuple[str, str], dict[str, Entry]] = defaultdict(dict)
    for file, entry in manifest.items():
        found[entry["language"], entry["clip"]][file] = entry
    return found


def _recipes(content: Content, spellings: Spellings, language: str, clip: str, phrase: Phrase) -> Iterator[Recipe]:
    """One for each voice that could say the phrase, in order of preference."""
    tail = tail_of(clip, content.words[language].date_order)
    speaker = phrase.voice or language
    voices = next(entry.voices for entry in content.languages.languages if entry.code == speaker)
    for voice in voices:
        spelling = spellings[voice.sounds] if voice.sounds else None
        words = respell(phrase.say or phrase.text, spelling) if spelling else phrase.say or phrase.text
        yield Recipe(voice_for(clip, voice), words, tail)


def _recorded(phrase: Phrase, there: Mapping[str, Entry]) -> dict[str, Entry]:
    """A person's recording of these very words, if there is one."""
    return {file: entry for file, entry in there.items() if entry["engine"] == HUMAN and entry["text"] == phrase.text}


def _speaker(there: Mapping[str, Entry]) -> str | None:
    return next((entry["voice"] for entry in there.values() if entry["engine"] == HUMAN), None)


def _made_before(
    clip: str, phrase: Phrase, recipes: tuple[Recipe, ...], there: Mapping[str, Entry], engine: str | None
) -> dict[str, Entry]:
    """The clip of the best voice, out of those that may speak now."""
    wanted = _of_engine(recipes, engine) or _down_to_offline(recipes)
    by_name = {file.partition("/")[2]: (file, entry) for file, entry in there.items()}
    for recipe in wanted:
        if recipe.file_name(clip) in by_name:
            file, entry = by_name[recipe.file_name(clip)]
            return {file: Entry({**entry, "text": phrase.text, "draft": recipe.voice.draft})}
    return {}


def _recipe_to_make(recipes: tuple[Recipe, ...], engine: str | None) -> Recipe:
    return (_of_engine(recipes, engine) or _of_engine(recipes, OFFLINE) or recipes)[0]


def _of_engine(recipes: tuple[Recipe, ...], engine: str | None) -> tuple[Recipe, ...]:
    return tuple(recipe for recipe in recipes if recipe.voice.engine == engine)


def _down_to_offline(recipes: tuple[Recipe, ...]) -> tuple[Recipe, ...]:
    """The voices that are at least as good as the one a plain build would use."""
    return recipes[: recipes.index(_recipe_to_make(recipes, None)) + 1]
