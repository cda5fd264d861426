"""What the voices cannot say, found before anything is made."""

from __future__ import annotations

from collections.abc import Iterator

from ivr import Fault
from ivr.clips.voices.engine import EngineError
from ivr.clips.voices.engines import engine_named
from ivr.clips.voices.plan import Plan

TOLD = 20  # of the faults; the others are counted


class UnsayableError(Fault):
    """Words of some clips have sounds that their voice does not have."""


def check_words(plan: Plan) -> None:
    """Raises UnsayableError that names each clip with its fault, and EngineError when a voice is not installed."""
    found = list(_faults(plan))
    if found:
        more = [f"and {len(found) - TOLD} more"] if len(found) > TOLD else []
        raise UnsayableError("\n".join([*found[:TOLD], *more, "Correct the words, their `say` or the table in prompts/sounds/."]))


def _faults(plan: Plan) -> Iterator[str]:
    for recipe, targets in plan.jobs.items():
        engine = engine_named(recipe.voice.engine)
        if lack := engine.lacks(recipe.voice):
            raise EngineError(lack)
        for fault in engine.faults(recipe.words, recipe.voice):
            names = ", ".join(f"{target.language}/{target.clip}" for target in targets)
            yield f"{names}: {recipe.voice.engine} {recipe.voice.voice} cannot say it: {fault}"
