"""What each engine is, where it comes from and what its voices may be used for: catalogue.yaml beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from ivr.content.languages import EngineName
from ivr.content.languages import Voice
from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml

HUMAN = "human"  # the engine of a clip that a person recorded


class Licence(Model):
    """The conditions of some voices of an engine, as they reach a clip."""

    name: str
    conditions: str  # what an association must know, in a sentence
    free: bool  # anybody may use the clips for anything


class Offer(Model):
    """One engine."""

    what: str
    licence: Licence
    voices: dict[str, Licence] = Field(default_factory=dict)  # where a voice has conditions of its own
    python: tuple[str, ...] = ()  # packages of PyPI
    debian: tuple[str, ...] = ()  # packages of Debian
    sections: tuple[str, ...] = ()  # of Debian that must be named in its sources: contrib, non-free
    megabytes: int = 0  # to download

    def licence_of(self, voice: str) -> Licence:
        return self.voices.get(voice, self.licence)


class Catalogue(Model):
    """Every engine there is a program for."""

    engines: dict[EngineName, Offer]

    def licence_of(self, voice: Voice) -> Licence:
        return self.engines[voice.engine].licence_of(voice.voice)


@cache
def load_catalogue() -> Catalogue:
    return read_yaml(Path(__file__).with_name("catalogue.yaml"), Catalogue)
