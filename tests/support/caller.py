"""A caller: dials, presses, waits and hears, through the same requests a carrier sends.

`Caller` rings an application in this process, `DistantCaller` a line served by real processes, many at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import Self
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from tests.support.calling import CLOCK
from tests.support.calling import Calling
from tests.support.calling import Exchange
from tests.support.calling import Post
from tests.support.simulate.carrier import Carrier

OUR_NUMBER = "+32000000000"


class Caller(Calling):
    """One call to an application in this process. Every method that acts leads to the next thing heard."""

    def __init__(
        self, client: FlaskClient, clips: Mapping[str, str], base: str = "http://localhost", token: str = "demo", **how: Any
    ) -> None:
        """`how`: see Calling."""
        super().__init__(clips, base, **how)
        self.client = client
        self.validator = RequestValidator(token)
        self.headers: dict[str, str] = {}

    def dials(self, number: str = OUR_NUMBER) -> Self:
        return self.lives(self.dialling(number))

    def presses(self, keys: str, after: float | None = None) -> Self:
        """`after`: at once, so many seconds since the last press."""
        return self.lives(self.pressing(keys, after))

    def waits(self) -> Self:
        return self.lives(self.waiting())

    def listens_to_the_end(self) -> Self:
        return self.lives(self.listening_to_the_end())

    def line_is(self, status: str, **fields: str) -> Self:
        return self.lives(self.transfer_ending(status, **fields))

    def worker_presses(self, *keys: str) -> Self:
        return self.lives(self.worker_pressing(*keys))

    def workers_press(self, *keys: Sequence[str]) -> Self:
        """Of each whose telephone rings."""
        return self.lives(self.workers_pressing(*keys))

    def posts(self, address: str, **fields: str) -> Self:
        """A request that the call itself would not make."""
        return self.lives(self.posting(address, **fields))

    def lives(self, exchange: Exchange) -> Self:
        try:
            post = next(exchange)
            while True:
                post = exchange.send(self._carry(post))
        except StopIteration:
            return self

    @property
    def response(self) -> Element:
        return self.document.root

    def _carry(self, post: Post) -> str:
        path = post.url.removeprefix(self.base)  # what a proxy in front of the line passes on
        signature = self.validator.compute_signature(post.url, post.form)
        headers = {"X-Twilio-Signature": signature, CLOCK: post.clock, **self.headers}
        answer = self.client.post(path, data=post.form, headers=headers)
        assert answer.status_code == 200, f"{answer.status} for {path}: {answer.text}"
        assert answer.mimetype == "text/xml"
        return answer.text


class DistantCaller(Calling):
    """One call over the network. A demonstration line follows the caller's clock, a live one has its own."""

    def __init__(self, carrier: Carrier, clips: Mapping[str, str], *, dialled: str = OUR_NUMBER, **how: Any) -> None:
        """`how`: see Calling."""
        super().__init__(clips, carrier.base, **how)
        self._carrier, self._line, self._dialled = carrier, carrier.line(), dialled

    async def dials(self) -> Self:
        return await self.lives(self.dialling(self._dialled))

    async def presses(self, keys: str, after: float | None = None) -> Self:
        return await self.lives(self.pressing(keys, after))

    async def waits(self) -> Self:
        return await self.lives(self.waiting())

    async def listens_to_the_end(self) -> Self:
        return await self.lives(self.listening_to_the_end())

    async def line_is(self, status: str, **fields: str) -> Self:
        return await self.lives(self.transfer_ending(status, **fields))

    async def lives(self, exchange: Exchange) -> Self:
        try:
            post = next(exchange)
            while True:
                self._carrier.headers = {**self._carrier.headers, CLOCK: post.clock}
                post = exchange.send(await self._line.post(post.url, post.form))
        except StopIteration:
            return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *fault: object) -> None:
        await self._line.hang_up()
