"""The voice engines by name. Each needs libraries of its own, so each is loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from ivr.clips.voices.engine import Engine
from ivr.content.languages import EngineName

_CLASSES: Mapping[EngineName, tuple[str, str]] = {
    "edge": ("ivr.clips.voices.edge", "Edge"),
    "gtts": ("ivr.clips.voices.google", "Google"),
    "pico": ("ivr.clips.voices.pico", "Pico"),
    "rhvoice": ("ivr.clips.voices.rhvoice", "RHVoice"),
    "mbrola": ("ivr.clips.voices.mbrola", "Mbrola"),
    "kokoro": ("ivr.clips.voices.kokoro", "Kokoro"),
    "espeak": ("ivr.clips.voices.espeak", "Espeak"),
}


@cache
def engine_named(name: EngineName) -> Engine:
    module, made_of = _CLASSES[name]
    engine: Engine = getattr(import_module(module), made_of)()
    return engine
