"""A text message to whoever asked for it, once the carrier has accepted it."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from ivr.call.reach import Errand
from ivr.statistics.alerts.pool import Pool
from ivr.web.outbound.carrier import Carrier
from ivr.web.outbound.ledger import Ledger
from ivr.web.outbound.limits import Limit
from ivr.web.outbound.limits import Limits

log = logging.getLogger("ivr")

A_DAY = Limit("text", 3)
LATEST_START_SECONDS = 3.0  # after it was asked for: with the carrier's own seconds it is over before the caller is told


@dataclass(frozen=True)
class Texting:
    carrier: Carrier
    ledger: Ledger
    limits: Limits
    pool: Pool
    sender: str

    def take(self, call: str, number: str, body: str) -> None:
        """Returns at once; the ledger says what became of it."""
        if not self.ledger.open(call, Errand.TEXT):
            return
        latest = time.monotonic() + LATEST_START_SECONDS
        if not self.pool.put(lambda: self._send(call, number, body, latest)):
            self.ledger.refuse(call, Errand.TEXT)

    def _send(self, call: str, number: str, body: str, latest: float) -> None:
        if not self.ledger.begin(call, Errand.TEXT):
            return  # the caller has been told that it could not be sent, or another machine sends it
        if time.monotonic() > latest or not self.limits.take(number, [A_DAY]):
            self.ledger.close(call, Errand.TEXT, done=False)
            return
        refused = self.carrier.text(number, self.sender, body)
        if refused:
            self.limits.give_back(number, A_DAY.what)
            log.warning("the carrier did not accept a text message: %s", refused.code)
        self.ledger.close(call, Errand.TEXT, done=refused is None)
