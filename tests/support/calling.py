"""One call, apart from how its requests travel: what the caller does, what the carrier makes of it, what is heard.

Every act is a generator that gives the requests to be made and takes their answers; tests/support/caller.py carries them.
"""

from __future__ import annotations

from collections.abc import Generator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from datetime import timedelta
from itertools import cycle
from typing import NamedTuple
from typing import Self

from ivr.content.hours import BRUSSELS
from tests.support.twiml import Document
from tests.support.twiml import Gather
from tests.support.twiml import parse
from tests.support.ways import PLAIN
from tests.support.ways import Ways

CLOCK = "X-Demo-Now"  # the header that tells a line under test what time it is for this caller
MORNING = datetime(2026, 11, 24, 10, tzinfo=BRUSSELS)
KEY_SECONDS = 2.0  # a caller takes their time
MOST_WHISPERS = 3
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


class Post(NamedTuple):
    """A request of the carrier."""

    url: str
    form: Mapping[str, str]
    clock: str  # what time it is at the machine that answers, ISO 8601


Exchange = Generator[Post, str, None]


class WrongTurn(AssertionError):
    """The call is not where its keys lead."""


class Calling:
    """The caller has a clock of their own, which only their acts move on."""

    def __init__(
        self,
        clips: Mapping[str, str],
        base: str,
        *,
        sid: str = f"CA{'1' * 32}",
        caller: str = "+32470000000",
        now: datetime = MORNING,
        ways: Ways = PLAIN,
        skews: tuple[float, ...] = (0.0,),
    ) -> None:
        """`clips` gives the clip ("en/welcome") of each file; `skews` are the clocks of the machines that answer in turn."""
        self.base, self.clips, self.ways, self.now = base, clips, ways, now
        self.form = {**FORM, "CallSid": sid, "From": caller, "Caller": caller}
        self.document, self.heard, self.address = Document(), list[str](), ""
        self.pressed_at = now
        self._digits, self._digit_at, self._since = "", now, now
        self._skews = cycle(skews)

    def moves_to(self, now: str) -> None:
        """Another time for a line that follows the caller's clock, ISO 8601, in Brussels."""
        self.now = datetime.fromisoformat(now).replace(tzinfo=BRUSSELS)

    # --- acts, as requests -----------------------------------------------------------------------

    def dialling(self, number: str) -> Exchange:
        self.form |= {"To": number, "Called": number}
        return self.posting(f"{self.base}/voice")

    def pressing(self, keys: str, after: float | None = None) -> Exchange:
        """Key by key, two seconds apart, or the first `after` so many seconds since the last press and all as fast."""
        for key in keys:
            at = self.now + timedelta(seconds=KEY_SECONDS) if after is None else self.pressed_at + timedelta(seconds=after)
            yield from self._press(key, at)
        if self._digits:
            yield from self._time_is_over()

    def waiting(self) -> Exchange:
        """Nothing is pressed until the carrier goes on."""
        gather = self.gather
        self.now += timedelta(seconds=len(self.heard) + gather.timeout)
        yield from self._silence()

    def listening_to_the_end(self) -> Exchange:
        """Through every message that goes on by itself."""
        while self.gather.is_message:
            yield from self.waiting()

    def transfer_ending(self, status: str, **fields: str) -> Exchange:
        """In the carrier's words: completed, busy, no-answer, failed."""
        if not self.document.dial_action:
            raise WrongTurn(f"no transfer here: {self.document}")
        yield from self.posting(self.document.dial_action, DialCallStatus=status, **fields)

    def worker_pressing(self, *keys: str) -> Exchange:
        """The telephone is answered; the worker hears the whisper and presses these keys ("" for none), then hangs up."""
        yield from self.workers_pressing(keys)

    def workers_pressing(self, *keys: Sequence[str]) -> Exchange:
        """The telephones that ring together are answered one after the other; the first who accepts talks to the caller."""
        dial, bridged = self.document, False
        for address, pressed in zip(dial.whispers, keys, strict=False):
            accepted = yield from self._whispered(address, pressed)
            bridged = bridged or accepted
        tells = {"DialBridged": str(bridged).lower()} if self.ways.tells_bridged else {}
        self.now += timedelta(seconds=60)
        yield from self.posting(dial.dial_action, DialCallStatus="completed", **tells)

    def _whispered(self, address: str, keys: Sequence[str]) -> Generator[Post, str, bool]:
        """Whether the worker is connected."""
        leg = parse((yield self._request(address, {})))
        for key in (*keys, *("",) * MOST_WHISPERS):
            if leg.gather is None:
                break
            form = {"Digits": key} if key else {}
            leg = parse((yield self._request(leg.gather.action if key else leg.redirect, form)))
        return not leg.hangs_up and self.ways.bridges_on_empty

    # --- the carrier -------------------------------------------------------------------------------

    @property
    def gather(self) -> Gather:
        if self.document.gather is None:
            raise WrongTurn(f"no key is listened for: {self.document}")
        return self.document.gather

    def _press(self, key: str, at: datetime) -> Exchange:
        self.pressed_at = at
        if at < self.now and not self.ways.keeps_keys:
            return
        while self._digits and at > self._deadline:
            yield from self._time_is_over()
        self.now = max(self.now, at)
        gather, self._digit_at = self.gather, self.now
        if key != gather.finish or not key:
            self._digits += key
            if len(self._digits) == gather.digits:
                yield from self._submit(self._digits)
        elif self.ways.sends_finish:
            yield from self._submit(self._digits + key)
        elif self._digits:
            yield from self._submit(self._digits)
        else:
            yield from self._silence()  # only the finishing key: no input (Twilio's manual, Gather)

    @property
    def _deadline(self) -> datetime:
        """When the carrier stops waiting for the rest of a number."""
        spoken = self._since + timedelta(seconds=len(self.heard))
        begun = max(spoken, self._digit_at) if self.ways.restarts_timer else spoken
        return begun + timedelta(seconds=self.gather.timeout)

    def _time_is_over(self) -> Exchange:
        self.now = max(self.now, self._deadline)
        yield from self._submit(self._digits)

    def _submit(self, digits: str) -> Exchange:
        yield from self.posting(self.gather.action, Digits=digits)

    def _silence(self) -> Exchange:
        form = {"Digits": ""} if self.ways.silence_is_empty else {}
        yield from self.posting(self.document.redirect, **form)

    def posting(self, address: str, **fields: str) -> Exchange:
        url = address if address.startswith("http") else self.base + address
        if not url.startswith(self.base):
            raise WrongTurn(f"{url} is not an address of the line")
        self._digits = ""
        text = yield self._request(url, fields)
        self.now += timedelta(seconds=self.ways.answer_seconds)
        self._since = self.now
        self.address = url.removeprefix(self.base)
        self.document = parse(text)
        self.heard = [self._name(play) for play in self.document.plays]

    def _request(self, url: str, fields: Mapping[str, str]) -> Post:
        there = self.now + timedelta(seconds=self.ways.answer_seconds / 2 + next(self._skews))
        return Post(url, {**self.form, **fields}, there.isoformat())

    def _name(self, url: str) -> str:
        file = url.partition("/audio/")[2]
        assert file in self.clips, f"{url} is not a clip"
        return self.clips[file]

    # --- what a caller hears -------------------------------------------------------------------------

    @property
    def words(self) -> list[str]:
        """What is heard, without the language."""
        return [clip.split("/")[1] for clip in self.heard]

    @property
    def languages(self) -> set[str]:
        return {clip.split("/")[0] for clip in self.heard}

    def hears(self, *clips: str) -> Self:
        """Exactly these clips, in this order; a name without a language is of any one language."""
        heard = [clip if "/" in wanted else clip.split("/")[1] for clip, wanted in zip(self.heard, clips, strict=False)]
        if (heard, len(self.heard)) != (list(clips), len(clips)):
            raise WrongTurn(f"heard {self.heard}, expected {list(clips)}")
        return self

    def hears_among_others(self, *clips: str) -> Self:
        if not set(clips) <= {*self.heard, *self.words}:
            raise WrongTurn(f"heard {self.heard}, expected {clips} among them")
        return self

    def does_not_hear(self, *clips: str) -> Self:
        if set(clips) & set(self.words):
            raise WrongTurn(f"heard {self.heard}, expected none of {clips}")
        return self

    def is_transferred_to(self, *numbers: str) -> Self:
        """Several ring together."""
        if self.document.numbers != numbers:
            raise WrongTurn(f"expected a transfer to {numbers}: {self.document}")
        return self

    def call_has_ended(self) -> Self:
        if not self.document.hangs_up:
            raise WrongTurn(f"expected the end: {self.document}")
        return self
