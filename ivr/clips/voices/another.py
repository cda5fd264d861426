"""Sentences said by an engine of choice, kept nowhere: to compare voices."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence

from ivr.clips.voices.build import make_clip
from ivr.clips.voices.faults import check_words
from ivr.clips.voices.plan import Selection
from ivr.clips.voices.plan import make_plan
from ivr.clips.voices.sounds import load_spellings
from ivr.content.content import Content
from ivr.content.languages import EngineName
from ivr.paths import PROMPTS


def say_with(engine: EngineName, language: str, clips: Sequence[str]) -> Iterator[tuple[str, str, bytes]]:
    """Each clip with its text and its sound. Raises EngineError, and UnsayableError for words that it cannot say."""
    content, spellings = Content.load(), load_spellings(PROMPTS / "sounds")
    selection = Selection([language], clips, engine)
    plan = make_plan(content, spellings, {}, (), selection=selection, ready=lambda voice: voice.engine == engine)
    check_words(plan)
    for recipe, targets in plan.jobs.items():
        for target in targets:
            yield target.clip, target.text, make_clip(recipe).mp3
