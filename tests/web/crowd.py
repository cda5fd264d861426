"""Callers who press keys at random, each in their language; none may be lost, begun again, or spoken to in another one."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from dataclasses import field

from ivr.clips.manifest import Clips
from ivr.content.content import Content
from tests.support.caller import DistantCaller
from tests.support.simulate.carrier import Carrier
from tests.support.simulate.load import Figures
from tests.support.simulate.load import press

CLIPS = {file: name for name, file in Clips.load().files.items()}
LANGUAGES = Content.load().languages
KEYS = ("1", "1", "2", "3", "9", "")  # not *, which leads to another language at last
TOKEN = "secret"
ROUNDS = 6


@dataclass
class Crowd:
    """All ring at once, and then press `rounds` keys each."""

    base: str
    size: int
    rounds: int = ROUNDS
    longest_pause: float = 1.0  # seconds before a key
    tries: int = 3  # as a carrier is told by CONNECTION_OVERRIDES; 1: no second try
    carriers: list[Carrier] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    async def call(self) -> None:
        """Every fault is kept, so that all of them are seen."""
        together = asyncio.Barrier(self.size)
        await asyncio.gather(*(self._live(number, together) for number in range(self.size)))

    @property
    def retries(self) -> int:
        return sum(carrier.retries for carrier in self.carriers)

    async def _live(self, number: int, together: asyncio.Barrier) -> None:
        carrier, chance = Carrier(self.base, TOKEN, more_tries=self.tries - 1), random.Random(number)
        self.carriers.append(carrier)
        language = LANGUAGES.codes[number % len(LANGUAGES.codes)]
        async with caller(carrier, number + 1) as call:
            try:
                await call.dials()
                await together.wait()
                await call.presses(LANGUAGES.by_key_of(language))
                for _ in range(self.rounds):
                    await asyncio.sleep(chance.uniform(0, self.longest_pause))
                    await self._go_on(call, chance)
                    self._listen(call, language)
            except Exception as fault:
                self.faults.append(f"caller {number} in {language}: {fault!r}")
                await together.abort()

    async def _go_on(self, call: DistantCaller, chance: random.Random) -> None:
        if call.document.dial_action:
            await call.line_is(chance.choice(("busy", "completed")), DialCallSid="CA1", DialCallDuration="9")
        elif call.document.gather is None:
            await call.dials()
            await call.presses(LANGUAGES.by_key_of("fr"))
        else:
            key = chance.choice(KEYS)
            await (call.presses(key) if key else call.waits())

    def _listen(self, call: DistantCaller, language: str) -> None:
        if "sorry" in call.words:
            self.faults.append(f"{language}: a call was begun again: {call.heard}")
        if not call.languages <= {language, "fr"}:  # names of places are said in French everywhere
            self.faults.append(f"{language}: heard {call.heard}")


def carrier_of(base: str) -> Carrier:
    return Carrier(base, TOKEN)


def caller(carrier: Carrier, number: int = 1) -> DistantCaller:
    return DistantCaller(carrier, CLIPS, sid=f"CA{number:032x}", caller=f"+3247{number:07}", dialled="+3242223344")


async def pressing(base: str, *, seconds: float = 3.0, connections: int = 20, pause: float = 0.1) -> Figures:
    """How fast keys are answered meanwhile."""
    carrier = Carrier(base, TOKEN)
    form = {"CallSid": "CA" + "1" * 32, "From": "+32470000000", "To": "+3242223344", "Digits": "1"}
    requests = [carrier.request(f"{base}/voice/step?v=1&l={code}&s=main", form) for code in LANGUAGES.codes]
    return await press(carrier.host, carrier.port, requests, connections=connections, seconds=seconds, pause=pause)


def run_with(trouble: object, crowd: Crowd) -> None:
    """The crowd calls while the trouble goes on."""

    async def both() -> None:
        task = asyncio.ensure_future(trouble)  # type: ignore[call-overload]
        await crowd.call()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(both())
