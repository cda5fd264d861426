"""What there is to do: which clips stay, and which are made with which voice. Reads nothing and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

from ivr.clips.manifest import ManifestEntry
from ivr.clips.voices.catalogue import HUMAN
from ivr.clips.voices.catalogue import load_catalogue
from ivr.clips.voices.engine import EngineError
from ivr.clips.voices.recipes import Recipe
from ivr.clips.voices.recipes import tail_of
from ivr.clips.voices.recipes import voice_for
from ivr.clips.voices.sounds import Spellings
from ivr.clips.voices.sounds import respell
from ivr.content.content import Content
from ivr.content.languages import ONLINE
from ivr.content.languages import Voice
from ivr.content.words import Phrase

CanSpeak = Callable[[Voice], bool]  # whether the voice can speak on this machine


@dataclass(frozen=True)
class Selection:
    """The part of the line a build is about; an empty field means everything."""

    languages: Collection[str] = ()
    clips: Collection[str] = ()
    engine: str | None = None
    only_free: bool = False  # only voices whose clips anybody may use for anything

    def covers(self, language: str, clip: str) -> bool:
        return (not self.languages or language in self.languages) and (not self.clips or clip in self.clips)


@dataclass(frozen=True)
class Target:
    """One clip to be made."""

    language: str
    clip: str
    text: str
    recipe: Recipe
    replaces: tuple[str, ...] = ()  # files of the manifest that say older words of this clip
    speaker: str | None = None  # who recorded those older words
    preferred: Voice | None = None  # a better voice that cannot speak now
    borrowed: bool = False  # said by the voice of another language

    @property
    def file(self) -> str:
        return f"{self.language}/{self.recipe.file_name(self.clip)}"

    def entry(self, seconds: float, version: str) -> ManifestEntry:
        voice = self.recipe.voice
        return ManifestEntry(
            language=self.language,
            clip=self.clip,
            text=self.text,
            engine=voice.engine,
            voice=voice.voice,
            seconds=round(seconds, 3),
            draft=voice.draft,
            licence=load_catalogue().licence_of(voice).name,
            version=version,
        )


@dataclass
class Plan:
    """The result: manifest files that stay with what is now known of them, and clips to make, the same recipes together."""

    kept: dict[str, ManifestEntry] = field(default_factory=dict)
    jobs: dict[Recipe, list[Target]] = field(default_factory=lambda: defaultdict(list))

    @property
    def targets(self) -> Iterator[Target]:
        for targets in self.jobs.values():
            yield from targets


def make_plan(
    content: Content,
    spellings: Spellings,
    manifest: Mapping[str, ManifestEntry],
    files: Collection[str],
    *,
    selection: Selection,
    ready: CanSpeak,
) -> Plan:
    """Compare the words with the clips. `files` are those on disk; an entry without its file counts as missing.

    Raises EngineError for a language none of whose voices can speak.
    """
    plan = Plan()
    known = _by_clip(manifest)
    for language in content.languages.codes:
        for clip, phrase in content.phrases(language):
            if phrase.unwritten or not selection.covers(language, clip):
                continue
            listed = known.get((language, clip), {})
            there = {file: entry for file, entry in listed.items() if file in files}
            recipes = _recipes(content, spellings, language, clip, phrase, only_free=selection.only_free)
            make = _recipe_to_make(language, recipes, selection, ready)
            stays = _recorded(phrase, there) or _made_before(clip, phrase, _accepted(recipes, make, selection), there)
            if stays:
                plan.kept |= stays
                continue
            better = recipes[0].voice if recipes[0] != make and not selection.engine else None
            plan.jobs[make].append(
                Target(language, clip, phrase.text, make, tuple(listed), _speaker(there), better, phrase.voice is not None)
            )
    return plan


def _by_clip(manifest: Mapping[str, ManifestEntry]) -> dict[tuple[str, str], dict[str, ManifestEntry]]:
    found: dict[tuple[str, str], dict[str, ManifestEntry]] = defaultdict(dict)
    for file, entry in manifest.items():
        found[entry["language"], entry["clip"]][file] = entry
    return found


def _recipes(
    content: Content, spellings: Spellings, language: str, clip: str, phrase: Phrase, *, only_free: bool
) -> tuple[Recipe, ...]:
    """One for each voice that may say the phrase, in order of preference."""
    tail = tail_of(clip, content.words[language].date_order)
    speaker = phrase.voice or language
    found = []
    for voice in content.languages.by_code[speaker].voices:
        if not only_free or load_catalogue().licence_of(voice).free:
            words = phrase.words_for(voice.engine)
            spelled = respell(words, spellings[voice.sounds], voice.engine) if voice.sounds else words
            found.append(Recipe(voice_for(clip, voice), spelled, tail))
    if not found:
        raise EngineError(f"{speaker}: no voice of prompts/languages.yaml is free")
    return tuple(found)


def _recorded(phrase: Phrase, there: Mapping[str, ManifestEntry]) -> dict[str, ManifestEntry]:
    """A person's recording of these very words, if there is one."""
    return {file: entry for file, entry in there.items() if entry["engine"] == HUMAN and entry["text"] == phrase.text}


def _speaker(there: Mapping[str, ManifestEntry]) -> str | None:
    return next((entry["voice"] for entry in there.values() if entry["engine"] == HUMAN), None)


def _made_before(
    clip: str, phrase: Phrase, accepted: Sequence[Recipe], there: Mapping[str, ManifestEntry]
) -> dict[str, ManifestEntry]:
    """The clip of the best voice, out of those that are good enough."""
    by_name = {file.partition("/")[2]: (file, entry) for file, entry in there.items()}
    for recipe in accepted:
        if recipe.file_name(clip) in by_name:
            file, entry = by_name[recipe.file_name(clip)]
            return {file: ManifestEntry({**entry, "text": phrase.text, "draft": recipe.voice.draft})}
    return {}


def _recipe_to_make(language: str, recipes: Sequence[Recipe], selection: Selection, ready: CanSpeak) -> Recipe:
    """Of the engine that is asked for, or the best that can speak on this machine without asking anybody."""
    asked = _of_engine(recipes, selection.engine)
    if asked:
        return asked[0]
    offline = [recipe for recipe in recipes if recipe.voice.engine not in ONLINE]
    able = next((recipe for recipe in offline if ready(recipe.voice)), None)
    if able is None:
        names = ", ".join(recipe.voice.engine for recipe in offline) or "online ones: name one with --engine"
        raise EngineError(f"{language}: no voice can speak here ({names}); see scripts/line voices")
    return able


def _accepted(recipes: Sequence[Recipe], make: Recipe, selection: Selection) -> Sequence[Recipe]:
    """The voices that are at least as good as the one that would be used now."""
    return _of_engine(recipes, selection.engine) or recipes[: recipes.index(make) + 1]


def _of_engine(recipes: Sequence[Recipe], engine: str | None) -> tuple[Recipe, ...]:
    return tuple(recipe for recipe in recipes if recipe.voice.engine == engine)
