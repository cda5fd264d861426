"""Changing the draft: words and facts, each change checked as the line would check it at its start."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ivr.call.build import build_line
from ivr.clips.manifest import ListedClip
from ivr.clips.manifest import Manifest
from ivr.clips.manifest import ManifestEntry
from ivr.clips.manifest import read_manifest
from ivr.clips.releases import files
from ivr.clips.releases.release import Place
from ivr.clips.releases.store import Releases
from ivr.clips.releases.tables import read_yaml
from ivr.content.content import Content
from ivr.content.languages import SOURCES
from ivr.content.sources import done
from ivr.content.sources import load_sources
from ivr.content.sources import save_sources
from ivr.content.yamlfile import ContentError
from ivr.studio.placenames import is_place
from ivr.studio.placenames import put_spoken
from ivr.studio.rawwords import put_text

CENTRES = "centres.yaml"
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # in C where it is there: a question is a change of ten files
_Change = Callable[[Any], None]


class Draft:
    """Where nothing was changed yet, the release that the line speaks now is what there is to see."""

    def __init__(self, releases: Releases, desk: Sequence[str] = ()) -> None:
        """`desk`: the numbers of DESK_NUMBER, which the line must be able to ring beside those of the draft."""
        self._releases = releases
        self._desk = tuple(desk)

    @property
    def place(self) -> Place:
        return self._releases.draft() if self.exists else self.published

    @property
    def published(self) -> Place:
        """What callers hear now."""
        return self._releases.place(self._releases.current_id())

    @property
    def exists(self) -> bool:
        return self._releases.has_draft()

    @property
    def content(self) -> Content:
        """Raises ContentError for a draft that the line could not use."""
        place = self.place
        try:
            return content_of(place)
        except ContentError:
            with self._releases.undisturbed():  # somebody else may have been in the middle of a change of several files
                return content_of(place)

    @property
    def manifest(self) -> Manifest:
        return read_manifest(self.place.audio)

    def sound(self, language: str, clip: str) -> Path | None:
        """The file that says a sentence now."""
        return sound_in(self.place, language, clip)

    def set_words(self, language: str, clip: str, text: str) -> None:
        """New words, made from today's French and English. Raises ContentError or ValueError; then nothing has changed."""
        if is_place(clip):
            self.change({CENTRES: lambda raw: put_spoken(raw, clip, text)})
            return
        self.change({f"{language}.yaml": lambda raw: put_text(raw, clip, text)})
        self.confirm_translation(language, clip)

    def confirm_translation(self, language: str, clip: str) -> None:
        """Write down that these words say what the French and English now say."""
        with self._releases.draft_words() as place:
            content = content_of(place)
            source = content.words[SOURCES[0]]
            if language not in SOURCES and clip in {*source.clips, *source.texts}:
                save_sources(place.prompts, done(content.words, load_sources(place.prompts), language, [clip]))

    def set_reviewed(self, language: str, by: str, on: str) -> None:
        self.change({f"{language}.yaml": lambda raw: raw.update(reviewed_by=by, reviewed_on=on)})

    def set_centre(self, id: str, values: Mapping[str, Any]) -> None:
        """What is known of a centre, or of the desk. Raises ContentError as the line would at its start."""

        def put(raw: Any) -> None:
            entry = raw["desk"] if id == "desk" else next(centre for centre in raw["centres"] if centre["id"] == id)
            entry.update(values)

        self.change({CENTRES: put})

    def change(self, changes: Mapping[str, _Change]) -> None:
        """Try changes of files on a copy that the line's own checks look through; only then are they the draft's.

        Raises what a change raises, and ContentError; then nothing has changed.
        """
        with self._releases.draft_words() as place, tempfile.TemporaryDirectory() as scratch:
            trial = Path(scratch) / "prompts"
            shutil.copytree(place.prompts, trial, copy_function=shutil.copyfile)
            texts = {}
            for name, change in changes.items():
                raw = read_yaml((trial / name).read_text(encoding="utf-8"))
                change(raw)
                texts[name] = yaml.dump(raw, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=140)
                (trial / name).write_text(texts[name], encoding="utf-8")
            build_line(Content.load(trial), self._desk)
            for name, text in texts.items():
                files.write_whole(place.prompts / name, text)


def sound_in(place: Place, language: str, clip: str) -> Path | None:
    found = _listed(place, language, clip)
    return place.audio / found.file if found else None


def entry_in(place: Place, language: str, clip: str) -> ManifestEntry | None:
    """What the manifest says of the sound of a sentence."""
    found = _listed(place, language, clip)
    return found.entry if found else None


def _listed(place: Place, language: str, clip: str) -> ListedClip | None:
    listed = read_manifest(place.audio).items()
    return next((ListedClip(*each) for each in listed if (each[1]["language"], each[1]["clip"]) == (language, clip)), None)


def content_of(place: Place) -> Content:
    return _content(place.prompts, _age(place.prompts))


def _age(prompts: Path) -> tuple[tuple[str, int, int], ...]:
    """Changes with every file that is written."""
    found = ((path.name, path.stat()) for path in sorted(prompts.iterdir()) if path.suffix in (".yaml", ".csv"))
    return tuple((name, stat.st_mtime_ns, stat.st_ino) for name, stat in found)


@lru_cache(maxsize=3)
def _content(prompts: Path, age: tuple[tuple[str, int, int], ...]) -> Content:
    return Content.load(prompts)
