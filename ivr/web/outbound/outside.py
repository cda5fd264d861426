"""All that is done outside of a call, put together as the web edge sees it."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivr.call.line import Line
from ivr.call.reach import NOTHING_AROUND
from ivr.call.reach import Around
from ivr.call.reach import Errand
from ivr.call.reach import Outcome
from ivr.call.reach import Text
from ivr.call.reach import VoiceMessage
from ivr.call.state import CallState
from ivr.call.turns import Turn
from ivr.settings import Settings
from ivr.statistics.alerts.pool import Pool
from ivr.statistics.together.together import Together
from ivr.web.outbound import parties
from ivr.web.outbound.going import Going
from ivr.web.outbound.ledger import Ledger
from ivr.web.outbound.limits import Limits
from ivr.web.outbound.memory import Memory
from ivr.web.outbound.settings import ReachSettings
from ivr.web.outbound.whispers import Whispers

if TYPE_CHECKING:
    from ivr.web.outbound.callback import CallBack
    from ivr.web.outbound.carrier import Carrier
    from ivr.web.outbound.texting import Texting
    from ivr.web.outbound.voicemail import Voicemail

log = logging.getLogger("ivr")

TIDY_EVERY = 200  # errands


class Outside:
    """Nothing is there that is not configured."""

    def __init__(
        self,
        settings: Settings,
        reach: ReachSettings,
        together: Together,
        refused: Callable[[str], object] = lambda code: None,
    ) -> None:
        """`together`: what other machines know. `refused` is told the carrier's code for each thing it refuses."""
        self._countries = reach.countries
        self._pools: list[Pool] = []
        self._taken = 0
        self.texting: Texting | None = None
        self.voicemail: Voicemail | None = None
        self.callback: CallBack | None = None
        memory = Memory(reach.folder, _key(settings))
        self.whispers = Whispers(memory)
        if not reach.asks_the_carrier:
            return
        # Megabytes that a line which asks the carrier nothing can do without.
        from ivr.web.outbound.carrier import Carrier  # noqa: PLC0415
        from ivr.web.outbound.texting import Texting  # noqa: PLC0415
        from ivr.web.outbound.voicemail import Voicemail  # noqa: PLC0415

        carrier = Carrier(settings, refused)
        carrier.prepare()
        self._asking = self._pool("asking", threads=2)
        self._ledger = Ledger(memory, together, self._asking.put)
        self._limits, self._going = Limits(memory, together), Going(memory, together)
        if reach.sms_sender:
            self.texting = Texting(carrier, self._ledger, self._limits, self._pool("text"), reach.sms_sender)
        if reach.desk_mail and reach.mail:
            pool = self._pool("message")
            self.voicemail = Voicemail(carrier, self._ledger, pool, reach.mail, reach.desk_mail)
        if reach.callback_number and reach.callback_from:
            self.callback = self._callback(carrier, reach, reach.callback_number, reach.callback_from)

    def _callback(self, carrier: Carrier, reach: ReachSettings, number: str, called_from: str) -> CallBack:
        from ivr.web.outbound.callback import CallBack  # noqa: PLC0415

        return CallBack(
            carrier,
            self._ledger,
            self._limits,
            self._going,
            self._pool("callback"),
            number,
            called_from,
            reach.countries,
            reach.callbacks_at_once,
            reach.callbacks_a_day,
        )

    def around(self, line: Line, state: CallState, form: Mapping[str, str]) -> Around:
        """What this request may know: nothing is waited for."""
        if not (self.texting or self.voicemail):
            return NOTHING_AROUND
        awaited, outcome = line.awaits(state), Outcome.UNKNOWN
        if awaited:
            outcome = self._became(form.get("CallSid", ""), awaited.errand, state.tries)
        can_text = bool(self.texting) and parties.is_mobile(parties.their_number(form), self._countries)
        return Around(can_text, bool(self.voicemail), outcome)

    def _became(self, call: str, errand: Errand, tries: int) -> Outcome:
        try:
            return self._ledger.look(call, errand, tries)
        except OSError:  # it was not written down, so it was not begun
            return Outcome.NOT_DONE

    def take(self, turn: Turn, form: Mapping[str, str]) -> None:
        """Do what the turn asks for, which is something, later; the answer is not held up."""
        call, what = form.get("CallSid", ""), turn.sends
        if isinstance(what, Text) and self.texting:
            self.texting.take(call, parties.their_number(form), what.body)
        if isinstance(what, VoiceMessage) and self.voicemail:
            self.voicemail.take(call, form.get("RecordingSid", ""), what)
        self._tidy_now_and_then()

    def calls_back(self, form: Mapping[str, str], base: str) -> bool:
        """Whether this call is to be refused; its caller is then called."""
        if self.callback is None or parties.is_ours(form) or form.get("To") != self.callback.number:
            return False
        try:
            self.callback.take(form.get("CallSid", ""), form.get("From", ""), base)
        except OSError as fault:  # without memory to keep count in nobody is called: the call itself is taken
            log.error("nobody can be called back: %s", fault.strerror)
            return False
        self._tidy_now_and_then()
        return True

    def ended(self, form: Mapping[str, str]) -> None:
        """The carrier reports that a call is over."""
        if self.callback and parties.is_ours(form):
            self._asking.put(lambda: self._going.leave(form.get("CallSid", "")))

    def warnings(self) -> tuple[str, ...]:
        """What of it met an error since the start."""
        return tuple(filter(None, (part.warning() for part in (*self._pools, self.voicemail) if part)))

    def close(self, seconds: float = 3.0) -> bool:
        """Finish what was begun, as the worker ends."""
        closed = [pool.close(seconds) for pool in self._pools]
        return all(closed)

    def _pool(self, name: str, threads: int = 4) -> Pool:
        self._pools.append(Pool(name, threads))
        return self._pools[-1]

    def _tidy_now_and_then(self) -> None:
        self._taken += 1
        if self._taken % TIDY_EVERY == 1:
            self._pools[0].put(self._tidy)

    def _tidy(self) -> None:
        self._ledger.tidy()
        self._limits.tidy()


def _key(settings: Settings) -> bytes:
    """The same at every machine of a line, with Telnyx alone by ACCESS_LOG_KEY, and nowhere but in its settings."""
    secret = settings.auth_token or settings.signalwire_key or settings.log_key or secrets.token_hex()
    return hashlib.sha256(f"outbound {secret}".encode()).digest()
