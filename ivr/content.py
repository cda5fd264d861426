"""Everything the line knows and says, loaded and checked once, before the first call."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path

from ivr.centres import Centres
from ivr.centres import load_centres
from ivr.languages import Languages
from ivr.languages import load_languages
from ivr.postcodes import Postcodes
from ivr.postcodes import load_postcodes
from ivr.programme import Programme
from ivr.programme import load_programme
from ivr.words import Phrase
from ivr.words import Words
from ivr.words import load_words
from ivr.yamlfile import ContentError

PROMPTS = Path(__file__).resolve().parent.parent / "prompts"


@dataclass(frozen=True)
class Content:
    """The checked content of prompts/."""

    languages: Languages
    words: Mapping[str, Words]
    programme: Programme
    centres: Centres
    postcodes: Postcodes

    @classmethod
    def load(cls, folder: Path = PROMPTS) -> Content:
        """Read every file. Raises ContentError naming the file, the key and what was expected."""
        languages = load_languages(folder)
        centres = load_centres(folder)
        content = cls(
            languages=languages,
            words=load_words(folder, languages.codes),
            programme=load_programme(folder),
            centres=centres,
            postcodes=load_postcodes(folder, centres),
        )
        content.check_references(folder)
        return content

    def for_demonstration(self) -> Content:
        return replace(self, centres=self.centres.for_demonstration())

    def phrases(self, language: str) -> Iterator[tuple[str, Phrase]]:
        """Every clip id of a language with its phrase, names of places included."""
        yield from self.words[language].phrases()
        place = self.languages.first  # towns and communes sound as they do in Belgium
        for centre in self.centres.centres:
            yield f"town_{centre.id}", Phrase(text=centre.spoken_town, voice=place)
            yield f"site_{centre.id}", Phrase(text=centre.website, say=centre.site_spoken, voice=place)
        for commune in self.postcodes.communes.values():
            yield commune.clip, Phrase(text=commune.name, voice=place)

    def check_references(self, folder: Path) -> None:
        """Raise ContentError for a fact whose words are missing, or a voice of a language that is not there."""
        clips = {clip for clip, _ in self.phrases(self.languages.first)}
        for file, key, clip in self._references():
            if clip not in clips:
                raise ContentError(folder / file, key, f"no words for {clip} in {self.languages.first}.yaml")
        for language in self.languages.codes:
            for clip, phrase in self.phrases(language):
                if phrase.voice and phrase.voice not in self.languages.codes:
                    raise ContentError(folder / f"{language}.yaml", clip, f"voice: {phrase.voice} is not in languages.yaml")

    def _references(self) -> Iterator[tuple[str, str, str]]:
        programme, file = self.programme, "programme.yaml"
        for rule in programme.deadlines:
            for clip in filter(None, (rule.clip, rule.doubt_clip)):
                yield file, f"deadlines from {rule.start}", clip
        for clip in (programme.passed_clip, programme.later_clip, *(step.clip for step in programme.distances)):
            yield file, "distances", clip
        for check in programme.checks:
            yield file, f"checks {check.id}", f"check_{check.id}_question"
        for stage in programme.stages:
            yield file, f"stages {stage.id}", f"{stage.id}_question"
            for clip in () if stage.checks else ("about", "todo"):
                yield file, f"stages {stage.id}", f"{stage.id}_{clip}"
        for part in programme.parts:
            yield file, f"part {part}", f"name_{part}"
        for question in programme.questions:
            yield file, f"questions {question}", f"faq_{question}"
            yield file, f"questions {question}", f"faq_{question}_answer"
        for clip in (*(entry.clip for entry in self.centres.elsewhere), *self.centres.own_programme.values()):
            yield "centres.yaml", "elsewhere", clip
