"""Call me back: a call that is refused, and the call that follows it within seconds."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from ivr.statistics.alerts.pool import Pool
from ivr.web.outbound.carrier import Carrier
from ivr.web.outbound.carrier import CarrierRefusal
from ivr.web.outbound.going import Going
from ivr.web.outbound.ledger import Ledger
from ivr.web.outbound.limits import EVERYBODY
from ivr.web.outbound.limits import Limit
from ivr.web.outbound.limits import Limits
from ivr.web.outbound.parties import is_mobile

log = logging.getLogger("ivr")

ERRAND = "c"
PAUSE_SECONDS = 3  # until the telephone that was refused is free again
RING_SECONDS = 25  # shorter than a voicemail waits
WHAT = "callback"
A_NUMBER = (Limit(WHAT, 1, 600), Limit(WHAT, 5))  # once in ten minutes, five times a day


@dataclass(frozen=True)
class CallBack:
    carrier: Carrier
    ledger: Ledger
    limits: Limits
    going: Going
    pool: Pool
    number: str  # calls to it are refused
    sender: str  # calls come from it
    countries: tuple[str, ...]
    at_once: int
    a_day: int
    sleep: Callable[[float], object] = time.sleep

    def take(self, call: str, caller: str, base: str) -> None:
        """Returns at once. Never twice for one ring."""
        if is_mobile(caller, self.countries) and self.ledger.open(call, ERRAND):
            self.pool.put(lambda: self._call(call, caller, base))

    def _call(self, call: str, caller: str, base: str) -> None:
        if not self.ledger.begin(call, ERRAND):
            return  # another machine was told of the same ring
        if not self.going.enter(call, self.at_once):
            log.warning("nobody is called back: %d call-backs are going on", self.at_once)
            return
        if not (self.limits.take(caller, A_NUMBER) and self._within_the_day(caller)):
            self.going.leave(call)
            return
        self.sleep(PAUSE_SECONDS)
        made = self.carrier.call(caller, self.sender, base, RING_SECONDS)
        if isinstance(made, CarrierRefusal):
            self.going.leave(call)
            if made.certain:  # otherwise it may ring all the same, and somebody could have a telephone rung again and again
                self.limits.give_back(caller, WHAT)
                self.limits.give_back(EVERYBODY, WHAT)
            log.warning("the carrier did not call back: %s", made.code)
        else:
            self.going.becomes(call, made)

    def _within_the_day(self, caller: str) -> bool:
        if self.limits.take(EVERYBODY, [Limit(WHAT, self.a_day)]):
            return True
        self.limits.give_back(caller, WHAT)
        log.warning("nobody is called back: %d call-backs were made in a day", self.a_day)
        return False
