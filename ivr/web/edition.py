"""One release, ready to be spoken: its line, its clips, and their addresses."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Collection
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from functools import lru_cache
from pathlib import Path

from ivr.call.build import build_line
from ivr.call.line import Line
from ivr.clips.manifest import Clips
from ivr.clips.releases.release import Release
from ivr.content.content import Content
from ivr.paths import PROMPTS
from ivr.settings import Settings
from ivr.web.shelf import Shelf
from ivr.web.twiml import TwimlWriter


@dataclass(frozen=True)
class Edition:
    """Never changes; a request that has begun with one ends with it."""

    id: str
    settings: Settings
    line: Line
    shelf: Shelf
    elsewhere: Collection[str]  # the clips that AUDIO_URL has; all others are served here
    prompts: Path = PROMPTS

    @property
    def content(self) -> Content:
        return self.line.content

    @property
    def clips(self) -> Clips:
        return self.shelf.clips

    @cached_property
    def voice(self) -> Callable[[str], TwimlWriter]:
        """What is said from one public address."""
        return lru_cache(maxsize=8)(self._voice_at)

    def _voice_at(self, base: str) -> TwimlWriter:
        here, there = f"{base}/audio", self.settings.audio_url
        voice = TwimlWriter.at(base, here, self.clips.files, self.settings.overrides)
        if there is None:
            return voice
        files = {name: file for name, file in self.clips.files.items() if file in self.elsewhere}
        return replace(voice, plays={**voice.plays, **TwimlWriter.at(base, there, files).plays})


def edition(settings: Settings, id: str, content: Content, clips: Clips, elsewhere: Collection[str] | None = None) -> Edition:
    """`elsewhere`: what AUDIO_URL has of the clips, when that is not all.

    Raises ContentError, and ConfigError for a desk that this content does not allow.
    """
    desk = settings.desk(content.centres.transfer.foreign_numbers)
    shelf = Shelf(clips, content.clip_names, elsewhere=bool(settings.audio_url))
    line = build_line(content.for_demonstration() if settings.demo else content, desk)
    return Edition(id, settings, line, shelf, clips.names if elsewhere is None else elsewhere)


def of_release(settings: Settings, release: Release, came_with_the_program: Clips) -> Edition:
    """AUDIO_URL has what came with the program."""
    made = edition(settings, release.id, release.content, release.clips, came_with_the_program.names)
    return replace(made, prompts=release.place.prompts)
