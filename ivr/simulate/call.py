"""One simulated call: what the caller does, and what they hear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from ivr.simulate.carrier import Carrier
from ivr.simulate.document import Document
from ivr.simulate.document import Gather
from ivr.simulate.document import parse

FORM = {  # the fields of Twilio's request for an incoming call
    "AccountSid": "AC" + "0" * 32,
    "ApiVersion": "2010-04-01",
    "CallStatus": "in-progress",
    "Direction": "inbound",
    "CallerCountry": "BE",
    "CalledCountry": "BE",
    "FromCountry": "BE",
    "ToCountry": "BE",
    **{f"{who}{what}": "" for who in ("Caller", "Called", "From", "To") for what in ("City", "State", "Zip")},
}


class WrongTurn(AssertionError):
    """The call is not where its keys lead."""


class Call:
    """Every method that acts leads to the next document."""

    def __init__(self, carrier: Carrier, clips: Mapping[str, str], *, sid: str, caller: str, dialled: str) -> None:
        """`clips` gives the clip ("en/welcome") of each file of the manifest; numbers are in E.164."""
        self._base = carrier.base
        self._carrier = carrier
        self._line = carrier.line()
        self._clips = clips
        self._form = FORM | {"CallSid": sid, "From": caller, "Caller": caller, "To": dialled, "Called": dialled}
        self.document = Document()
        self.heard: list[str] = []

    async def dials(self) -> Self:
        return await self._post(f"{self._base}/voice")

    async def presses(self, keys: str) -> Self:
        """One key or a whole number, as far as the carrier collects it here."""
        gather = self.gather
        digits = keys.split(gather.finish, maxsplit=1)[0] if gather.finish else keys
        if not digits:
            return await self.waits()  # only the finishing key: no input
        if len(digits) > gather.digits:
            raise WrongTurn(f"{keys!r} is longer than the {gather.digits} digits listened for")
        return await self._post(gather.action, Digits=digits)

    async def waits(self) -> Self:
        return await self._post(self.document.redirect)

    async def listens_to_the_end(self) -> Self:
        """Through every message that goes on by itself."""
        while self.gather.is_message:
            await self.waits()
        return self

    async def transfer_ends(self, status: str, **fields: str) -> Self:
        """In the carrier's words: completed, busy, no-answer, failed."""
        return await self._post(self.document.dial_action, DialCallStatus=status, **fields)

    def moves_to(self, now: str) -> None:
        """Another time for a demonstration line, ISO 8601."""
        self._carrier.headers = {**self._carrier.headers, "X-Demo-Now": now}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *fault: object) -> None:
        await self._line.hang_up()

    @property
    def gather(self) -> Gather:
        if self.document.gather is None:
            raise WrongTurn(f"no key is listened for: {self.document}")
        return self.document.gather

    @property
    def names(self) -> list[str]:
        """What is heard, without the language."""
        return [clip.split("/")[1] for clip in self.heard]

    @property
    def languages(self) -> set[str]:
        return {clip.split("/")[0] for clip in self.heard}

    async def _post(self, address: str, **fields: str) -> Self:
        if not address.startswith(self._base):
            raise WrongTurn(f"nothing leads on from {self.document}")
        self.document = parse(await self._line.post(address, self._form | fields))
        self.heard = [self._clips[url.partition("/audio/")[2]] for url in self.document.plays]
        return self
