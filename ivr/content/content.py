"""Everything the line knows and says, loaded and checked once, before the first call."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from ivr.content.centres import Centre
from ivr.content.centres import Centres
from ivr.content.centres import load_centres
from ivr.content.hours import BRUSSELS
from ivr.content.labels import Labels
from ivr.content.labels import load_labels
from ivr.content.languages import Languages
from ivr.content.languages import load_languages
from ivr.content.postcodes import Postcodes
from ivr.content.postcodes import load_postcodes
from ivr.content.programme import Programme
from ivr.content.programme import load_programme
from ivr.content.words import UNWRITTEN
from ivr.content.words import Phrase
from ivr.content.words import Words
from ivr.content.words import load_words
from ivr.content.yamlfile import ContentError
from ivr.paths import PROMPTS


@dataclass(frozen=True)
class Content:
    """The checked content of prompts/."""

    languages: Languages
    words: Mapping[str, Words]
    programme: Programme
    centres: Centres
    postcodes: Postcodes
    labels: Labels

    @classmethod
    def load(cls, folder: Path = PROMPTS) -> Content:
        """Read every file. Raises ContentError naming the file, the key and what was expected."""
        languages = load_languages(folder)
        centres = load_centres(folder)
        content = cls(
            languages=languages,
            words=load_words(folder, languages.codes, datetime.now(BRUSSELS).date()),
            programme=load_programme(folder),
            centres=centres,
            postcodes=load_postcodes(folder, centres),
            labels=load_labels(folder),
        )
        content.check_references(folder)
        return content

    def for_demonstration(self) -> Content:
        return replace(self, centres=self.centres.for_demonstration())

    @cached_property
    def centre_by_id(self) -> Mapping[str, Centre]:
        return self.centres.by_id

    @cached_property
    def clip_names(self) -> tuple[str, ...]:
        """Every clip the line may say, "<language>/<clip>"."""
        return tuple(
            f"{code}/{clip}" for code in self.languages.codes for clip, phrase in self.phrases(code) if not phrase.unwritten
        )

    def phrases(self, language: str) -> Iterator[tuple[str, Phrase]]:
        """Every clip id of a language with its phrase, names of places included."""
        yield from self.words[language].phrases()
        place = self.languages.first  # towns and communes sound as they do in Belgium
        for centre in self.centres.centres:
            yield f"town_{centre.id}", Phrase(text=centre.spoken_town, voice=place)
            yield f"site_{centre.id}", Phrase(text=centre.website, say={"every": centre.site_spoken}, voice=place)
        for commune in self.postcodes.communes.values():
            yield commune.clip, Phrase(text=commune.name, say={"every": commune.spoken} if commune.spoken else {}, voice=place)

    def label(self, step: str) -> dict[str, str]:
        """What operators read of a step, by language. Raises ContentError when nobody named it."""
        own = self.labels.steps | self.programme.labels()
        item, _, part = step.rpartition("-")
        if step in own:
            return own[step].model_dump()
        if item in own and part in self.labels.parts:
            return self.labels.parts[part].of(own[item]).model_dump()
        raise ContentError(PROMPTS / "labels.yaml", f"steps.{step}", "this step of the call has no label")

    def check_references(self, folder: Path) -> None:
        """Raise ContentError for a fact whose words are missing, or a voice of a language that is not there."""
        clips = {clip for clip, _ in self.phrases(self.languages.first)}
        for file, key, clip in self._references():
            if clip not in clips:
                raise ContentError(folder / file, key, f"no words for {clip} in {self.languages.first}.yaml")
        waiting = {clip for question in self.programme.questions if not question.asked for clip in question.clips}
        for language in self.languages.codes:
            for clip, phrase in self.phrases(language):
                if phrase.unwritten and clip not in waiting:
                    raise ContentError(
                        folder / f"{language}.yaml", clip, f"callers hear this, and nobody has written it: {UNWRITTEN}"
                    )
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
            yield file, f"checks {check.id}: against", check.against
        for stage in programme.stages:
            yield file, f"stages {stage.id}", f"{stage.id}_question"
            for clip in () if stage.checks else ("about", "todo"):
                yield file, f"stages {stage.id}", f"{stage.id}_{clip}"
            for clip in stage.after_no:
                yield file, f"stages {stage.id}: after_no", clip
        for part in programme.parts:
            yield file, f"part {part}", f"name_{part}"
        for question in programme.questions:
            for clip in question.clips:
                yield file, f"questions {question.id}", clip
        for clip in self.centres.elsewhere_clips:
            yield "centres.yaml", "elsewhere", clip
