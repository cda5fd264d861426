"""The stories of tests/calls, told to a line served by real processes, many at once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import Any

import yaml

from ivr.audio import Clips
from ivr.content import Content
from ivr.simulate.call import Call
from ivr.simulate.carrier import Carrier
from ivr.simulate.story import act_out

# A line of its own settings, as some stories need, is told in test_calls.py.
STORIES: dict[str, Any] = {
    path.stem: story
    for path in sorted(Path(__file__).parent.glob("calls/*.yaml"))
    if "live" not in (story := yaml.safe_load(path.read_text(encoding="utf-8")))
}
LANGUAGES = Content.load().languages
CLIPS: Mapping[str, str] = {file: name for name, file in Clips.load().files.items()}
MORNING = "2026-11-24T10:00:00"
CALLER, POSTAL_CODE = "+3247", "4000"


@dataclass
class Crowd:
    """Callers who all ring at once and then each live their own story."""

    base: str
    size: int
    longest_pause: float = 1.0  # seconds before a key
    carriers: list[Carrier] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    async def call(self) -> None:
        """Every fault is kept, so that all of them are seen."""
        everybody_is_connected = asyncio.Barrier(self.size)
        await asyncio.gather(*(self._tell(number, everybody_is_connected) for number in range(self.size)))

    async def _tell(self, number: int, together: asyncio.Barrier) -> None:
        name = list(STORIES)[number % len(STORIES)]
        language = LANGUAGES.codes[number // len(STORIES) % len(LANGUAGES.codes)]
        dials, *then = STORIES[name]["call"]
        async with caller(self.base, number + 1, STORIES[name].get("at", MORNING), self.carriers) as call:
            try:
                await act_out(call, [dials], "")
                await together.wait()
                for moment in then:
                    if not {"hears", "among", "not"} & moment.keys():
                        await asyncio.sleep(random.uniform(0, self.longest_pause))
                    await act_out(call, [moment], LANGUAGES.by_key_of(language))
            except Exception as fault:
                self.faults.append(f"{name} in {language}: {fault!r}")
                await together.abort()

    @property
    def retries(self) -> int:
        return sum(carrier.retries for carrier in self.carriers)


def caller(base: str, number: int = 1, now: str = MORNING, carriers: list[Carrier] | None = None) -> Call:
    """A caller of a demonstration line, on a day of their own."""
    carrier = Carrier(base, "demo", {"X-Demo-Now": now})
    if carriers is not None:
        carriers.append(carrier)
    return Call(carrier, CLIPS, sid=f"CA{number:032x}", caller=f"{CALLER}{number:07}", dialled="+32000000000")
