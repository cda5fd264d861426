"""The voice engines by name. Each needs libraries of its own, so each is loaded when it is first asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from ivr.clips.voices.engine import Engine
from ivr.clips.voices.engine import EngineError

_CLASSES = {
    "edge": ("ivr.clips.voices.edge", "Edge"),
    "gtts": ("ivr.clips.voices.google", "Google"),
    "pico": ("ivr.clips.voices.pico", "Pico"),
    "rhvoice": ("ivr.clips.voices.rhvoice", "RHVoice"),
    "mbrola": ("ivr.clips.voices.mbrola", "Mbrola"),
    "kokoro": ("ivr.clips.voices.kokoro", "Kokoro"),
    "espeak": ("ivr.clips.voices.espeak", "Espeak"),
}


@cache
def engine_named(name: str) -> Engine:
    """Raises EngineError for a name that none of them has."""
    if name not in _CLASSES:
        raise EngineError(f"no voice engine is called {name}; there are {', '.join(_CLASSES)}")
    module, made_of = _CLASSES[name]
    engine: Engine = getattr(import_module(module), made_of)()
    return engine
